"""Random Top-N, OVER and LIMIT queries, ours and DuckDB's."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from tests.sql.random_ranking_rows import DDL, STEPS, Case, Late

SORTABLE = ("n", "x", "s", "m", "ts")
SINKS = {"k": "STRING", "n": "BIGINT", "x": "DOUBLE", "s": "STRING", "m": "DECIMAL(25, 2)"}
_ALL = ", ".join(f"{name} {kind}" for name, kind in SINKS.items())


class Both(NamedTuple):
    """A query in Flink's dialect and in DuckDB's."""

    ours: str
    theirs: str


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a query and rows for it."""
    make = draw(st.sampled_from([_top_n, _top_n, _top_of_groups, _over, _over, _limit]))
    columns, query, drops = make(draw)
    sink = f"CREATE TABLE o ({columns}) WITH ('connector' = 'blackhole');"
    steps = draw(STEPS)
    restart_after = draw(st.integers(0, len(steps) - 1))
    script = f"{DDL}\n{sink}\nINSERT INTO o {query.ours};"
    return Case(script, query.theirs, steps, restart_after, drops)


Made = tuple[str, Both, Late]


def _top_n(draw: st.DrawFn) -> Made:
    """Draw a Top-N of rows; the order in which they came decides between equals."""
    order = _order(draw)
    partition = draw(st.sampled_from(["", "PARTITION BY k ", "PARTITION BY k, s "]))
    numbered = draw(st.booleans())
    text = (
        f"SELECT {'rn, ' * numbered}k, n, x, s, m FROM (SELECT *, ROW_NUMBER() OVER"
        f" ({partition}ORDER BY {{order}}) AS rn FROM t) WHERE {_places(draw)}"
    )
    columns = f"{'rn BIGINT, ' * numbered}{_ALL}"
    return columns, Both(text.format(order=order.ours), text.format(order=order.theirs)), Late.NONE


def _top_of_groups(draw: st.DrawFn) -> Made:
    """Draw a Top-N of groups that change."""
    value = draw(st.sampled_from(["COUNT(*)", "SUM(x)", "MIN(n)", "MAX(s)"]))
    kind = {"C": "BIGINT", "S": "DOUBLE", "MI": "BIGINT", "MA": "STRING"}
    column = kind[value[:2] if value[0] == "M" else value[0]]
    way = draw(st.sampled_from(["v", "v DESC", "k, v"]))
    order = Both(f"{way}, k, s", ", ".join(_nulls(each) for each in [*way.split(", "), "k", "s"]))
    partition = draw(st.sampled_from(["", "PARTITION BY k "]))
    below = draw(st.sampled_from(["SELECT k, s, {0} AS v FROM t GROUP BY k, s"] * 2 + [
        "SELECT k, s, {0} AS v FROM t GROUP BY k, s HAVING COUNT(*) <> 2"
    ])).format(value)  # fmt: skip
    text = (
        f"SELECT k, s, v FROM (SELECT *, ROW_NUMBER() OVER ({partition}ORDER BY {{order}}) AS rn"
        f" FROM ({below})) WHERE {_places(draw)}"
    )
    return (
        f"k STRING, s STRING, v {column}",
        Both(text.format(order=order.ours), text.format(order=order.theirs)),
        Late.NONE,
    )


_FRAMES = [
    ("ROWS BETWEEN 2 PRECEDING AND CURRENT ROW", "ts, id"),
    ("ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", "ts, id"),
    ("RANGE BETWEEN INTERVAL '2' SECOND PRECEDING AND CURRENT ROW", "ts"),
    ("RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW", "ts"),
]
_AGGREGATES = [
    ("BIGINT", "COUNT(*)"), ("BIGINT", "COUNT(s)"), ("DOUBLE", "SUM(x)"), ("DOUBLE", "AVG(x)"),
    ("BIGINT", "MIN(n)"), ("STRING", "MAX(s)"), ("DECIMAL(38, 2)", "SUM(m)"),
    ("DOUBLE", "SUM(x) FILTER (WHERE x > 0)"),
]  # fmt: skip
_NUMBERS = [("BIGINT", "ROW_NUMBER()"), ("BIGINT", "RANK()"), ("BIGINT", "DENSE_RANK()")]
_EARLIER = [("BIGINT", "LAG(n)"), ("STRING", "LAG(s, 2, 'none')")]


