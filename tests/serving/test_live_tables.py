"""Panels see what is stored, then what comes: each row once, whoever writes it."""

from __future__ import annotations

import json
from pathlib import Path

from penstock.core.batch import Records
from penstock.core.protocols import Stream
from penstock.core.time import ManualClock
from penstock.serving.live_tables import LiveTables
from tests.pipeline.opening import NOW_US, opened

SCRIPT = """
CREATE TABLE events (id BIGINT) WITH ('connector' = 'stream', 'shards' = '2');
CREATE TABLE kept (id BIGINT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'documents');
INSERT INTO kept SELECT id FROM events;
"""
HOUR_US = 3_600_000_000


def append(stream: Stream, *ids: int) -> None:
    stream.append(Records.of([json.dumps({"id": i}).encode() for i in ids]))


def ids(tables: LiveTables, name: str) -> list[int]:
    recent = tables.recent[name]
    found: list[int] = recent.between(0, recent.number).column("id").to_pylist()
    return sorted(found)


def test_history_and_news_are_each_row_once_whoever_writes(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT) as run:
        stream = run.streams.open("events")
        append(stream, 1, 2)
        run.job.step()
        tables = LiveTables(run, {"events": HOUR_US, "kept": HOUR_US}, ManualClock())
        append(stream, 3)
        run.job.step()
        append(stream, 4)
        assert tables.follow() == []
        assert ids(tables, "events") == [1, 2, 3, 4]
        assert ids(tables, "kept") == [1, 2, 3]


def test_a_table_that_had_other_columns_begins_anew(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT) as run:
        append(run.streams.open("events"), 1)
        run.job.step()
    with opened(tmp_path, SCRIPT.replace("(id BIGINT, PRIMARY", "(n STRING, id BIGINT, PRIMARY")
                .replace("SELECT id FROM", "SELECT 'x', id FROM")) as run:  # fmt: skip
        tables = LiveTables(run, {"kept": HOUR_US}, ManualClock())
        append(run.streams.open("events"), 2)
        run.job.step()
        assert 2 in ids(tables, "kept")


def test_a_stream_that_is_removed_is_told_of_once_and_the_others_go_on(tmp_path: Path) -> None:
    script = SCRIPT + "CREATE TABLE others (id BIGINT) WITH ('connector' = 'stream');"
    with opened(tmp_path, script) as run:
        windows = {"events": HOUR_US, "others": HOUR_US}
        tables = LiveTables(run, windows, ManualClock())
        run.streams.remove("others")
        (wrong,) = tables.follow()
        assert "removed" in wrong.message
        append(run.streams.open("events"), 5)
        assert tables.follow() == []
        assert ids(tables, "events") == [5]


def test_what_was_stored_is_as_old_as_it_is(tmp_path: Path) -> None:
    clock = ManualClock(NOW_US)
    with opened(tmp_path, SCRIPT, clock) as run:
        stream = run.streams.open("events")
        append(stream, 1)
        clock.sleep(7200)
        append(stream, 2)
        tables = LiveTables(run, {"events": HOUR_US}, clock)
        recent = tables.recent["events"]
        young = recent.young(clock.now_us() - HOUR_US, recent.number)
        assert young.column("id").to_pylist() == [2]
