"""Random queries whose results are updated: GROUP BY, DISTINCT and set operations."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.sql.random_aggregates import Query, aggregate_of, having_of, keys_of
from tests.sql.random_expressions import KINDS, Both, expression, op, same
from tests.sql.random_relations import Relation, casts, kinds_of, where


def grouped(draw: st.DrawFn, below: Relation) -> Query:
    """Draw GROUP BY over all rows, with HAVING, or one group of all rows."""
    keys, having = keys_of(draw, below), having_of(draw, below)
    aggregates = [aggregate_of(draw, below) for _ in range(draw(st.integers(1, 4)))]
    aggregates += [_distinct_count(draw, below) for _ in range(draw(st.integers(0, 1)))]
    order = draw(st.permutations([*keys, *aggregates]))
    text = _select(order, below, where(draw, below), keys)
    return Query(_having(text, having, keys), [kind for kind, _ in order])


def regrouped(draw: st.DrawFn, below: Relation) -> Query:
    """Draw groups of groups, whose rows are taken back whenever the inner ones change."""
    keys = keys_of(draw, below)
    measures = [aggregate_of(draw, below) for _ in range(2)]
    inner = _select([*keys, *measures], below, where(draw, below), keys)
    columns: dict[str, list[Both]] = {kind: [] for kind in KINDS}
    for number, (kind, _) in enumerate([*keys, *measures]):
        columns[kind].append(same(f"g{number}"))
    view = Relation("g", columns, below.tables)
    names = ", ".join(f"g{number}" for number in range(len(keys) + 2))
    inner = _having(inner, same(""), keys)
    source = op(f"({{0}}) AS g ({names})", inner)
    by = [(kind, same(f"g{n}")) for n, (kind, _) in enumerate(keys) if n % 2]
    outer = [aggregate_of(draw, view) for _ in range(3)]
    outer.append(_distinct_count(draw, view))
    kinds = [kind for kind, _ in [*by, *outer]]
    shown = [made for _, made in [*by, *outer]]
    text = Both(
        f"SELECT {', '.join(each.ours for each in shown)} FROM {source.ours}{_by(by).ours}",
        f"SELECT {', '.join(casts(kinds, shown))} FROM {source.theirs}{_by(by).theirs}",
    )
    return Query(_having(text, same(""), by), kinds)


def distinct(draw: st.DrawFn, below: Relation) -> Query:
    """Draw SELECT DISTINCT."""
    kinds = kinds_of(draw)
    return Query(_rows(draw, below, kinds, "SELECT DISTINCT"), kinds)


def combined(draw: st.DrawFn, below: Relation) -> Query:
    """Draw UNION, INTERSECT or EXCEPT of the same relation's rows, with ALL or without."""
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=2))
    word = draw(st.sampled_from(["UNION", "INTERSECT", "EXCEPT"]))
    every = draw(st.sampled_from(["", " ALL"]))
    left, right = (_rows(draw, below, kinds, "SELECT") for _ in range(2))
    return Query(op(f"{{0}} {word}{every} {{1}}", left, right), kinds)


def _rows(draw: st.DrawFn, below: Relation, kinds: Sequence[str], select: str) -> Both:
    made = [expression(draw, kind, below.columns, 1) for kind in kinds]
    narrowed = where(draw, below)
    return Both(
        f"{select} {', '.join(each.ours for each in made)} FROM {below.name}{narrowed.ours}",
        f"{select} {', '.join(casts(kinds, made))} FROM {below.name}{narrowed.theirs}",
    )


def _select(
    items: Sequence[tuple[str, Both]],
    below: Relation,
    narrowed: Both,
    keys: Sequence[tuple[str, Both]],
) -> Both:
    kinds, made = [kind for kind, _ in items], [each for _, each in items]
    ours = f"SELECT {', '.join(each.ours for each in made)} FROM {below.name}{narrowed.ours}"
    theirs = f"SELECT {', '.join(casts(kinds, made))} FROM {below.name}{narrowed.theirs}"
    return Both(ours + _by(keys).ours, theirs + _by(keys).theirs)


def _by(keys: Sequence[tuple[str, Both]]) -> Both:
    if not keys:
        return same("")
    form = ", ".join(f"{{{number}}}" for number in range(len(keys)))
    return op(f" GROUP BY {form}", *(key for _, key in keys))


def _having(text: Both, having: Both, keys: Sequence[tuple[str, Both]]) -> Both:
    """Add HAVING; without keys, no row is no group in a stream, and one group in a batch query."""
    theirs = having.theirs
    if not keys:
        theirs = f"{having.theirs} AND COUNT(*) > 0" if theirs else " HAVING COUNT(*) > 0"
    return Both(text.ours + having.ours, text.theirs + theirs)


def _distinct_count(draw: st.DrawFn, below: Relation) -> tuple[str, Both]:
    kind = draw(st.sampled_from(KINDS))
    return "int", op("COUNT(DISTINCT {0})", expression(draw, kind, below.columns, 1))
