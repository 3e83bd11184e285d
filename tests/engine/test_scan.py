"""What happens to rows as they come in: times checked, watermarks made, splits waited for."""

from __future__ import annotations

import pytest

from penstock.core.table import Table
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.core.types import BIGINT
from penstock.engine.limits import HOUR_US, Limits
from penstock.engine.topology import TwoScans
from penstock.sql.expression import Call, Expression, Literal
from penstock.sql.plan import Relation, Scan
from tests.engine.builders import (
    EVENT,
    NAME,
    NO_GUARD,
    NUMBER,
    SECOND,
    Run,
    aggregate,
    arrival,
    column,
    count,
    graph,
    scan,
    select,
    tumble,
    union,
)

DAY_US = 24 * HOUR_US
YEAR_US = 31_557_600 * SECOND


def counted(idle_us: int | None = None) -> Relation:
    """Return the count of rows per ten seconds."""
    return aggregate(scan(idle_us=idle_us), tumble(10), [], [count()])


def at(second: float, name: str = "a") -> tuple[int, int, str]:
    """Return a row whose watermark is its own time."""
    return round(second * SECOND), round(second * SECOND), name


def test_a_row_without_a_time_is_invalid_and_moves_no_watermark() -> None:
    run = Run(graph(out=scan()))
    assert len(run.step(arrival([(None, 10**15, "a"), at(1)]))) == 1
    assert run.rejected["events"][0][0] == "no timestamp"
    assert run.graph.watermarks() == {"events": {"0": 1 * SECOND}}


@pytest.mark.parametrize(
    ("ahead_us", "reason"),
    [
        (3 * YEAR_US + 5, "3 years ahead of the clock"),
        (YEAR_US, "1 year ahead of the clock"),
        (2 * DAY_US, "2 days ahead of the clock"),
        (HOUR_US + 1, "1 hour ahead of the clock"),
    ],
)
def test_a_time_far_ahead_of_the_clock_is_invalid(ahead_us: int, reason: str) -> None:
    run = Run(graph(Limits(), out=scan()))
    now_us = 50 * YEAR_US
    rows = [(now_us + ahead_us, now_us + ahead_us), (now_us + HOUR_US, now_us)]
    assert len(run.step(arrival(rows), now_us=now_us)) == 1
    assert [found for found, _ in run.rejected["events"]] == [reason]
    assert run.graph.watermarks()["events"]["0"] == now_us


def test_the_clock_guard_can_be_off() -> None:
    run = Run(graph(Limits(clock_guard_us=None), out=scan()))
    assert len(run.step(arrival([(100 * YEAR_US, 0)]), now_us=0)) == 1


def test_the_watermark_is_that_of_the_slowest_split() -> None:
    run = Run(graph(out=counted()))
    run.step(arrival([], "0"), arrival([], "1"))
    assert run.step(arrival([at(1), at(30)], "0")) == []
    assert run.step(arrival([at(2), at(12)], "1")) == [(2, 0, 10 * SECOND)]


def test_splits_of_one_step_know_of_each_other() -> None:
    run = Run(graph(out=counted()))
    assert run.step(arrival([at(1), at(30)], "0"), arrival([at(2)], "1")) == []
    assert "events" not in run.rejected


def test_an_idle_split_is_not_waited_for_until_it_has_rows_again() -> None:
    run = Run(graph(out=counted(idle_us=5 * SECOND)))
    run.step(arrival([], "0"), arrival([], "1"))
    assert run.step(arrival([at(1), at(12)], "0"), now_us=4 * SECOND) == []
    assert run.step(now_us=5 * SECOND) == [(1, 0, 10 * SECOND)]
    run.step(arrival([at(3, "late"), at(11)], "1"), now_us=6 * SECOND)
    assert [row[2] for _, row in run.rejected["events"]] == ["late"]
    assert run.step(arrival([at(25)], "0"), now_us=7 * SECOND) == []


def test_when_all_splits_are_idle_the_watermark_stays() -> None:
    run = Run(graph(out=counted(idle_us=5 * SECOND)))
    run.step(arrival([], "0"), arrival([], "1"))
    run.step(arrival([at(1), at(12)], "0"), now_us=0)
    assert run.step(now_us=60 * SECOND) == []


def test_silence_while_the_job_was_away_is_no_idleness() -> None:
    run = Run(graph(out=counted(idle_us=5 * SECOND)))
    run.step(arrival([], "0"), arrival([], "1"))
    run.step(arrival([at(1), at(12)], "0"), now_us=0)
    assert run.step(now_us=900 * SECOND, resumed=True) == []
    assert run.step(arrival([at(13)], "0"), now_us=904 * SECOND) == []
    assert run.step(arrival([at(13)], "0"), now_us=905 * SECOND) == [(1, 0, 10 * SECOND)]


def test_an_ended_split_is_not_waited_for() -> None:
    run = Run(graph(out=counted()))
    run.step(arrival([], "0"), arrival([], "1", finished=True))
    assert run.step(arrival([at(1), at(12)], "0")) == [(1, 0, 10 * SECOND)]


def test_the_end_of_all_splits_closes_all_windows() -> None:
    run = Run(graph(out=counted()))
    run.step(arrival([], "0"), arrival([], "1"))
    assert run.step(arrival([at(1)], "0", finished=True)) == []
    assert run.step(arrival([], "1", finished=True)) == [(1, 0, 10 * SECOND)]
    assert run.graph.watermarks()["events"] == {"0": MAX_WATERMARK_US, "1": MAX_WATERMARK_US}


def test_a_union_waits_for_the_slower_table() -> None:
    both = union(scan("left"), scan("right"))
    run = Run(graph(out=aggregate(both, tumble(10), [NAME], [count()])))
    assert run.step(arrival([at(1), at(50)], table="left")) == []
    found = run.step(arrival([at(2, "b"), at(20)], table="right"))
    assert found == [("a", 1, 0, 10 * SECOND), ("b", 1, 0, 10 * SECOND)]


def test_computed_columns_that_fail_make_their_row_invalid_and_no_other() -> None:
    quotient = Call("/", (Literal(6, BIGINT), column(NUMBER)), BIGINT)
    run = Run(graph(out=select(scan(), {"quotient": quotient})))
    rows = [(*at(1), number) for number in (1, 0, 2, None)]
    assert run.step(arrival(rows)) == [(6,), (3,), (None,)]
    ((reason, row),) = run.rejected["events"]
    assert "zero" in reason
    assert row[NUMBER] == 0
    assert run.graph.ledger()["out"]["events"].rows_invalid == 1


def test_a_scan_without_a_watermark_knows_only_the_end() -> None:
    columns: tuple[Expression, ...] = tuple(column(index) for index in range(len(EVENT)))
    node = Scan(Table("events", EVENT), EVENT, (), columns, EVENT, None, scan().traits)
    run = Run(graph(out=aggregate(node, tumble(10), [], [count()])))
    assert run.step(arrival([at(1), at(99)])) == []
    assert run.graph.watermarks()["events"]["0"] == MIN_WATERMARK_US
    assert len(run.step(arrival([], finished=True))) == 2


def test_freshness_counts_from_the_arrival_that_moved_the_watermark() -> None:
    running = graph(out=counted())
    running.step([arrival([at(1)], arrived_us=7)], 0)
    result = running.step([arrival([at(12)], arrived_us=9)], 0)
    assert [batch.arrived_us for batch in result.outputs["out"]] == [9]


def test_two_different_scans_of_a_table_are_refused() -> None:
    with pytest.raises(TwoScans, match="events"):
        graph(NO_GUARD, one=scan(), two=scan(idle_us=5))
