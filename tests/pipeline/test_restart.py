"""What a run finds when it comes back: another script, another source, gaps, a later hour."""

from __future__ import annotations

import json
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

from penstock.core.errors import UserError
from penstock.core.time import ManualClock
from penstock.engine.graph import Graph
from penstock.pipeline.status import sink_ledger
from tests.pipeline.opening import NOW_US, append, opened, rows

EVENTS = "CREATE TABLE events (id BIGINT) WITH ('connector' = 'stream');\n"
ODD = """CREATE TABLE odd (id BIGINT) WITH ('connector' = 'stream');
INSERT INTO odd SELECT id FROM events WHERE MOD(id, 2) = 1;
"""
FILES = """CREATE TABLE files (id BIGINT) WITH ('connector' = 'filesystem', 'path' = 'out');
INSERT INTO files SELECT id FROM events;
"""


def numbered(*ids: int) -> list[dict[str, int]]:
    return [{"id": number} for number in ids]


@pytest.mark.parametrize("ends_well", [True, False])
def test_a_crash_soon_after_a_change_of_script_is_replayed_with_the_new_script(
    tmp_path: Path, ends_well: bool
) -> None:
    with opened(tmp_path, EVENTS + ODD) as run:
        append(run, "events", *numbered(1, 2))
        run.job.step()
        if ends_well:
            run.job.finish()
    changed = EVENTS + ODD.replace("= 1", "= 0")
    with opened(tmp_path, changed) as run:
        append(run, "events", *numbered(3))
        run.job.step()
    with opened(tmp_path, changed) as run:
        append(run, "events", *numbered(4))
        run.job.step()
    assert rows(tmp_path, "odd") == numbered(1, 4)


@pytest.mark.parametrize("checkpointed", [True, False])
def test_what_a_sink_holds_back_is_published_when_the_next_script_has_no_such_sink(
    tmp_path: Path, checkpointed: bool
) -> None:
    with opened(tmp_path, EVENTS + ODD + FILES) as run:
        append(run, "events", *numbered(1, 2))
        run.job.step()
        if checkpointed:
            run.job.checkpoint()
    with opened(tmp_path, EVENTS + ODD):
        pass
    (part,) = (tmp_path / "out").glob("part-*")
    assert [json.loads(line)["id"] for line in part.read_text().splitlines()] == [1, 2]


def test_a_sinks_ledger_goes_on_after_a_crash(tmp_path: Path) -> None:
    with opened(tmp_path, EVENTS + FILES) as run:
        append(run, "events", *numbered(1, 2))
        run.job.step()
        run.job.checkpoint()
        append(run, "events", *numbered(3))
        run.job.step()
    with opened(tmp_path, EVENTS + FILES) as run:
        ledger = sink_ledger(run.job)["files"]
        assert (ledger.rows_in, ledger.rows_out, ledger.rows_in_flight) == (3, 0, 3)
        assert ledger.balanced


def test_a_read_that_retention_cut_short_can_be_repeated(tmp_path: Path) -> None:
    clock = ManualClock(NOW_US)
    script = EVENTS.replace("'stream')", "'stream', 'retention' = '1 h')") + ODD
    with opened(tmp_path, script, clock) as run:
        append(run, "events", *numbered(1))
    clock.sleep(7200)
    with opened(tmp_path, script, clock) as run:
        append(run, "events", *numbered(3))
        assert run.streams.open("events").earliest("shardId-000000000000") == 1
        run.job.step()
    with opened(tmp_path, script, clock) as run:
        assert run.steps_recovered == 1
    assert rows(tmp_path, "odd") == numbered(3)


def test_a_table_that_reads_another_stream_begins_at_its_start(tmp_path: Path) -> None:
    with opened(tmp_path, EVENTS + ODD) as run:
        append(run, "events", *numbered(1, 3))
        append(run, "others", *numbered(5, 7))
        run.job.step()
    other = EVENTS.replace("'stream')", "'stream', 'stream' = 'others')") + ODD
    with opened(tmp_path, other) as run:
        run.job.step()
    assert rows(tmp_path, "odd") == numbered(1, 3, 5, 7)


def test_a_simulator_can_give_way_to_a_stream(tmp_path: Path) -> None:
    simulated = (
        "CREATE TABLE events (reading BIGINT) WITH ('connector' = 'simulator', 'kind' = 'wind');"
    )
    streamed = "CREATE TABLE events (reading BIGINT) WITH ('connector' = 'stream');"
    insert = """CREATE TABLE odd (reading BIGINT) WITH ('connector' = 'stream');
    INSERT INTO odd SELECT reading FROM events;"""
    with opened(tmp_path, simulated + insert) as run:
        assert run.job.step() == 8
    with opened(tmp_path, streamed + insert) as run:
        append(run, "events", {"reading": 77})
        assert run.job.step() == 1
    assert rows(tmp_path, "odd")[-1] == {"reading": 77}


WATCHED = """
SET 'table.exec.source.idle-timeout' = '5 s';
CREATE TABLE events (id BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at)
WITH ('connector' = 'stream', 'shards' = '2');
CREATE TABLE counted (s TIMESTAMP(3), n BIGINT) WITH ('connector' = 'stream');
INSERT INTO counted SELECT window_start, COUNT(*)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND))
GROUP BY window_start, window_end;
"""


