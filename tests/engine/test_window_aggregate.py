"""Windows and their aggregates, one sentence at a time."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from penstock.core.types import BIGINT, DOUBLE, STRING, TIMESTAMP_LTZ_3, Field, Schema
from penstock.sql.plan_groups import WindowProperty
from tests.engine.builders import (
    GOOD,
    NAME,
    NUMBER,
    PRICE,
    SECOND,
    Run,
    aggregate,
    arrival,
    call,
    count,
    cumulate,
    graph,
    hop,
    rows_of,
    scan,
    tumble,
)

MILLION = 1_000_000


def row(second: float, mark: float, *rest: object) -> tuple[object, ...]:
    return (round(second * SECOND), round(mark * SECOND), *rest)


def test_a_window_fires_when_the_watermark_is_a_millisecond_before_its_end() -> None:
    run = Run(graph(out=aggregate(scan(), tumble(10), [NAME], [count()])))
    assert run.step(arrival([row(1, 1, "a"), row(2, 9.998, "a")])) == []
    assert run.step(arrival([row(9.999, 9.999, "b")])) == [
        ("a", 2, 0, 10 * SECOND),
        ("b", 1, 0, 10 * SECOND),
    ]


def test_hop_counts_a_row_in_each_of_its_windows() -> None:
    run = Run(graph(out=aggregate(scan(), hop(4, 2), [], [count()])))
    run.step(arrival([row(1, 0), row(3, 0), row(3, 100)]))
    assert [(n, start // SECOND) for n, start, _ in run.outputs["out"]] == [(1, -2), (3, 0), (2, 2)]


def test_cumulate_grows_to_its_size_and_begins_again() -> None:
    run = Run(graph(out=aggregate(scan(), cumulate(6, 2), [], [count()])))
    run.step(arrival([row(1, 1), row(3, 3), row(3, 4), row(0, 4), row(7, 5), row(8, 100)]))
    found = [(n, start // SECOND, end // SECOND) for n, start, end in run.outputs["out"]]
    assert found == [(1, 0, 2), (3, 0, 4), (4, 0, 6), (1, 6, 8), (2, 6, 10), (2, 6, 12)]


def test_windows_before_1970_are_aligned_like_those_after() -> None:
    run = Run(graph(out=aggregate(scan(), tumble(10), [], [count()])))
    run.step(arrival([row(-1, -1), row(-10, -1), row(0, 100)]))
    assert [(n, start // SECOND) for n, start, _ in run.outputs["out"]] == [(2, -10), (1, 0)]


def test_an_offset_moves_the_windows() -> None:
    run = Run(graph(out=aggregate(scan(), tumble(10, offset_us=3 * SECOND), [], [count()])))
    run.step(arrival([row(2, 0), row(3, 0), row(12, 100)]))
    assert [(n, start // SECOND) for n, start, _ in run.outputs["out"]] == [(1, -7), (2, 3)]


def test_a_row_is_late_when_its_last_window_has_fired() -> None:
    run = Run(graph(out=aggregate(scan(), hop(4, 2), [], [count()])))
    run.step(arrival([row(1, 3.999), row(1, 0, "late"), row(2, 0, "not yet"), row(9, 100)]))
    (late,) = run.rejected["events"]
    assert late[0] == "late: its last window has fired"
    assert late[1][2] == "late"
    counts = run.graph.ledger()["out"]["events"]
    assert (counts.rows_in, counts.rows_late, counts.rows_out) == (4, 1, 3)


def test_a_row_that_is_late_for_one_window_counts_in_the_next() -> None:
    run = Run(graph(out=aggregate(scan(), hop(4, 2), [], [count()])))
    run.step(arrival([row(3, 3.999), row(2, 0), row(9, 100)]))
    found = [(n, start // SECOND) for n, start, _ in run.outputs["out"]]
    assert found[:2] == [(1, 0), (2, 2)]


def test_null_is_a_key_like_any_other() -> None:
    run = Run(graph(out=aggregate(scan(), tumble(10), [NAME, NUMBER], [count()], ())))
    rows = [("a", None), (None, None), ("a", 0), (None, None), ("", None)]
    run.step(arrival([row(1, 0, *keys) for keys in rows], finished=True))
    assert run.outputs["out"] == [("a", None, 1), (None, None, 2), ("a", 0, 1), ("", None, 1)]


def test_aggregates_skip_nulls_and_are_null_over_nothing() -> None:
    calls = [
        count(), call("COUNT", NUMBER, BIGINT), call("SUM", NUMBER, BIGINT),
        call("AVG", NUMBER, BIGINT), call("MIN", NUMBER, BIGINT), call("MAX", PRICE, DOUBLE),
        call("MIN", NAME, STRING), call("AVG", PRICE, DOUBLE), count(GOOD),
    ]  # fmt: skip
    run = Run(graph(out=aggregate(scan(), tumble(10), [], calls, ())))
    run.step(
        arrival([row(1, 0, "b", -4, 1.5, True), row(2, 0, "a", -3, None, False), row(3, 9.999)])
    )
    run.step(arrival([row(11, 0), row(11, 0)], finished=True))
    assert run.outputs["out"] == [
        (3, 2, -7, -3, -4, 1.5, "a", 1.5, 1),
        (2, 0, None, None, None, None, None, None, 0),
    ]


def test_sums_wrap_around_as_in_java() -> None:
    run = Run(graph(out=aggregate(scan(), tumble(10), [], [call("SUM", NUMBER, BIGINT)], ())))
    run.step(arrival([row(1, 0, "", 2**63 - 1), row(1, 0, "", 1)], finished=True))
    assert run.outputs["out"] == [(-(2**63),)]


def test_a_million_keys_may_come_in_one_batch() -> None:
    running = graph(out=aggregate(scan(), tumble(10), [NUMBER], [count()], ()))
    one = arrival([row(1, 0)])
    many = one.columns.take(pa.array([0] * MILLION))
    numbers = pa.array(range(MILLION - 1, -1, -1), pa.int64())
    many = many.set_column(NUMBER, "number", numbers)
    result = running.step([replace(one, columns=many, finished=True)], 0)
    found = pa.concat_arrays([batch.data.column(0) for batch in result.outputs["out"]])
    assert found.equals(numbers)


def test_memory_of_a_flood_of_keys_is_let_go_when_its_windows_are_gone() -> None:
    running = graph(out=aggregate(scan(), tumble(10), [NUMBER], [count()]))
    few = arrival([row(1, 0, "a", -1), row(21, 0, "a", -2)])
    many = arrival([row(2, 0, "a", number) for number in range(200_000)])
    running.step([few, many], 0)
    before = sum(held.size_bytes for held in running.state_holders())
    running.step([arrival([row(20, 20)])], 0)
    assert sum(held.size_bytes for held in running.state_holders()) < before / 20
    result = running.step([arrival([], finished=True)], 0)
    assert sorted(result.outputs["out"][0].data.column(0).to_pylist(), key=str) == [-2, None]


def test_windows_over_local_time_stamps_keep_their_zone() -> None:
    zoned = Schema((Field("ts", TIMESTAMP_LTZ_3), Field("mark", TIMESTAMP_LTZ_3)))
    below = scan(schema=zoned)
    properties = (WindowProperty.START, WindowProperty.TIME)
    node = aggregate(below, tumble(10), [0], [call("MAX", 0, TIMESTAMP_LTZ_3)], properties)
    running = graph(out=node)
    result = running.step([arrival([row(1, 0)], schema=zoned, finished=True)], 0)
    data = result.outputs["out"][0].data
    assert rows_of([data]) == [(SECOND, SECOND, 0, 10 * SECOND - 1_000)]
    assert str(data.schema.types[1]) == "timestamp[us, tz=UTC]"
