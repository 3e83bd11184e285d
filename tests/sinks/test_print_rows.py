"""The print and blackhole sinks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from penstock.core.types import BIGINT, STRING, Field, Kind, SqlType
from penstock.sinks import SINKS, blackhole, print_rows
from penstock.sinks.java_text import text_of
from tests.sinks.support import batch, request, row


def test_rows_are_printed_as_flink_prints_them(tmp_path: Path) -> None:
    texts: list[str] = []
    options = {"connector": "print", "print-identifier": "wind"}
    sink = print_rows.open_sink(request(tmp_path, options, write_text=texts.append))
    sink.restore(None)
    rows = [row("a", 12.5), row(None), row("b", turbine=-3), row("c", second=1)]
    sink.write(0, [batch(rows, kinds=[0, 1, 2, 3])])
    sink.write(1, [])
    assert texts == [
        "wind> +I[a, 12.5, 1, 2023-11-14T22:13:20]\n"
        "wind> -U[null, 1.0, 1, 2023-11-14T22:13:20]\n"
        "wind> +U[b, 1.0, -3, 2023-11-14T22:13:20]\n"
        "wind> -D[c, 1.0, 1, 2023-11-14T22:13:21]\n"
    ]


def test_rows_go_to_standard_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sink = print_rows.open_sink(request(tmp_path, {}))
    sink.write(0, [batch([row("a")])])
    assert capsys.readouterr().out == "+I[a, 1.0, 1, 2023-11-14T22:13:20]\n"


MOMENT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LOCAL = MOMENT.replace(second=5, tzinfo=None)


def type_of(kind: Kind, *children: SqlType) -> SqlType:
    return SqlType(kind, children=tuple(Field(f"f{i}", c) for i, c in enumerate(children)))


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (type_of(Kind.BOOLEAN), True, "true"),
        (type_of(Kind.DOUBLE), 0.0, "0.0"),
        (type_of(Kind.DOUBLE), -0.001, "-0.001"),
        (type_of(Kind.DOUBLE), 1e7, "1.0E7"),
        (type_of(Kind.DOUBLE), -1.25e-7, "-1.25E-7"),
        (type_of(Kind.DOUBLE), 9999999.5, "9999999.5"),
        (type_of(Kind.DOUBLE), 1e300, "1.0E300"),
        (type_of(Kind.DOUBLE), float("nan"), "NaN"),
        (type_of(Kind.DOUBLE), float("-inf"), "-Infinity"),
        (type_of(Kind.FLOAT), 0.10000000149011612, "0.1"),
        (type_of(Kind.DECIMAL), Decimal("1.50"), "1.50"),
        (type_of(Kind.DATE), date(2026, 1, 2), "2026-01-02"),
        (type_of(Kind.TIME), time(3, 4), "03:04"),
        (type_of(Kind.TIMESTAMP), LOCAL.replace(microsecond=6000), "2026-01-02T03:04:05.006"),
        (type_of(Kind.TIMESTAMP), LOCAL.replace(microsecond=6), "2026-01-02T03:04:05.000006"),
        (type_of(Kind.TIMESTAMP_LTZ), MOMENT, "2026-01-02T03:04:00Z"),
        (type_of(Kind.INTERVAL_DAY), timedelta(hours=25, seconds=1.5), "PT25H1.5S"),
        (type_of(Kind.INTERVAL_DAY), timedelta(0), "PT0S"),
        (type_of(Kind.VARBINARY), b"\x01\xff", "[1, -1]"),
        (type_of(Kind.ARRAY, BIGINT), [1, None], "[1, null]"),
        (type_of(Kind.MAP, STRING, BIGINT), [("a", 1), ("b", None)], "{a=1, b=null}"),
        (type_of(Kind.MULTISET, STRING), [("a", 2)], "{a=2}"),
        (type_of(Kind.ROW, STRING, BIGINT), {"f0": "x", "f1": 1}, "+I[x, 1]"),
    ],
)  # fmt: skip
def test_values_look_as_java_writes_them(kind: SqlType, value: Any, text: str) -> None:
    assert text_of(kind)(value) == text


def test_the_blackhole_counts_what_it_drops(tmp_path: Path) -> None:
    sink = blackhole.open_sink(request(tmp_path, {"connector": "blackhole"}))
    sink.restore(None)
    sink.write(0, [batch([row("a"), row("b")])])
    assert sink.rows == 2
    assert sink.bytes > 0


def test_every_sink_is_listed_under_its_name_and_says_what_it_guarantees() -> None:
    for name, entry in SINKS.items():
        assert entry.declaration.name == name
        assert entry.declaration.guarantee.endswith(".")
        assert all(setting.meaning.endswith(".") for setting in entry.declaration.settings)
