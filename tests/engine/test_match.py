"""MATCH_RECOGNIZE against a plain search over each key's rows, however rows come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT, BOOLEAN, TIMESTAMP_3, Field, Schema
from penstock.sql.expression import Call, ColumnReference, Expression, Literal
from penstock.sql.plan import Traits
from penstock.sql.plan_groups import Aggregate
from penstock.sql.plan_match import Match, MatchAggregate, Navigation, PatternPart, Skip, SkipMode
from tests.engine.builders import EVENT, NAME, NUMBER, SECOND, TS, Run, arrival, column, graph, scan
from tests.engine.pattern_search import Query, Row, measured, searched

AGGREGATES = (
    MatchAggregate(None, Aggregate("COUNT", (), BIGINT)),
    MatchAggregate(None, Aggregate("SUM", (0,), BIGINT)),
)
NUMBER_VALUE, TIME_VALUE = 0, 1


class Frame:
    """Numbers the columns of a match's frame: values, then navigations, then aggregates."""

    def __init__(self, navigations: Sequence[Navigation]) -> None:
        self.navigations = tuple(navigations)

    def navigated(self, number: int) -> Expression:
        kind = TIMESTAMP_3 if self.navigations[number].value == TIME_VALUE else BIGINT
        return ColumnReference(2 + number, f"n{number}", kind)

    def aggregated(self, number: int) -> Expression:
        return ColumnReference(2 + len(self.navigations) + number, f"a{number}", BIGINT)


def bit(variable: int, number: Expression) -> Expression:
    """Return the condition that a number has a bit."""
    shifted = Call("/", (number, Literal(1 << variable, BIGINT)), BIGINT)
    odd = Call("MOD", (shifted, Literal(2, BIGINT)), BIGINT)
    return Call(">", (odd, Literal(0, BIGINT)), BOOLEAN)


def later(query: Query, frame: Frame) -> Expression:
    """Return the condition of the variable that depends on the match."""
    assert query.rising is not None
    number = ColumnReference(NUMBER_VALUE, "number", BIGINT)
    if query.growing:
        test = Call("<=", (frame.aggregated(1), Literal(12, BIGINT)), BOOLEAN)
    else:
        before = frame.navigated(len(frame.navigations) - 1)
        greater = Call(">", (number, before), BOOLEAN)
        test = Call("OR", (Call("IS NULL", (before,), BOOLEAN), greater), BOOLEAN)
    return Call("AND", (bit(query.rising, number), test), BOOLEAN)


def node(query: Query) -> Match:
    """Return the plan node that measures what `measured` does."""
    variables = range(len(query.parts))
    ends = [Navigation(v, NUMBER_VALUE, last) for v in variables for last in (False, True)]
    time, before = Navigation(None, TIME_VALUE), Navigation(None, NUMBER_VALUE, True, 1)
    frame = Frame([*ends, time, before])
    measures = [frame.navigated(n) for n in range(len(ends) + 1)]
    measures += [frame.aggregated(0), frame.aggregated(1)]
    fields = [Field(f"m{n}", each.type) for n, each in enumerate(measures)]
    depends = [v == query.rising for v in variables]
    return Match(
        scan(), (NAME,), TS, False, (), query.parts,
        None if query.within is None else query.within * SECOND, query.skip,
        (column(NUMBER), column(TS)), frame.navigations, AGGREGATES,
        tuple(None if depends[v] else bit(v, column(NUMBER)) for v in variables),
        tuple(later(query, frame) if depends[v] else None for v in variables),
        tuple(measures), Schema((EVENT.fields[NAME], *fields)), Traits(),
    )  # fmt: skip


@st.composite
def queries(draw: st.DrawFn) -> Query:
    count = draw(st.integers(1, 3))
    quantifiers = [(1, 1), (1, 1), (0, 1), (0, None), (1, None), (2, 2), (1, 2), (0, 2), (2, None)]
    parts = tuple(
        PatternPart("ABC"[v], *draw(st.sampled_from(quantifiers)), draw(st.booleans()))
        for v in range(count)
    )
    if all(part.optional for part in parts):
        parts = (*parts[:-1], replace(parts[-1], least=1, most=1))
    if parts[-1].holds_on:
        parts = (*parts[:-1], replace(parts[-1], greedy=False))
    skip = Skip(draw(st.sampled_from([SkipMode.PAST_LAST_ROW, SkipMode.TO_NEXT_ROW])))
    if count > 1 and draw(st.booleans()):
        mode = draw(st.sampled_from([SkipMode.TO_FIRST, SkipMode.TO_LAST]))
        skip = Skip(mode, draw(st.integers(1, count - 1)))
    rising = draw(st.none() | st.integers(0, count - 1))
    within = draw(st.none() | st.integers(2, 6))
    return Query(parts, skip, within, rising, draw(st.booleans()))


ROWS = st.lists(
    st.builds(
        Row,
        st.integers(0, 12).map(lambda second: second * SECOND),
        st.integers(-4, 10).map(lambda second: second * SECOND),
        st.sampled_from("xy"),
        st.integers(1, 7),
    ),
    max_size=14,
)


def run(query: Query, batches: Sequence[Sequence[Row]], restart_after: int | None = None) -> Run:
    plan = node(query)
    running = Run(graph(out=plan))
    for number, batch in enumerate(batches):
        rows = [(row.ts, row.mark, row.name, row.number) for row in batch]
        running.step(arrival(rows))
        if number == restart_after:
            state = running.graph.snapshot()
            running.graph = graph(out=plan)
            running.graph.restore(state)
            assert running.graph.snapshot() == state
    running.step(arrival([], finished=True))
    return running


def on_time(rows: Sequence[Row]) -> list[Row]:
    kept, mark = [], -(2**60)
    for row in rows:
        if row.ts > mark:
            kept.append(row)
        mark = max(mark, row.mark)
    return kept


@settings(max_examples=200, deadline=None)
@given(query=queries(), rows=ROWS)
def test_matches_are_those_of_a_plain_search(query: Query, rows: list[Row]) -> None:
    found = run(query, [rows] if rows else []).outputs.get("out", [])
    kept = sorted(on_time(rows), key=lambda row: row.ts)
    for name in "xy":
        expected = [
            measured(query, name, path)
            for path in searched(query, [row for row in kept if row.name == name])
        ]
        assert [row for row in found if row[0] == name] == expected


@settings(max_examples=100, deadline=None)
@given(query=queries(), rows=ROWS, data=st.data())
def test_neither_batches_nor_restarts_change_a_match(
    query: Query, rows: list[Row], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=5)))
    bounds = [0, *cuts, len(rows)]
    pieces = [rows[a:b] for a, b in pairwise(bounds) if a < b]
    whole = run(query, [rows] if rows else [])
    restart_after = data.draw(st.none() | st.integers(0, max(0, len(pieces) - 1)))
    cut = run(query, pieces, restart_after)
    assert cut.outputs == whole.outputs
    assert cut.rejected == whole.rejected
    assert cut.graph.ledger() == whole.graph.ledger()
