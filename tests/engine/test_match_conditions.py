"""Conditions on the match: the compiled machine and Arrow's waves find the same matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT, TIMESTAMP_3, Field, Schema
from penstock.engine import matcher
from penstock.engine.match_programs import program_of
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan import Traits
from penstock.sql.plan_groups import Aggregate
from penstock.sql.plan_match import Match, MatchAggregate, Navigation, PatternPart, Skip, SkipMode
from penstock.state.row_store import RowStore
from tests.engine.builders import EVENT, GOOD, SECOND, TS, Run, arrival, graph, scan
from tests.engine.match_conditions import TIME_VALUE, VALUES, Conditions, aggregates, navigations

QUANTIFIERS = [(1, 1), (1, 1), (0, 1), (0, None), (1, None), (2, 2), (1, 2)]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Case:
    """A query, its rows, where they are cut into batches, when a restart comes, if to the other."""

    node: Match
    rows: list[Row]
    cuts: list[int]
    restart_after: int
    swaps: bool


def reference(place: int, node_types: Sequence[Any]) -> Expression:
    return ColumnReference(place, f"c{place}", node_types[place])


@st.composite
def nodes(draw: st.DrawFn) -> Match:
    """Return a pattern of up to three variables of which each may depend on the match."""
    count = draw(st.integers(1, 3))
    parts = [
        PatternPart("ABC"[v], *draw(st.sampled_from(QUANTIFIERS)), draw(st.booleans()))
        for v in range(count)
    ]
    parts[-1] = replace(parts[-1], least=1, most=1)
    first_and_last = [Navigation(None, TIME_VALUE, last) for last in (False, True)]
    drawn = draw(st.lists(navigations(count), min_size=1, max_size=3))
    walks = (*first_and_last, *drawn)
    rows = MatchAggregate(None, Aggregate("COUNT", (), BIGINT))
    folds = (rows, *draw(st.lists(aggregates(count), max_size=3)))
    types = [each.type for each in VALUES]
    types += [VALUES[each.value].type for each in walks]
    types += [each.aggregate.type for each in folds]
    wishes = Conditions(draw, types)
    conditions = tuple(wishes.truth(0) if draw(st.booleans()) else None for _ in parts)
    places = (len(VALUES), len(VALUES) + 1, len(VALUES) + len(walks))
    fields = [Field("a", TIMESTAMP_3), Field("b", TIMESTAMP_3), Field("c", BIGINT)]
    return Match(
        scan(), (GOOD,), TS, False, (), tuple(parts), draw(st.sampled_from([None, 3 * SECOND])),
        Skip(draw(st.sampled_from([SkipMode.PAST_LAST_ROW, SkipMode.TO_NEXT_ROW]))), VALUES, walks,
        folds, (None,) * count, conditions, tuple(reference(place, types) for place in places),
        Schema((EVENT.fields[GOOD], *fields)), Traits(),
    )  # fmt: skip


ROWS = st.lists(
    st.tuples(
        st.integers(0, 9).map(lambda second: second * SECOND),
        st.integers(-9, 4).map(lambda second: second * SECOND),
        st.sampled_from(["", "a", "ab", "b", "ä", None]),
        st.sampled_from([None, 0, 1, 2, 3, 7, -4, 2**33, 2**62]),
        st.sampled_from([None, 0.0, 0.1, 1.5, -2.5, 3.0, float("nan"), float("inf")]),
        st.sampled_from([True, True, True, None]),
    ),
    min_size=1,
    max_size=12,
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    rows = draw(ROWS)
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=4)))
    return Case(draw(nodes()), rows, cuts, draw(st.integers(0, 4)), draw(st.booleans()))


def run(case: Case, *, in_waves: bool) -> Run:
    """Run a case with its batches and its restart."""
    bounds = [0, *case.cuts, len(case.rows)]
    pieces = [case.rows[a:b] for a, b in pairwise(bounds) if a < b]
    running = Run(made(case.node, in_waves=in_waves))
    for number, piece in enumerate(pieces):
        running.step(arrival(piece))
        if number == case.restart_after:
            state = running.graph.snapshot()
            running.graph = made(case.node, in_waves=in_waves != case.swaps)
            running.graph.restore(state)
            assert running.graph.snapshot() == state
    running.step(arrival([], finished=True))
    return running


def made(node: Match, *, in_waves: bool) -> Any:
    if not in_waves:
        return graph(out=node)
    with patch.object(matcher, "program_of", lambda node, store: None):
        return graph(out=node)


@settings(max_examples=250, deadline=None)
@given(case=cases())
def test_the_machine_finds_what_waves_find(case: Case) -> None:
    store = RowStore([value.type.arrow for value in VALUES])
    assert program_of(case.node, store) is not None
    one, other = run(case, in_waves=False), run(case, in_waves=True)
    assert one.outputs == other.outputs
    assert one.graph.ledger() == other.graph.ledger()
