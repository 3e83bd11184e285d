"""What holds however rows are batched, wherever a job is restarted, and against plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.time import MIN_WATERMARK_US
from penstock.core.types import BIGINT, DOUBLE, STRING
from penstock.sql.plan import Relation, Scan
from penstock.sql.plan_groups import Window, WindowKind
from penstock.sql.plan_walk import inputs_of
from tests.engine.builders import (
    GOOD,
    MARK,
    NAME,
    NUMBER,
    PRICE,
    TS,
    Run,
    aggregate,
    arrival,
    call,
    column,
    count,
    cumulate,
    graph,
    greater,
    hop,
    scan,
    select,
    session,
    tumble,
    union,
    where,
)

UNIT = 500_000
"""Half a second, so that rows fall on window bounds and between them."""

Row = tuple[int, int, str | None, int | None, float | None, bool | None]
Step = tuple[str, str, list[Row]]
"""Table, split and rows that arrive together."""


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """Draw a row near the others in time, whose watermark is now behind, now ahead of it."""
    ts = draw(st.integers(-6, 14))
    mark = draw(st.integers(-6, 16)) * UNIT - draw(st.sampled_from([0, 1_000]))
    name = draw(st.sampled_from(["a", "b", "", None]))
    number = draw(st.none() | st.integers(-3, 3))
    price = draw(st.none() | st.integers(-9, 9).map(lambda eighths: eighths / 8))
    return (ts * UNIT, mark, name, number, price, draw(st.none() | st.booleans()))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["left", "right"]),
        st.sampled_from("01"),
        st.lists(rows(), min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=8,
)
PLACES = st.sampled_from([("0",), ("0", "1")])
"""The splits of each table; rows of others move to the first."""
CALLS = [
    count(),
    count(GOOD),
    call("SUM", NUMBER, BIGINT),
    call("MIN", NAME, STRING),
    call("MAX", PRICE, DOUBLE),
    call("AVG", NUMBER, BIGINT, GOOD),
    call("SUM", PRICE, DOUBLE),
]

LEFT, RIGHT = scan("left"), scan("right")
POSITIVE = where(LEFT, greater(NUMBER, 0))
BY_NUMBER = aggregate(LEFT, hop(4, 2), [NUMBER], [count()])
QUERIES: dict[str, Relation] = {
    "filter": select(POSITIVE, {"n": column(NUMBER), "name": column(NAME)}),
    "hop": aggregate(LEFT, hop(4, 2), [NAME], CALLS),
    "hop of odd size": aggregate(LEFT, hop(5, 3), [NAME], CALLS),
    "tumble over two tables": aggregate(
        union(POSITIVE, RIGHT), tumble(3, 1_000_000), [NAME, NUMBER], CALLS
    ),
    "cumulate": aggregate(RIGHT, cumulate(6, 2), [GOOD], CALLS),
    "session": aggregate(LEFT, session(2), [NAME], CALLS),
    "session of two tables": aggregate(union(POSITIVE, RIGHT), session(1), [], CALLS),
    "one table twice": aggregate(union(LEFT, POSITIVE), hop(6, 2), [], CALLS),
    "windows, then a filter": where(BY_NUMBER, greater(0, 0, BY_NUMBER.schema)),
}
QUERY = st.sampled_from(sorted(QUERIES))


def run(
    query: Relation, splits: Sequence[str], steps: Sequence[Step], restart_after: int | None = None
) -> Run:
    """Run steps to the end of all splits, if asked with a restart on the way."""
    places = [(split, table) for table in ("left", "right") for split in splits]
    tables = tables_of(query)
    running = Run(graph(out=query, again=query))
    running.step(*(arrival([], *place) for place in places if place[1] in tables))
    for number, (table, split, batch) in enumerate(steps):
        if table in tables:
            running.step(arrival(batch, split if split in splits else splits[0], table))
        if number == restart_after:
            state = running.graph.snapshot()
            running.graph = graph(out=query, again=query)
            running.graph.restore(state)
            assert running.graph.snapshot() == state
    running.step(*(arrival([], *at, finished=True) for at in places if at[1] in tables))
    return running


def tables_of(query: Relation) -> set[str]:
    if isinstance(query, Scan):
        return {query.table.name}
    return set().union(*(tables_of(below) for below in inputs_of(query)))


def answer(running: Run) -> tuple[Any, ...]:
    rejected = {table: sorted(map(repr, found)) for table, found in running.rejected.items()}
    return running.outputs, rejected, running.graph.ledger()


@settings(max_examples=150, deadline=None)
@given(query=QUERY, splits=PLACES, steps=STEPS, data=st.data())
def test_the_answer_does_not_depend_on_how_rows_are_batched(
    query: str, splits: tuple[str, ...], steps: list[Step], data: st.DataObject
) -> None:
    pieces: list[Step] = []
    for table, split, batch in steps:
        cut = data.draw(st.integers(0, len(batch)))
        pieces += [(table, split, part) for part in (batch[:cut], batch[cut:])]
    assert answer(run(QUERIES[query], splits, pieces)) == answer(run(QUERIES[query], splits, steps))


@settings(max_examples=100, deadline=None)
@given(query=QUERY, splits=PLACES, steps=STEPS, data=st.data())
def test_a_restart_is_invisible(
    query: str, splits: tuple[str, ...], steps: list[Step], data: st.DataObject
) -> None:
    restart_after = data.draw(st.integers(0, len(steps) - 1))
    restarted = run(QUERIES[query], splits, steps, restart_after)
    assert answer(restarted) == answer(run(QUERIES[query], splits, steps))


def in_force(steps: Sequence[Step], splits: Sequence[str]) -> Iterator[tuple[Row, int]]:
    """Yield each row of the left table with the watermark in force before it."""
    marks = dict.fromkeys(splits, MIN_WATERMARK_US)
    for table, split, batch in steps:
        for row in batch if table == "left" else []:
            yield row, min(marks.values())
            marks[split] = max(marks[split], row[MARK])


def windows_of(window: Window, time_us: int) -> Iterator[tuple[int, int]]:
    """Yield every window that holds a time, found by trying all."""
    if window.kind is WindowKind.CUMULATE:
        start = (time_us - window.offset_us) // window.size_us * window.size_us + window.offset_us
        for end in range(start + window.slide_us, start + window.size_us + 1, window.slide_us):
            if time_us < end:
                yield start, end
        return
    low, high = time_us - 2 * window.size_us, time_us + 2 * window.size_us
    for number in range(low // window.slide_us - 1, high // window.slide_us + 2):
        start = number * window.slide_us + window.offset_us
        if start <= time_us < start + window.size_us:
            yield start, start + window.size_us


def reference(steps: Sequence[Step], splits: Sequence[str], window: Window) -> dict[Any, list[Row]]:
    """Return the rows of each key and window, rows that are late for it left out."""
    groups: dict[Any, list[Row]] = {}
    for row, watermark_us in in_force(steps, splits):
        for start, end in windows_of(window, row[TS]):
            if watermark_us < end - 1_000:
                groups.setdefault((row[NAME], start, end), []).append(row)
    return groups


def summed(values: list[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def results(group: list[Row]) -> tuple[Any, ...]:
    numbers = [row[NUMBER] for row in group if row[GOOD] and row[NUMBER] is not None]
    names = [row[NAME] for row in group if row[NAME] is not None]
    prices = [row[PRICE] for row in group if row[PRICE] is not None]
    return (
        len(group),
        sum(bool(row[GOOD]) for row in group),
        summed([row[NUMBER] for row in group]),
        min(names, default=None),
        max(prices, default=None),
        int(sum(numbers) / len(numbers)) if numbers else None,
        summed([row[PRICE] for row in group]),
    )


@settings(max_examples=150, deadline=None)
@given(
    splits=PLACES,
    steps=STEPS,
    window=st.sampled_from(
        [hop(4, 2), hop(5, 3), tumble(3, 500_000), hop(2, 3), cumulate(4, 1, 500_000)]
    ),
)
def test_windows_agree_with_plain_python(
    splits: tuple[str, ...], steps: list[Step], window: Window
) -> None:
    steps = [(table, split if split in splits else "0", batch) for table, split, batch in steps]
    query = aggregate(LEFT, window, [NAME], CALLS)
    found = run(query, splits, steps).outputs.get("out", [])
    expected = [
        (name, *results(group), start, end)
        for (name, start, end), group in reference(steps, splits, window).items()
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert [row[-1] for row in found] == sorted(row[-1] for row in found)
