"""Random cases: a script, what arrives, and the queries that tell DuckDB's answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.sql.random_aggregates import Query, aggregate_of, having_of, keys_of
from tests.sql.random_expressions import TYPES, Both, expression, op, same
from tests.sql.random_groups import combined, distinct, grouped, regrouped
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
    make_query = draw(st.sampled_from(_QUERIES))
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


def _aggregated(draw: st.DrawFn, below: Relation) -> Query:
    """Draw a window aggregate with keys, HAVING and its columns in any order."""
    over, narrowed, having = draw(window(below.name)), where(draw, below), having_of(draw, below)
    keys = keys_of(draw, below)
    aggregates = [aggregate_of(draw, below) for _ in range(draw(st.integers(1, 4)))]
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


_QUERIES = [
    _aggregated, _aggregated, _windowed, _selected, grouped, grouped, regrouped, distinct, combined,
]  # fmt: skip
