"""The metrics sink, its table and its text for Prometheus."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from penstock.core.errors import UserError
from penstock.core.types import BIGINT, Field, Schema
from penstock.sinks import metrics
from penstock.sinks.read_metrics import MetricQuery, prometheus_text, read_metrics
from tests.sinks.support import NOW_US, SCHEMA, batch, request, row

SECOND_US = 1_000_000
OPTIONS = {"metric.name": "wind", "metric.value": "wind_speed", "metric.dimensions": "location"}


def opened(folder: Path, options: dict[str, str], **more: Any) -> metrics.MetricsSink:
    sink = metrics.open_sink(request(folder, options, **more))
    sink.restore(None)
    return sink


def points(folder: Path, query: MetricQuery | None = None) -> list[tuple[Any, ...]]:
    table = read_metrics(folder / ".penstock" / "metrics.db", query)
    return [
        (dict(r["dimensions"]), r["second"].second - 20, r["count"], r["sum"], r["min"], r["max"])
        for r in table.to_pylist()
    ]


def test_rows_are_summed_up_per_second_and_dimensions(tmp_path: Path) -> None:
    sink = opened(tmp_path, OPTIONS)
    sink.write(0, [batch([row("a", 1.0), row("a", 3.0), row("b", 5.0)])])
    sink.write(1, [batch([row("a", -2.0), row("a", 4.0, second=1), row(None, 7.0)])])
    assert points(tmp_path) == [
        ({"location": "a"}, 0, 3, 2.0, -2.0, 3.0),
        ({"location": "b"}, 0, 1, 5.0, 5.0, 5.0),
        ({}, 0, 1, 7.0, 7.0, 7.0),
        ({"location": "a"}, 1, 1, 4.0, 4.0, 4.0),
    ]
    sink.close()


def test_by_default_rows_are_counted_by_the_partition_columns(tmp_path: Path) -> None:
    sink = opened(tmp_path, {}, partition_keys=("turbine",))
    rows = [row("a"), row("b"), row("c", turbine=2)]
    sink.write(0, [batch(rows, kinds=[0, 2, 3])])
    assert points(tmp_path) == [({"turbine": "1"}, 0, 2, 2.0, 1.0, 1.0)]
    table = read_metrics(tmp_path / ".penstock" / "metrics.db")
    assert table["name"].to_pylist() == ["t"]
    sink.close()


def test_without_a_time_the_arrival_counts(tmp_path: Path) -> None:
    timeless = Schema((Field("n", BIGINT),))
    sink = opened(tmp_path, {"metric.value": "n"}, schema=timeless)
    sink.write(0, [batch([{"n": 4}], timeless, arrived_us=NOW_US + 2 * SECOND_US)])
    assert points(tmp_path) == [({}, 2, 1, 4.0, 4.0, 4.0)]
    sink.close()


def test_values_that_are_no_numbers_are_left_out(tmp_path: Path) -> None:
    sink = opened(tmp_path, OPTIONS)
    speeds = [float("nan"), float("inf"), 2.0]
    sink.write(0, [batch([row("a", speed) for speed in speeds])])
    sink.write(1, [batch([row("a") | {"wind_speed": None}])])
    assert points(tmp_path) == [({"location": "a"}, 0, 1, 2.0, 2.0, 2.0)]
    sink.close()


def test_points_are_found_by_name_and_time_and_the_newest_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "OLD_POINTS_MAX", 2)
    sink = opened(tmp_path, OPTIONS | {"metric.retention": "1 s"})
    sink.write(0, [batch([row("a", second=s) for s in range(6)])])
    between = MetricQuery("wind", NOW_US + SECOND_US, NOW_US + 3 * SECOND_US)
    assert [second for _, second, *_ in points(tmp_path, between)] == [1, 2]
    assert points(tmp_path, MetricQuery("rain")) == []
    left = []
    for _ in range(3):
        sink.on_time(NOW_US)
        left.append([second for _, second, *_ in points(tmp_path)])
    assert left == [[2, 3, 4, 5], [4, 5], [4, 5]]
    assert "wind_count" in prometheus_text(tmp_path / ".penstock" / "metrics.db")
    sink.close()


def test_prometheus_reads_names_and_labels_that_it_takes(tmp_path: Path) -> None:
    sink = opened(tmp_path, OPTIONS | {"metric.name": "1 wind-speed"})
    sink.write(0, [batch([row('a"\\\n', 1.5), row("b", 2.0), row("b", 2.0)])])
    assert prometheus_text(tmp_path / ".penstock" / "metrics.db") == (
        "# TYPE _1_wind_speed summary\n"
        '_1_wind_speed_count{location="a\\"\\\\\\n"} 1\n'
        '_1_wind_speed_sum{location="a\\"\\\\\\n"} 1.5\n'
        '_1_wind_speed_count{location="b"} 2\n'
        '_1_wind_speed_sum{location="b"} 4.0\n'
    )
    sink.close()


def test_what_was_never_stored_is_empty(tmp_path: Path) -> None:
    assert read_metrics(tmp_path / "none.db").num_rows == 0
    assert prometheus_text(tmp_path / "none.db") == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"metric.value": "location"}, "is STRING"),
        ({"metric.value": "wind_sped"}, "did you mean 'wind_speed'"),
        ({"metric.dimensions": "locaton"}, "did you mean 'location'"),
        ({"metric.timestamp": "turbine"}, "is no TIMESTAMP"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    tmp_path: Path, options: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        opened(tmp_path, options, schema=SCHEMA)