def test_a_shard_is_not_idle_because_the_run_was_away(tmp_path: Path) -> None:
    clock = ManualClock(NOW_US)
    with opened(tmp_path, WATCHED, clock) as run:
        keys = _key_per_shard()
        for key in keys:
            append(run, "events", {"id": 1, "at": "2026-01-01 00:00:00"}, keys=[key])
        run.job.step()
        run.job.checkpoint()
    clock.sleep(3600)
    with opened(tmp_path, WATCHED, clock) as run:
        append(run, "events", {"id": 2, "at": "2026-01-01 00:00:09"}, keys=[keys[0]])
        run.job.step()
        append(run, "events", {"id": 3, "at": "2026-01-01 00:00:01"}, keys=[keys[1]])
        run.job.step()
        lines = run.job.wiring.graph.ledger()["counted"]["events"]
        assert (lines.rows_in, lines.rows_late) == (4, 0)


def _key_per_shard() -> list[bytes]:
    """Return a key for each of two shards."""
    keys = [b"a", b"b", b"c", b"d", b"e", b"f"]
    high = {int.from_bytes(md5(key).digest()[:1]) >= 128: key for key in keys}
    return [high[False], high[True]]


def test_an_idle_timeout_of_the_settings_file_counts(tmp_path: Path) -> None:
    (tmp_path / "penstock.toml").write_text('[table.exec.source]\nidle-timeout = "7 s"\n')
    script = "\n".join(line for line in WATCHED.splitlines() if not line.startswith("SET"))
    with opened(tmp_path, script) as run:
        (reader,) = run.job.wiring.readers.values()
        assert reader.scan.watermark is not None
        assert reader.scan.watermark.idle_timeout_us == 7_000_000


@pytest.mark.parametrize("steps_before", [0, 1])
def test_a_script_that_failed_in_a_step_can_be_mended(
    tmp_path: Path, steps_before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Graph.begin

    def refuse_three(graph: Graph, arrivals: Any, now_us: int, *, resumed: bool = False) -> Any:
        ids = [i for part in arrivals for i in part.columns.column("id").to_pylist()]
        if 3 in ids and "strict" in graph.ledger():
            raise UserError("the state is too big")
        return begin(graph, arrivals, now_us, resumed=resumed)

    monkeypatch.setattr(Graph, "begin", refuse_three)
    strict = EVENTS + ODD.replace("odd", "strict")
    with opened(tmp_path, strict) as run:
        for _ in range(steps_before):
            append(run, "events", *numbered(1))
            run.job.step()
        append(run, "events", *numbered(3, 5))
        with pytest.raises(UserError, match="too big"):
            run.job.step()
    with pytest.raises(UserError, match="too big"), opened(tmp_path, strict):
        pass
    for _ in range(2):
        with opened(tmp_path, EVENTS + ODD) as run:
            run.job.step()
    assert rows(tmp_path, "odd") == numbered(3, 5)
    assert rows(tmp_path, "strict") == numbered(1)[:steps_before]


def test_rejected_rows_of_a_table_with_any_name_are_kept(tmp_path: Path) -> None:
    script = """
    CREATE TABLE `Wind dätä (raw)` (id BIGINT) WITH ('connector' = 'stream', 'stream' = 'w');
    CREATE TABLE o (id BIGINT) WITH ('connector' = 'stream');
    INSERT INTO o SELECT id FROM `Wind dätä (raw)`;"""
    with opened(tmp_path, script) as run:
        append(run, "w", {"id": "x"}, {"id": 1})
        run.job.step()
        (name,) = [n for n in run.streams.names() if n.endswith("$invalid")]
    (row,) = rows(tmp_path, name)
    assert json.loads(row["record"]) == {"id": "x"}


def test_a_late_row_of_a_year_that_python_cannot_name_is_kept(tmp_path: Path) -> None:
    script = """
    CREATE TABLE events (ms BIGINT, at AS TO_TIMESTAMP_LTZ(ms, 3), WATERMARK FOR at AS at)
    WITH ('connector' = 'stream');
    CREATE TABLE counted (s TIMESTAMP_LTZ(3), n BIGINT) WITH ('connector' = 'stream');
    INSERT INTO counted SELECT window_start, COUNT(*)
    FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND))
    GROUP BY window_start, window_end;"""
    with opened(tmp_path, script) as run:
        append(run, "events", {"ms": 10_000}, {"ms": -(10**14)})
        run.job.step()
    (row,) = rows(tmp_path, "events$late")
    assert json.loads(row["record"])["at"].startswith("-1199-02-15")


def test_a_run_that_cannot_be_opened_leaves_nothing_open(tmp_path: Path) -> None:
    script = """CREATE TABLE f (id BIGINT) WITH ('connector' = 'filesystem', 'path' = 'none');
    CREATE TABLE kept (id BIGINT, PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'documents');
    INSERT INTO kept SELECT id FROM f;"""
    for _ in range(2):
        with pytest.raises(Exception, match="no such file"), opened(tmp_path, script):
            pass
    (tmp_path / "none").write_text('{"id": 1}')
    with opened(tmp_path, script) as run:
        assert run.job.step() == 1
