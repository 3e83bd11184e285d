"""The documents sink and its readers."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.core.errors import ExternalError, UserError
from penstock.core.time import ManualClock
from penstock.core.types import BIGINT, DOUBLE, INT, STRING, Field, Kind, Schema, SqlType
from penstock.sinks import documents
from penstock.sinks.read_documents import DocumentQuery, read_documents, stored_schemas
from tests.sinks.support import NOW_US, SCHEMA, Trap, batch, memory_folder, request, row

KEY = {"primary_key": ("location",)}


def stored(folder: Path, query: DocumentQuery | None = None) -> list[dict[str, Any]]:
    return read_documents(folder / ".penstock" / "documents.db", "t", query).to_pylist()


def opened(folder: Path, options: dict[str, str] | None = None, **more: Any) -> Any:
    sink = documents.open_sink(request(folder, options or {}, **more))
    sink.restore(None)
    return sink


def test_the_newest_row_of_each_key_is_kept(tmp_path: Path) -> None:
    sink = opened(tmp_path, **KEY)
    sink.write(0, [batch([row("a", 1.0), row("b", 2.0), row("a", 3.0)])])
    sink.write(1, [batch([row("b", 4.0)])])
    assert {r["location"]: r["wind_speed"] for r in stored(tmp_path)} == {"a": 3.0, "b": 4.0}


def test_changes_update_and_delete_by_key(tmp_path: Path) -> None:
    sink = opened(tmp_path, **KEY)
    sink.write(0, [batch([row("a"), row("b"), row("c")])])
    changes = [row("a"), row("a", 9.0), row("b"), row("c"), row("c", 5.0)]
    sink.write(1, [batch(changes, kinds=[1, 2, 3, 3, 0])])
    assert {r["location"]: r["wind_speed"] for r in stored(tmp_path)} == {"a": 9.0, "c": 5.0}


def test_without_a_key_all_rows_are_kept(tmp_path: Path) -> None:
    sink = opened(tmp_path)
    sink.write(0, [batch([row("a"), row("a")])])
    assert len(stored(tmp_path)) == 2
    with pytest.raises(UserError, match="E353"):
        sink.write(1, [batch([row("a")], kinds=[3])])
    assert len(stored(tmp_path)) == 2


def test_rows_are_found_by_location_and_time_oldest_first(tmp_path: Path) -> None:
    sink = opened(tmp_path)
    sink.write(0, [batch([row(loc, second=s) for s in (3, 1, 2, 0) for loc in "ab"])])
    second = 1_000_000
    query = DocumentQuery({"location": "a"}, NOW_US + second, NOW_US + 3 * second)
    found = stored(tmp_path, query)
    assert [(r["location"], r["event_time"].second % 10) for r in found] == [("a", 1), ("a", 2)]
    newest = stored(tmp_path, DocumentQuery({"location": "a"}, limit=1))
    assert [r["event_time"].second % 10 for r in newest] == [3]


def test_expired_rows_are_deleted_a_bounded_number_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "EXPIRED_ROWS_MAX", 2)
    clock = ManualClock(NOW_US)
    sink = opened(tmp_path, {"ttl": "10 s"}, clock=clock)
    sink.write(0, [batch([row("a", second=s) for s in range(5)])])
    left = []
    for _ in range(3):
        clock.sleep(14 if not left else 0)
        sink.on_time(clock.now_us())
        left.append(len(stored(tmp_path)))
    assert left == [3, 1, 1]


def test_a_key_without_a_value_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    sink = opened(tmp_path, **KEY)
    with pytest.raises(UserError, match="IS NOT NULL"):
        sink.write(0, [batch([row("a"), row(None)])])
    assert stored(tmp_path) == []


def test_a_full_disk_stores_nothing_of_the_step(tmp_path: Path) -> None:
    trap = Trap()
    sink = opened(tmp_path, before=trap)
    trap.fill_at(len(trap.actions))
    with pytest.raises(ExternalError, match="No space left"):
        sink.write(0, [batch([row("a")])])
    assert stored(tmp_path) == []
    sink.write(0, [batch([row("a")])])
    assert len(stored(tmp_path)) == 1


def test_a_new_column_is_added_and_a_changed_one_refused(tmp_path: Path) -> None:
    opened(tmp_path).write(0, [batch([row("a")])])
    wider = Schema((*SCHEMA.fields, Field("extra", BIGINT)))
    sink = opened(tmp_path, schema=wider)
    sink.write(1, [batch([row("b") | {"extra": 5}], wider)])
    assert [r["extra"] for r in stored(tmp_path)] == [None, 5]
    other = Schema((Field("location", BIGINT), *SCHEMA.fields[1:]))
    with pytest.raises(UserError, match="column 'location' is stored as string, not int64"):
        opened(tmp_path, schema=other)
    with pytest.raises(UserError, match="another name"):
        opened(tmp_path, **KEY)


def test_names_that_sqlite_cannot_tell_apart_stay_apart(tmp_path: Path) -> None:
    odd = Schema((Field("a", INT), Field("A", INT), Field('Distance(mi) "x"', INT)))
    sink = opened(tmp_path, schema=odd)
    other = opened(tmp_path, schema=odd, name="T", producer="q")
    names = odd.names
    sink.write(0, [batch([dict(zip(names, (1, 2, 3), strict=True))], odd)])
    other.write(0, [batch([dict(zip(names, (4, 5, 6), strict=True))], odd)])
    assert stored(tmp_path) == [dict(zip(names, (1, 2, 3), strict=True))]
    path = tmp_path / ".penstock" / "documents.db"
    assert list(read_documents(path, "T").to_pylist()[0].values()) == [4, 5, 6]
    assert set(stored_schemas(path)) == {"t", "T"}


def test_documents_can_be_read_when_nobody_writes_any_more(tmp_path: Path) -> None:
    sink = opened(tmp_path)
    sink.write(0, [batch([row("a")])])
    sink.close()
    assert [r["location"] for r in stored(tmp_path)] == ["a"]


def test_other_processes_may_read_with_plain_sqlite(tmp_path: Path) -> None:
    sink = opened(tmp_path)
    sink.write(0, [batch([row("a", 7.5)])])
    other = sqlite3.connect(tmp_path / ".penstock" / "documents.db")
    assert other.execute("SELECT location, wind_speed FROM t").fetchall() == [("a", 7.5)]
    other.close()


@pytest.mark.parametrize(
    ("table", "query", "message"),
    [
        ("tt", DocumentQuery(), "did you mean 't'"),
        ("t", DocumentQuery({"locaton": 1}), "did you mean 'location'"),
    ],
)
def test_a_wrong_question_is_answered_with_a_hint(
    tmp_path: Path, table: str, query: DocumentQuery, message: str
) -> None:
    opened(tmp_path)
    with pytest.raises(UserError, match=message):
        read_documents(tmp_path / ".penstock" / "documents.db", table, query)


def test_a_table_without_times_is_not_asked_for_times(tmp_path: Path) -> None:
    opened(tmp_path, schema=Schema((Field("a", INT),)))
    with pytest.raises(UserError, match="has no time"):
        stored(tmp_path, DocumentQuery(since_us=0))
    with pytest.raises(UserError, match="run the pipeline first"):
        read_documents(tmp_path / "none.db", "t")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time-index": "location"}, "is no TIMESTAMP"),
        ({"time-index": "evnt_time"}, "did you mean 'event_time'"),
        ({"ttll": "1 s"}, "did you mean 'ttl'"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    tmp_path: Path, options: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        opened(tmp_path, options)


ROW_TYPE = SqlType(
    Kind.ROW,
    children=(
        Field("at", SqlType(Kind.TIMESTAMP_LTZ, precision=3)),
        Field("raw", SqlType(Kind.VARBINARY)),
        Field("price", SqlType(Kind.DECIMAL, precision=10, scale=2)),
        Field("spans", SqlType(Kind.ARRAY, children=(Field("e", SqlType(Kind.INTERVAL_DAY)),))),
        Field("counts", SqlType(Kind.MAP, children=(Field("k", STRING), Field("v", BIGINT)))),
        Field("codes", SqlType(Kind.MAP, children=(Field("k", BIGINT), Field("v", DOUBLE)))),
    ),
)
WIDE = Schema(
    (
        Field("flag", SqlType(Kind.BOOLEAN)),
        Field("small", SqlType(Kind.TINYINT)),
        Field("big", BIGINT),
        Field("ratio", DOUBLE),
        Field("single", SqlType(Kind.FLOAT)),
        Field("price", SqlType(Kind.DECIMAL, precision=10, scale=2)),
        Field("text", STRING),
        Field("raw", SqlType(Kind.VARBINARY)),
        Field("day", SqlType(Kind.DATE)),
        Field("clock", SqlType(Kind.TIME)),
        Field("at", SqlType(Kind.TIMESTAMP, precision=3)),
        Field("at_utc", SqlType(Kind.TIMESTAMP_LTZ, precision=3)),
        Field("span", SqlType(Kind.INTERVAL_DAY)),
        Field("nothing", SqlType(Kind.NULL)),
        Field("nested", ROW_TYPE),
    )
)
CENTS = st.decimals(-(10**7), 10**7, places=2, allow_nan=False)
UNSIGNED_ZERO = st.floats(allow_nan=False).map(lambda value: value + 0.0)
SPANS = st.integers(-(10**12), 10**12).map(lambda us: timedelta(microseconds=us))
TIMES_UTC = st.datetimes(timezones=st.just(UTC))
NESTED = st.fixed_dictionaries(
    {
        "at": st.none() | TIMES_UTC,
        "raw": st.binary(max_size=4),
        "price": CENTS,
        "spans": st.none() | st.lists(st.none() | SPANS, max_size=3),
        "counts": st.dictionaries(st.text(max_size=3), st.integers(0, 9), max_size=3).map(
            lambda pairs: list(pairs.items())
        ),
        "codes": st.lists(st.tuples(st.integers(0, 9), st.floats(allow_nan=False)), max_size=2),
    }
)
WIDE_ROWS = st.fixed_dictionaries(
    {
        "flag": st.booleans(),
        "small": st.integers(-128, 127),
        "big": st.integers(-(2**63), 2**63 - 1),
        "ratio": UNSIGNED_ZERO,
        "single": st.floats(width=32, allow_nan=False).map(lambda value: value + 0.0),
        "price": CENTS,
        "text": st.text(),
        "raw": st.binary(),
        "day": st.dates(),
        "clock": st.times(),
        "at": st.datetimes(),
        "at_utc": TIMES_UTC,
        "span": SPANS,
        "nothing": st.none(),
        "nested": NESTED,
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.fixed_dictionaries({}, optional={}) | WIDE_ROWS, min_size=1, max_size=4))
def test_values_of_every_type_come_back_as_they_went(rows: list[dict[str, Any]]) -> None:
    with memory_folder() as folder:
        written = batch([{name: r.get(name) for name in WIDE.names} for r in rows], WIDE)
        sink = opened(folder, schema=WIDE, name="t")
        sink.write(0, [written])
        back = read_documents(folder / ".penstock" / "documents.db", "t")
        in_order = sorted(map(repr, back.to_pylist()))
        assert in_order == sorted(map(repr, pa.Table.from_batches([written.data]).to_pylist()))
        assert back.schema.equals(WIDE.arrow)
        sink.close()


def test_not_a_number_stays_apart_from_null(tmp_path: Path) -> None:
    sink = opened(tmp_path)
    sink.write(0, [batch([row("a", float("nan")), row("b", float("inf"))])])
    assert [str(r["wind_speed"]) for r in stored(tmp_path)] == ["nan", "inf"]


def test_examples_of_stored_values_are_plain(tmp_path: Path) -> None:
    nested = {
        "at": datetime(2026, 1, 2, tzinfo=UTC),
        "raw": b"ab",
        "price": Decimal("1.50"),
        "spans": [timedelta(seconds=1)],
        "counts": [("x", 1)],
        "codes": [(7, 0.5)],
    }
    values = {"day": date(1970, 1, 3), "clock": time(0, 0, 1), "nested": nested}
    sink = opened(tmp_path, schema=WIDE)
    sink.write(0, [batch([values], WIDE)])
    other = sqlite3.connect(tmp_path / ".penstock" / "documents.db")
    assert other.execute("SELECT day, clock, nested FROM t").fetchall() == [
        (
            2,
            1_000_000,
            '{"at":"2026-01-02T00:00:00+00:00","raw":"YWI=","price":"1.50",'
            '"spans":[1000000],"counts":{"x":1},"codes":[[7,0.5]]}',
        )
    ]
    other.close()
