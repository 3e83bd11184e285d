"""Random views over the tables: expressions, filters and unions that keep the event time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import strategies as st

from tests.sql.random_expressions import KINDS, TYPES, Both, expression, op, same
from tests.sql.random_rows import COLUMNS


@dataclass(frozen=True)
class Relation:
    """Something to select from: a table or view, its columns by kind, the tables below it."""

    name: str
    columns: Mapping[str, Sequence[Both]]
    tables: frozenset[str]

    @property
    def mark(self) -> str:
        """The column of the watermark before each row."""
        return "mine" if len(self.tables) == 1 else "shared"


class Views(NamedTuple):
    """The views so far, as statements of ours and as DuckDB's WITH has them."""

    ours: list[str]
    theirs: list[str]


def table(name: str) -> Relation:
    """Return a table of random rows."""
    columns: dict[str, list[Both]] = {kind: [] for kind in KINDS}
    for column in COLUMNS:
        columns[column.kind].append(Both(column.path, column.name))
    return Relation(name, columns, frozenset({name}))


def view_of_last(draw: st.DrawFn, sources: Sequence[Relation], views: Views) -> Relation:
    """Draw a view over what was made last."""
    return _view(draw, sources[-1], kinds_of(draw), views)


def union(draw: st.DrawFn, sources: Sequence[Relation], views: Views) -> Relation:
    """Draw a UNION ALL of views over any sources, one of them perhaps twice."""
    kinds = kinds_of(draw)
    chosen = draw(st.lists(st.sampled_from(list(sources)), min_size=2, max_size=3))
    parts = [_view(draw, each, kinds, views) for each in chosen]
    text = " UNION ALL ".join(f"SELECT * FROM {part.name}" for part in parts)
    tables = frozenset[str]().union(*(part.tables for part in parts))
    return _named(same(text), kinds, tables, views)


def _view(draw: st.DrawFn, below: Relation, kinds: Sequence[str], views: Views) -> Relation:
    """Make a view of expressions that keeps the event time."""
    made = [expression(draw, kind, below.columns, 2) for kind in kinds]
    narrowed = where(draw, below)
    ours = ", ".join(f"{each.ours} AS c{number}" for number, each in enumerate(made))
    theirs = ", ".join(f"{each} AS c{number}" for number, each in enumerate(casts(kinds, made)))
    text = Both(
        f"SELECT {ours}, ts FROM {below.name}{narrowed.ours}",
        f"SELECT {theirs}, ts, mine, shared FROM {below.name}{narrowed.theirs}",
    )
    return _named(text, kinds, below.tables, views)


def _named(text: Both, kinds: Sequence[str], tables: frozenset[str], views: Views) -> Relation:
    columns: dict[str, list[Both]] = {kind: [] for kind in KINDS}
    for number, kind in enumerate(kinds):
        columns[kind].append(same(f"c{number}"))
    columns["time"].append(same("ts"))
    name = f"v{len(views.ours)}"
    views.ours.append(f"CREATE VIEW {name} AS {text.ours};")
    views.theirs.append(f"{name} AS ({text.theirs})")
    return Relation(name, columns, tables)


def where(draw: st.DrawFn, below: Relation) -> Both:
    """Draw a WHERE clause, or none."""
    if draw(st.integers(0, 2)):
        return same("")
    return op(" WHERE {0}", expression(draw, "flag", below.columns, 3))


def kinds_of(draw: st.DrawFn) -> list[str]:
    """Draw the kinds of a few columns."""
    return draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))


def casts(kinds: Sequence[str], made: Sequence[Both]) -> list[str]:
    """Return DuckDB's expressions, each with the type that ours has."""
    return [
        f"CAST({each.theirs} AS {TYPES[kind][1]})" for kind, each in zip(kinds, made, strict=True)
    ]
