"""Random cases: a script, what arrives, and the queries that tell DuckDB's answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hypothesis import strategies as st

from tests.sql.random_expressions import KINDS, TYPES, Both, expression, op, same
from tests.sql.random_relations import (
    Relation,
    Views,
    casts,
    kinds_of,
    table,
    union,
    view_of_last,
    where,
)  # fmt: skip
from tests.sql.random_rows import DDL, SECOND, Arriving, arriving
from tests.sql.random_windows import Window, window


@dataclass(frozen=True)
class Case:
    """A script, DuckDB's query, its query for the number of late rows, and what arrives."""

    script: str
    batch_query: str
    late_query: str | None
    arriving: Arriving = field(repr=False)


class Query(NamedTuple):
    """A query with the kinds of its columns; `late` counts the rows that come too late for it."""

    text: Both
    kinds: Sequence[str]
    late: str | None = None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a script over tables t and u, and what arrives."""
    views = Views([], [])
    sources = [table("t"), table("u")]
    below = sources[0]
    for _ in range(draw(st.integers(0, 2))):
        make = draw(st.sampled_from([union, view_of_last]))
        below = make(draw, [*sources, below], views)
        sources.append(below)
    make_query = draw(st.sampled_from([_aggregated, _aggregated, _windowed, _selected]))
    query = make_query(draw, below)
    given = draw(arriving())
    with_views = f"WITH {', '.join(views.theirs)} " if views.theirs else ""
    return Case(
        _script(views, query, given.delay_us // SECOND),
        with_views + query.text.theirs,
        with_views + query.late if query.late else None,
        given,
    )


def _script(views: Views, query: Query, delay: int) -> str:
    sink = ", ".join(f"o{number} {TYPES[kind][0]}" for number, kind in enumerate(query.kinds))
    tables = [DDL.format(name=name, delay=delay) for name in "tu"]
    target = f"CREATE TABLE o ({sink}) WITH ('connector' = 'blackhole');"
    return "\n".join([*tables, *views.ours, target, f"INSERT INTO o {query.text.ours};"])


def _selected(draw: st.DrawFn, below: Relation) -> Query:
    kinds = kinds_of(draw)
    made = [expression(draw, kind, below.columns, 4) for kind in kinds]
    narrowed = where(draw, below)
    ours = ", ".join(each.ours for each in made)
    theirs = ", ".join(casts(kinds, made))
    text = Both(
        f"SELECT {ours} FROM {below.name}{narrowed.ours}",
        f"SELECT {theirs} FROM {below.name}{narrowed.theirs}",
    )
    return Query(text, kinds)


def _windowed(draw: st.DrawFn, below: Relation) -> Query:
    """Draw a window function without aggregation."""
    over, kinds = draw(window(below.name)), kinds_of(draw)
    narrowed = where(draw, below)
    made = [expression(draw, kind, below.columns, 2) for kind in kinds]
    ours = ", ".join(["window_start", "window_end", *(each.ours for each in made)])
    theirs = ", ".join(["window_start", "window_end", *casts(kinds, made)])
    text = Both(
        f"SELECT {ours} FROM {over.function}{narrowed.ours}",
        f"SELECT {theirs} FROM {below.name} AS b JOIN {over.all_windows}{narrowed.theirs}",
    )
    return Query(text, ["time", "time", *kinds])


_AGGREGATES = [
    ("int", "COUNT(*)", None, None), ("int", "COUNT({0})", None, "text"),
    ("int", "SUM({0})", "CAST(SUM({0}) AS BIGINT)", "int"), ("double", "SUM({0})", None, "double"),
    ("money", "SUM({0})", None, "money"), ("double", "AVG({0})", None, "double"),
    ("int", "AVG({0})", "TRUNC(CAST(SUM({0}) AS DECIMAL(38, 8)) / COUNT({0}))", "int"),
    *[(kind, f"{name}({{0}})", None, kind) for kind in KINDS for name in ("MIN", "MAX")],
]  # fmt: skip


def _aggregated(draw: st.DrawFn, below: Relation) -> Query:
    """Draw a window aggregate with keys, HAVING and its columns in any order."""
    over, narrowed, having = draw(window(below.name)), where(draw, below), _having(draw, below)
    keys = _keys(draw, below)
    aggregates = [_aggregate(draw, below) for _ in range(draw(st.integers(1, 4)))]
    bounds = [("time", same("window_start")), ("time", same("window_end"))]
    order = draw(st.permutations([*keys, *aggregates, *bounds]))
    kinds, columns = [kind for kind, _ in order], [column for _, column in order]
    group = op(", ".join(f"{{{number}}}" for number in range(len(keys) + 2)),
               *(column for _, column in bounds + keys))  # fmt: skip
    ours = (
        f"SELECT {', '.join(column.ours for column in columns)} FROM {over.function}{narrowed.ours}"
        f" GROUP BY {group.ours}{having.ours}"
    )
    filtered = f"(SELECT * FROM {below.name}{narrowed.theirs}) AS b"
    theirs = (
        f"SELECT {', '.join(casts(kinds, columns))} FROM {filtered} JOIN {over.all_windows}"
        f" WHERE w.we - 1000 > {below.mark} GROUP BY {group.theirs}{having.theirs}"
    )
    return Query(Both(ours, theirs), kinds, _late(filtered, over, below.mark))


def _late(rows: str, over: Window, mark: str) -> str:
    fired = f"(SELECT MAX(w.we) - 1000 FROM {over.their_windows})"
    return f"SELECT COUNT(*) FROM {rows} WHERE {mark} >= {fired}"


def _keys(draw: st.DrawFn, below: Relation) -> list[tuple[str, Both]]:
    """Draw keys that are no constants, which GROUP BY takes for positions."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=3))
    keys = [(kind, expression(draw, kind, below.columns, 1)) for kind in kinds]
    names = [column.theirs for columns in below.columns.values() for column in columns]
    return [key for key in keys if any(name in key[1].theirs.split("'")[0] for name in names)]


def _having(draw: st.DrawFn, below: Relation) -> Both:
    if draw(st.integers(0, 3)):
        return same("")
    kind, left = _aggregate(draw, below)
    right = expression(draw, kind, dict.fromkeys(KINDS, ()), 0)
    return op(f" HAVING {{0}} {draw(st.sampled_from(['>', '<=', '<>']))} {{1}}", left, right)


def _aggregate(draw: st.DrawFn, below: Relation) -> tuple[str, Both]:
    kind, ours, theirs, argument = draw(st.sampled_from(_AGGREGATES))
    value = expression(draw, argument, below.columns, 2) if argument else same("")
    made = op(ours, value, theirs=theirs)
    if draw(st.integers(0, 2)) == 0 and theirs is None:
        condition = expression(draw, "flag", below.columns, 2)
        made = op("{0} FILTER (WHERE {1})", made, condition)
    return kind, made
