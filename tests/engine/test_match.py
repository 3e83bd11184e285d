"""MATCH_RECOGNIZE against a plain search over each key's rows, however rows come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT, BOOLEAN, Field, Schema
from penstock.sql.expression import Call, ColumnReference, Expression
from penstock.sql.plan import Aggregate, Traits
from penstock.sql.plan_match import Match, MatchAggregate, Navigation, PatternPart, Skip, SkipMode
from tests.engine.builders import (
    EVENT,
    MARK,
    NAME,
    NUMBER,
    SECOND,
    TS,
    Run,
    arrival,
    column,
    graph,
    scan,
)

MS = 1_000
VARIABLES = "ABC"
VALUE = column(NUMBER)


@dataclass(frozen=True)
class Row:
    """A row of one key; `letters` are the variables whose condition on the row holds."""

    ts: int
    mark: int
    name: str
    number: int


@dataclass(frozen=True)
class Query:
    """A pattern over A, B and C. Variable i takes rows whose number has bit i.

    With `rising`, that variable's rows must have a greater number than the one before them in
    the match, or, with `growing`, the rows of the match so far must not add up to above 12.
    """

    parts: tuple[PatternPart, ...]
    skip: Skip
    within: int | None
    rising: int | None = None
    growing: bool = False


def bit(variable: int) -> Expression:
    """Return the condition that the number has a bit, which stands in a column of its own."""
    return Call(">", (_bits(variable), _zero()), BOOLEAN)


def _zero() -> Expression:
    from penstock.sql.expression import Literal

    return Literal(0, BIGINT)


def _bits(variable: int) -> Expression:
    from penstock.sql.expression import Literal

    shifted = Call("/", (VALUE, Literal(1 << variable, BIGINT)), BIGINT)
    return Call("MOD", (shifted, Literal(2, BIGINT)), BIGINT)


def node(query: Query) -> Match:
    """Return the plan node: measures are the count of rows, then each variable's first and last."""
    navigations = [
        Navigation(v, 0, last) for v in range(len(query.parts)) for last in (False, True)
    ]
    navigations.append(Navigation(None, 0, True, 0))
    navigations.append(Navigation(None, 1, True, 0))
    aggregates = (
        MatchAggregate(None, Aggregate("COUNT", (), BIGINT)),
        MatchAggregate(None, Aggregate("SUM", (0,), BIGINT)),
    )
    first = 2
    places = [first + n for n in range(len(navigations))]
    names = {
        place: (BIGINT if navigations[n].value == 0 else EVENT.fields[TS].type)
        for n, place in enumerate(places)
    }
    behind = first + len(navigations)
    measures: list[Expression] = [ColumnReference(p, f"n{p}", names[p]) for p in places]
    measures[-2:] = [measures[-1]]
    measures += [ColumnReference(behind + n, f"a{n}", BIGINT) for n in range(2)]
    at_once: list[Expression | None] = [bit(v) for v in range(len(query.parts))]
    later: list[Expression | None] = [None] * len(query.parts)
    if query.rising is not None:
        from penstock.sql.expression import Literal

        v = query.rising
        before = ColumnReference(first + len(navigations) - 2, "before", BIGINT)
        total = ColumnReference(behind + 1, "total", BIGINT)
        if query.growing:
            test: Expression = Call("<=", (total, Literal(12, BIGINT)), BOOLEAN)
        else:
            previous = ColumnReference(first + len(navigations), "previous", BIGINT)
            navigations.append(Navigation(None, 0, True, 1))
            behind += 1
            measures[-2:] = [ColumnReference(behind + n, f"a{n}", BIGINT) for n in range(2)]
            value = ColumnReference(0, "number", BIGINT)
            unknown = Call("IS NULL", (previous,), BOOLEAN)
            test = Call("OR", (unknown, Call(">", (value, previous), BOOLEAN)), BOOLEAN)
        del before
        over_frame = _over_values(bit(v))
        later[v] = Call("AND", (over_frame, test), BOOLEAN)
        at_once[v] = None
    fields = [EVENT.fields[NAME]]
    fields += [Field(f"m{n}", each.type) for n, each in enumerate(measures)]
    below = scan()
    return Match(
        below, (NAME,), TS, False, (), query.parts,
        None if query.within is None else query.within * SECOND, query.skip,
        (VALUE, column(TS)), tuple(navigations), aggregates,
        tuple(at_once), tuple(later), tuple(measures), Schema(tuple(fields)), Traits(),
    )  # fmt: skip


def _over_values(expression: Expression) -> Expression:
    from penstock.sql.walk import remapped

    return remapped(expression, {NUMBER: ColumnReference(0, "number", BIGINT)})


def holds(query: Query, variable: int, path: list[tuple[int, Row]], row: Row) -> bool:
    if not row.number >> variable & 1:
        return False
    if variable != query.rising:
        return True
    if query.growing:
        return sum(each.number for _, each in path) + row.number <= 12
    return not path or row.number > path[-1][1].number