def _over(draw: st.DrawFn) -> Made:
    """Draw functions over earlier rows."""
    frame, order = draw(st.sampled_from(_FRAMES))
    calls = draw(st.lists(st.sampled_from(_AGGREGATES), min_size=1, max_size=4, unique=True))
    others = [*_NUMBERS, *_EARLIER] if frame.startswith("ROWS") else _NUMBERS
    more = draw(st.lists(st.sampled_from(others), max_size=2, unique=True))
    partition = draw(st.sampled_from(["", "PARTITION BY k "]))
    theirs = [f"{call} OVER w" for _, call in calls]
    theirs += [f"{call} OVER {'peers' if 'RANK' in call else 'rows_'}" for _, call in more]
    windows = (
        f"w AS ({partition}ORDER BY {order} {frame}), peers AS ({partition}ORDER BY ts),"
        f" rows_ AS ({partition}ORDER BY ts, id)"
    )
    ours = ", ".join(f"{call} OVER w" for _, call in calls + more)
    text = Both(
        f"SELECT k, n, {ours} FROM t WINDOW w AS ({partition}ORDER BY ts {frame})",
        f"SELECT k, n, {', '.join(theirs)} FROM t WINDOW {windows}",
    )
    kinds = ", ".join(f"c{number} {kind}" for number, (kind, _) in enumerate(calls + more))
    return f"k STRING, n BIGINT, {kinds}", text, _late(frame, partition, looks_at_all=bool(more))


def _late(frame: str, partition: str, *, looks_at_all: bool) -> Late:
    """Return which rows are late: one that looks a few rows back takes all that fit behind them."""
    if "2 PRECEDING" not in frame or looks_at_all:
        return Late.BEHIND
    return Late.AFTER_KEY if partition else Late.AFTER_ALL


def _limit(draw: st.DrawFn) -> Made:
    """Draw LIMIT with or without ORDER BY."""
    order = draw(st.one_of(st.just(Both("", "id")), st.builds(lambda: _order(draw))))
    cut = f"LIMIT {draw(st.integers(0, 4))} OFFSET {draw(st.integers(0, 3))}"
    ours = f"ORDER BY {order.ours} " if order.ours else ""
    text = "SELECT k, n, x, s, m FROM t"
    return (
        _ALL,
        Both(f"{text} {ours}{cut}", f"{text} ORDER BY {order.theirs} {cut}"),
        Late.NONE,
    )


def _order(draw: st.DrawFn) -> Both:
    """Draw an order; DuckDB is told where NULL goes and that the earlier of equals is ahead."""
    names = draw(st.lists(st.sampled_from(SORTABLE), min_size=1, max_size=3, unique=True))
    ours, theirs = [], []
    for name in names:
        term = name + draw(st.sampled_from(["", " DESC", " ASC"]))
        placed = draw(st.sampled_from(["", "", " NULLS FIRST", " NULLS LAST"]))
        ours.append(term + placed)
        theirs.append(term + placed if placed else _nulls(term))
    if names == ["ts"]:
        # By event time alone it is a deduplication, where Flink has rules of its own.
        ours.append("n")
        theirs.append(_nulls("n"))
    return Both(", ".join(ours), ", ".join([*theirs, "id"]))


def _nulls(term: str) -> str:
    return f"{term} NULLS {'LAST' if term.endswith('DESC') else 'FIRST'}"


def _places(draw: st.DrawFn) -> str:
    low, high = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    return draw(st.sampled_from([
        "rn = 1", f"rn <= {high}", f"rn < {high}", f"{high} >= rn", f"rn = {high}",
        f"rn BETWEEN {low} AND {high}", f"rn > {low} AND rn <= {high} AND n >= 0",
    ])).replace("AND n >= 0", "AND k IS NOT NULL")  # fmt: skip
