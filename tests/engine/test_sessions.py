"""Session windows against plain Python, one row at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT
from penstock.sql.plan_groups import WindowProperty
from tests.engine.builders import (
    NAME,
    NUMBER,
    SECOND,
    TS,
    Run,
    aggregate,
    arrival,
    call,
    count,
    graph,
    scan,
    session,
)
from tests.engine.test_properties import (
    CALLS,
    LEFT,
    PLACES,
    STEPS,
    Row,
    Step,
    in_force,
    results,
    run,
)

MS = 1_000


def row(second: float, mark: float, *rest: object) -> tuple[object, ...]:
    return (round(second * SECOND), round(mark * SECOND), *rest)


def test_windows_that_touch_are_one_session() -> None:
    running = Run(graph(out=aggregate(scan(), session(5), [NAME], [count()])))
    running.step(arrival([row(0, 0, "a"), row(5, 0, "a"), row(10.001, 99, "a")]))
    assert running.outputs["out"] == [
        ("a", 2, 0, 10 * SECOND),
        ("a", 1, round(10.001 * SECOND), round(15.001 * SECOND)),
    ]


def test_a_row_between_two_sessions_makes_them_one() -> None:
    total = call("SUM", NUMBER, BIGINT)
    running = Run(graph(out=aggregate(scan(), session(5), [NAME], [count(), total])))
    running.step(arrival([row(8, 0, "a", 1), row(0, 0, "a", 2), row(4, 0, "a", 4)]))
    (open_,) = running.graph.open_windows()
    assert (open_.window.start_us, open_.window.end_us, open_.window.rows) == (0, 13 * SECOND, 3)
    running.step(arrival([row(9, 13, "a", 8), row(20, 99, "a", 16)]))
    assert running.outputs["out"] == [
        ("a", 4, 15, 0, 14 * SECOND),
        ("a", 1, 16, 20 * SECOND, 25 * SECOND),
    ]


def test_a_session_that_is_over_takes_no_row_of_the_same_batch() -> None:
    running = Run(graph(out=aggregate(scan(), session(5), [NAME], [count()])))
    running.step(arrival([row(0, 4.999, "a"), row(4, 4.999, "a"), row(9, 99, "a")]))
    assert [found[1:] for found in running.outputs["out"]] == [
        (1, 0, 5 * SECOND),
        (2, 4 * SECOND, 14 * SECOND),
    ]


def test_keys_that_came_with_late_rows_alone_are_forgotten() -> None:
    running = Run(graph(out=aggregate(scan(), session(5), [NUMBER], [count()])))
    before = sum(each.size_bytes for each in running.graph.state_holders())
    running.step(arrival([row(100, 100, "a", -1)]))
    running.step(arrival([row(1, 100, "a", number) for number in range(5_000)]))
    running.step(arrival([row(1, 100, "a", number) for number in range(5_000)]))
    assert running.graph.ledger()["out"]["events"].rows_late == 10_000
    assert len(running.graph.open_windows()) == 1
    assert sum(each.size_bytes for each in running.graph.state_holders()) < before + 4_000_000


@dataclass
class _Session:
    name: str | None
    start_us: int
    end_us: int
    rows: list[Row]


def reference(steps: Sequence[Step], splits: Sequence[str], gap_us: int) -> list[_Session]:
    """Return the sessions that Flink's rules give, whose rows come one by one."""
    sessions: list[_Session] = []
    for given_row, watermark_us in in_force(steps, splits):
        start_us, end_us = given_row[TS], given_row[TS] + gap_us
        touching = [
            each
            for each in sessions
            if each.name == given_row[NAME]
            and each.end_us - MS > watermark_us
            and each.start_us <= end_us
            and each.end_us >= start_us
        ]
        if not touching and end_us - MS <= watermark_us:
            continue
        rows = [taken for each in touching for taken in each.rows]
        starts, ends = (
            [getattr(each, name) for each in touching] for name in ("start_us", "end_us")
        )
        merged = _Session(
            given_row[NAME], min([start_us, *starts]), max([end_us, *ends]), [*rows, given_row]
        )
        sessions = [each for each in sessions if each not in touching] + [merged]
    return sessions


@settings(max_examples=200, deadline=None)
@given(splits=PLACES, steps=STEPS, gap=st.sampled_from([1, 2, 3]))
def test_sessions_agree_with_plain_python(
    splits: tuple[str, ...], steps: list[Step], gap: int
) -> None:
    steps = [(table, split if split in splits else "0", batch) for table, split, batch in steps]
    properties = (WindowProperty.START, WindowProperty.END)
    query = aggregate(LEFT, session(gap), [NAME], CALLS, properties)
    found: list[Any] = run(query, splits, steps).outputs.get("out", [])
    expected = [
        (each.name, *results(each.rows), each.start_us, each.end_us)
        for each in reference(steps, splits, gap * SECOND)
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert [each[-1] for each in found] == sorted(each[-1] for each in found)