def successors(query: Query, counts: tuple[int, ...]) -> Any:
    """Return which variables may take the next row, by how many rows each has had so far."""
    last = max((v for v, count in enumerate(counts) if count), default=-1)
    options = []
    for variable in range(max(last, 0), len(query.parts)):
        part = query.parts[variable]
        between = query.parts[max(last, 0) : variable]
        done = counts[max(last, 0) : variable]
        if any(count < p.least for p, count in zip(between, done, strict=True)):
            break
        if part.most is None or counts[variable] < part.most:
            options.append(variable)
    return options


def barred(query: Query, counts: tuple[int, ...], variable: int, path: Any, row: Row) -> bool:
    """Say whether a greedy variable between the last row's and this one could take the row.

    A greedy variable bars what is behind it from rows that it could take itself, even when it has
    had as many as it may: that is how Flink's states are made.
    """
    last = max((v for v, count in enumerate(counts) if count), default=0)
    passed = range(last, variable)
    return any(query.parts[v].holds_on and holds(query, v, path, row) for v in passed)


def complete(query: Query, counts: tuple[int, ...], path: Any, row: Row) -> bool:
    last = max(v for v, count in enumerate(counts) if count)
    for variable in range(last, len(query.parts)):
        if counts[variable] < query.parts[variable].least:
            return False
    # The end is reached by passing over the variables behind the last row's.
    before = path[:-1]
    return not any(
        query.parts[v].holds_on and holds(query, v, before, row)
        for v in range(last, len(query.parts) - 1)
    )


def searched(query: Query, rows: Sequence[Row]) -> list[list[tuple[int, Row]]]:
    """Return the matches of one key's rows in the order in which they are emitted."""
    partials: list[tuple[int, tuple[int, ...], list[tuple[int, Row]]]] = []
    finished: list[tuple[int, list[tuple[int, Row]]]] = []
    emitted: list[tuple[int, list[tuple[int, Row]]]] = []

    def emit() -> None:
        nonlocal partials
        while finished:
            start, path = finished[0]
            if any(each[0] < start for each in partials):
                return
            finished.pop(0)
            emitted.append((start, path))
            until = goes_on(query, start, path)
            partials = [each for each in partials if each[0] >= until]
            finished[:] = [each for each in finished if each[0] >= until]

    def expire(now: int) -> None:
        nonlocal partials
        if query.within is not None:
            limit = now - query.within * SECOND
            partials = [each for each in partials if each[2][0][1].ts > limit]
            emit()

    for order, row in enumerate(rows):
        expire(row.ts)
        before, partials = partials, []
        for start, counts, path in [*before, (order, (0,) * len(query.parts), [])]:
            for variable in successors(query, counts):
                if not holds(query, variable, path, row) or barred(
                    query, counts, variable, path, row
                ):
                    continue
                grown = tuple(c + (v == variable) for v, c in enumerate(counts))
                longer = [*path, (variable, row)]
                partials.append((start, grown, longer))
                if complete(query, grown, longer, row):
                    finished.append((start, longer))
        finished.sort(key=lambda each: each[0])
        emit()
    expire(2**61)
    return [path for _, path in emitted]


def goes_on(query: Query, start: int, path: list[tuple[int, Row]]) -> int:
    """Return the order of the row from which on the next match may begin."""
    if query.skip.mode is SkipMode.PAST_LAST_ROW:
        return start + len(path)
    if query.skip.variable is not None:
        places = [start + n for n, (v, _) in enumerate(path) if v == query.skip.variable]
        if places:
            first = query.skip.mode is SkipMode.TO_FIRST
            return max(places[0] if first else places[-1], start + 1)
    return start + 1


def measured(query: Query, name: str, path: list[tuple[int, Row]]) -> tuple[Any, ...]:
    found: list[Any] = [name]
    for variable in range(len(query.parts)):
        mine = [row.number for v, row in path if v == variable]
        found += [mine[0], mine[-1]] if mine else [None, None]
    return (*found, path[-1][1].ts, len(path), sum(row.number for _, row in path))


@st.composite
def queries(draw: st.DrawFn) -> Query:
    count = draw(st.integers(1, 3))
    quantifiers = [(1, 1), (1, 1), (0, 1), (0, None), (1, None), (2, 2), (1, 2), (0, 2), (2, None)]
    parts = tuple(
        PatternPart(VARIABLES[v], *draw(st.sampled_from(quantifiers)), draw(st.booleans()))
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


@settings(max_examples=300, deadline=None)
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


@settings(max_examples=150, deadline=None)
@given(query=queries(), rows=ROWS, data=st.data())
def test_neither_batches_nor_restarts_change_a_match(
    query: Query, rows: list[Row], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=5)))
    bounds = [0, *cuts, len(rows)]
    pieces = [rows[a:b] for a, b in zip(bounds, bounds[1:], strict=False) if a < b]
    whole = run(query, [rows] if rows else [])
    restart_after = data.draw(st.none() | st.integers(0, max(0, len(pieces) - 1)))
    cut = run(query, pieces, restart_after)
    assert cut.outputs == whole.outputs
    assert cut.rejected == whole.rejected
    assert cut.graph.ledger() == whole.graph.ledger()
