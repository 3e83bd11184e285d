"""However records come and wherever the job dies, the results are the same, each once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Records
from penstock.core.time import ManualClock
from penstock.pipeline.folder import Variant, read_folder
from penstock.pipeline.prepare import prepare
from penstock.pipeline.run import Circumstances, open_run
from penstock.pipeline.runner import StopWhen
from penstock.pipeline.status import Observer, source_ledger
from tests.pipeline.opening import NOW_US, fail, held, opened

SCRIPT = """
CREATE TABLE events (id BIGINT, k STRING, at TIMESTAMP(3),
    WATERMARK FOR at AS at - INTERVAL '2' SECOND) WITH ('connector' = 'stream');
CREATE TABLE odd (id BIGINT) WITH ('connector' = 'stream');
INSERT INTO odd SELECT id FROM events WHERE MOD(id, 2) = 1;
CREATE TABLE counted (k STRING, s TIMESTAMP(3), n BIGINT) WITH ('connector' = 'stream');
INSERT INTO counted SELECT k, window_start, COUNT(*)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '5' SECOND))
GROUP BY k, window_start, window_end;
"""
EVENTS = st.lists(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 60)) | st.none(), max_size=6),
    min_size=1,
    max_size=6,
)


def record(number: int, event: tuple[str, int] | None) -> bytes:
    if event is None:
        return b"no json"
    at = f"2026-01-01 00:00:{event[1]:02d}" if event[1] < 60 else "2026-01-01 00:01:00"
    return json.dumps({"id": number, "k": event[0], "at": at}).encode()


@settings(max_examples=25, deadline=None)
@given(groups=EVENTS, data=st.data())
def test_a_crash_at_any_step_changes_nothing(
    groups: list[list[tuple[str, int] | None]],
    data: st.DataObject,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    calm, wild = tmp_path_factory.mktemp("calm"), tmp_path_factory.mktemp("wild")
    records = [
        [record(10 * g + i, e) for i, e in enumerate(group)] for g, group in enumerate(groups)
    ]
    for folder, crashes in ((calm, False), (wild, True)):
        at = 0
        while at < len(records):
            with opened(folder, SCRIPT) as run:
                stream = run.streams.create("events")
                while at < len(records):
                    if records[at]:
                        stream.append(Records.of(records[at]))
                    at += 1
                    run.job.step()
                    if crashes and data.draw(st.booleans()):
                        run.job.checkpoint()
                    if crashes and data.draw(st.booleans()):
                        break
        with opened(folder, SCRIPT) as run:
            run.job.step()
            ledger = source_ledger(run.job)["events"]
            assert ledger.balanced
            assert ledger.rows_in == 2 * sum(map(len, records))
    for name in ("odd", "counted"):
        assert held(wild, name) == held(calm, name)


def test_undecodable_and_late_records_are_kept_with_their_reasons(tmp_path: Path) -> None:
    events = [("a", 1), None, ("a", 30), ("a", 2)]
    with opened(tmp_path, SCRIPT) as run:
        stream = run.streams.create("events")
        stream.append(Records.of([record(i, e) for i, e in enumerate(events)]))
        run.job.step()
        assert source_ledger(run.job)["events"].rows_late == 1
    (invalid,) = map(json.loads, held(tmp_path, "events$invalid"))
    assert invalid["record"] == "no json"
    assert invalid["reason"].startswith("not JSON")
    (late,) = map(json.loads, held(tmp_path, "events$late"))
    assert "late" in late["reason"] or "watermark" in late["reason"]
    assert '"a"' in late["record"]


def test_the_status_tells_how_much_memory_a_tables_windows_hold(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT) as run:
        observer = Observer(run.job, NOW_US)
        run.streams.create("events").append(Records.of([record(1, ("a", 1))]))
        run.job.step()
        status = {table.name: table for table in observer.status("running").tables}
    assert status["events"].state_bytes > 0
    assert status["odd"].state_bytes == 0


def test_a_changed_script_carries_on_from_the_results_of_the_old_one(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT) as run:
        stream = run.streams.create("events")
        stream.append(Records.of([record(i, ("a", i)) for i in range(4)]))
        run.job.step()
    changed = SCRIPT.replace("MOD(id, 2) = 1", "MOD(id, 2) = 0")
    with opened(tmp_path, changed) as run:
        assert run.steps_recovered == 1
        run.streams.open("events").append(Records.of([record(i, ("a", i)) for i in range(4, 8)]))
        run.job.step()
    assert [json.loads(row)["id"] for row in held(tmp_path, "odd")] == [1, 3, 4, 6]


def test_an_added_statement_leaves_the_others_windows_as_they_were(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT) as run:
        stream = run.streams.create("events")
        stream.append(Records.of([record(i, ("a", i)) for i in range(4)]))
        run.job.step()
    added = SCRIPT + "CREATE TABLE ks (k STRING) WITH ('connector' = 'blackhole');"
    added += "INSERT INTO ks SELECT k FROM events;"
    with opened(tmp_path, added) as run:
        assert not run.job.state_let_go
        run.streams.open("events").append(Records.of([record(4, ("a", 30))]))
        run.job.step()
        assert source_ledger(run.job)["events"].balanced
    (window,) = map(json.loads, held(tmp_path, "counted"))
    assert window["n"] == 4


def test_a_run_that_begins_afresh_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    for identity in ("one", "two"):
        (tmp_path / "pipeline.sql").write_text(SCRIPT)
        for path in (tmp_path / ".penstock" / "checkpoints").glob("*"):
            path.unlink()
        circumstances = Circumstances(ManualClock(NOW_US), {}, fail, lambda name=identity: name)
        run = open_run(prepare(read_folder(tmp_path), Variant(), {}), StopWhen(), circumstances)
        if identity == "one":
            run.streams.create("events").append(Records.of([record(1, ("a", 1))]))
        run.job.step()
        run.job.close()
        run.close()
    assert len(held(tmp_path, "odd")) == 2
