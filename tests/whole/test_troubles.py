"""Bad records and a world that fails: each row accounted for, each trouble named, nothing lost."""

from __future__ import annotations

import json
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from penstock.pipeline.alerts import Alerts
from tests.cli.commands import penstock
from tests.clients.servers import MailHost, WebHost, serving
from tests.whole.running import free_port, until

pytestmark = pytest.mark.whole
READINGS = """
CREATE TABLE readings (
    id BIGINT, speed DOUBLE, at TIMESTAMP(3),
    WATERMARK FOR at AS at - INTERVAL '2' SECOND
) WITH ('connector' = 'stream');
"""
FAST = """
CREATE TABLE fast (id BIGINT, speed DOUBLE) WITH ('connector' = 'stream');
INSERT INTO fast SELECT id, speed FROM readings WHERE speed > 10;
"""
COUNTED = """
CREATE TABLE counted (s TIMESTAMP(3), n BIGINT) WITH ('connector' = 'stream');
INSERT INTO counted SELECT window_start, COUNT(*)
FROM TABLE(TUMBLE(TABLE readings, DESCRIPTOR(at), INTERVAL '5' SECOND))
GROUP BY window_start, window_end;
"""
TOLD = """
CREATE TABLE told (id BIGINT, speed DOUBLE) WITH (
    %s, 'episode.key' = 'id', 'subject' = 'reading {id}', 'cool-down' = '0 s');
INSERT INTO told SELECT id, speed FROM readings;
"""
WIDE = """
CREATE TABLE wide (id BIGINT, text STRING, PRIMARY KEY (id) NOT ENFORCED) WITH (%s);
INSERT INTO wide SELECT id, REPEAT('x', 1000) FROM readings;
"""
QUICK = '[execution.checkpointing]\ninterval = "300 ms"\n[run]\nretries-max = 2\n'
UNTIL_IDLE = ("--no-serve", "--until-idle", "0.4")
DISK_BYTES = 300_000


def folder_of(to: Path, script: str, settings: str = QUICK) -> Path:
    folder = to / "räder am weg"
    folder.mkdir(exist_ok=True)
    (folder / "pipeline.sql").write_text(script)
    (folder / "penstock.toml").write_text(settings)
    return folder


def put(folder: Path, *records: str) -> None:
    assert penstock("streams", "create", "readings", "--in", str(folder)).status == 0
    answer = penstock("streams", "put", "readings", "--in", str(folder), given="\n".join(records))
    assert answer.status == 0, answer


def reading(number: int, speed: object = 20, at: str | None = None) -> str:
    at = at or f"2026-01-01 00:00:{number % 60:02d}"
    return json.dumps({"id": number, "speed": speed, "at": at})


def ask(folder: Path, sql: str) -> list[dict[str, object]]:
    answer = penstock("query", str(folder), sql, "--format", "json")
    assert answer.status == 0, answer
    rows: list[dict[str, object]] = json.loads(answer.out)
    return rows


def reasons(folder: Path, table: str) -> list[object]:
    return [row["reason"] for row in ask(folder, f"SELECT reason FROM `{table}`")]


def log(folder: Path) -> str:
    return (folder / "log.txt").read_text()


@contextmanager
def started(
    folder: Path, *options: str, before: Callable[[], None] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a folder in a process of its own until the block ends."""
    command = [sys.executable, "-m", "penstock", "run", str(folder), "--no-serve", *options]
    with (folder / "log.txt").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, preexec_fn=before)  # noqa: PLW1509 -- limits for the child alone, set before it begins
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def test_bad_records_are_set_aside_with_their_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST + COUNTED)
    ahead = f"{datetime.now(UTC) + timedelta(days=800):%Y-%m-%d %H:%M:%S}"
    put(
        folder,
        reading(1),
        "{no json",
        "[1]",
        reading(2, "fast"),
        '{"id": 3, "speed": 20}',
        reading(4, at=ahead),
        reading(20, 5),
        reading(6),
        reading(30),
    )
    report = folder / "report.json"
    assert penstock("run", str(folder), *UNTIL_IDLE, "--report", str(report)).status == 0
    found = json.loads(report.read_text())
    assert found["balanced"]
    assert found["statements"]["fast"]["readings"] | {"rows_in_flight": 0} == {
        "rows_in": 4 + 2, "rows_out": 3, "rows_filtered": 1, "rows_late": 0, "rows_invalid": 2,
        "rows_in_flight": 0,
    }  # fmt: skip
    assert found["statements"]["counted"]["readings"]["rows_late"] == 1
    bad = "\n".join(map(str, reasons(folder, "readings$invalid")))
    for reason in (
        "not JSON: expecting property name",
        "not a JSON object: an array",
        "column 'speed': 'fast' is no DOUBLE",
        "no timestamp",
        "2 years ahead of the clock",
    ):
        assert reason in bad
    assert len(bad.splitlines()) == 5
    assert reasons(folder, "readings$late") == ["late: its last window has fired"]
    assert ask(folder, "SELECT id FROM fast ORDER BY id") == [{"id": 1}, {"id": 6}, {"id": 30}]


def test_how_far_ahead_a_time_may_be_is_a_setting(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST, '[run]\nclock-guard = "900 d"\n')
    put(folder, reading(4, at=f"{datetime.now(UTC) + timedelta(days=800):%Y-%m-%d %H:%M:%S}"))
    assert penstock("run", str(folder), *UNTIL_IDLE).status == 0
    assert ask(folder, "SELECT id FROM fast") == [{"id": 4}]
    assert reasons(folder, "readings$invalid") == []


def test_a_port_that_is_taken_is_said_before_anything_is_written(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = penstock("run", str(folder), "--port", str(other.getsockname()[1]))
    assert answer.status == 1
    assert answer.error.startswith("E841")
    assert "--port" in answer.error
    assert not (folder / ".penstock").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST)
    # As root every folder can be written, so a file stands in the way.
    (folder / ".penstock").write_text("")
    answer = penstock("run", str(folder), *UNTIL_IDLE)
    assert answer.status == 1
    assert answer.error.startswith(f"E509 cannot write in '{folder / '.penstock'}'")


@pytest.mark.parametrize(
    ("connector", "code"),
    [
        ("'connector' = 'filesystem', 'path' = 'out', 'format' = 'json'", "E351"),
        ("'connector' = 'stream'", "E411"),
        ("'connector' = 'documents'", "E356"),
    ],
)
def test_a_full_disk_is_tried_again_then_named_and_nothing_is_lost(
    tmp_path: Path, connector: str, code: str
) -> None:
    folder = folder_of(tmp_path, READINGS + WIDE % connector)
    put(folder, *(reading(number) for number in range(1000)))
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (DISK_BYTES, DISK_BYTES))
    with started(folder, *UNTIL_IDLE, before=limit) as process:
        assert process.wait(60) == 1
    assert log(folder).count(f"\n{code} ") + log(folder).startswith(code) == 3
    assert log(folder).count("(trying again; nothing is lost)") == 2
    assert "hint: " in log(folder)
    assert penstock("run", str(folder), *UNTIL_IDLE).status == 0
    (found,) = ask(folder, "SELECT COUNT(*) AS n, COUNT(DISTINCT id) AS ids FROM wide")
    assert found == {"n": 1000, "ids": 1000}


def test_mail_waits_in_the_outbox_until_its_server_is_up(tmp_path: Path) -> None:
    port = free_port()
    server = f"'smtp.host' = '127.0.0.1', 'smtp.port' = '{port}', 'smtp.starttls' = 'false'"
    folder = folder_of(
        tmp_path, READINGS + TOLD % f"'connector' = 'email', 'to' = 'a@example.com', {server}"
    )
    put(folder, reading(1))
    answer = penstock("run", str(folder), *UNTIL_IDLE)
    assert answer.status == 0
    assert "alerts to a@example.com are not delivered: " in answer.error
    (alert,) = Alerts(folder / ".penstock").recent(10)
    assert (alert.subject, alert.status, alert.attempts) == ("reading 1", "retrying", 1)
    host = MailHost(port=port)
    with serving(host):
        answer = penstock("run", str(folder), "--no-serve", "--until-idle", "2.5")
    assert [mail["Subject"] for mail in host.mails] == ["reading 1"]
    (alert,) = Alerts(folder / ".penstock").recent(10)
    assert alert.status == "sent"


def test_a_post_that_is_answered_500_is_tried_again(tmp_path: Path) -> None:
    host = WebHost([500])
    with serving(host):
        folder = folder_of(
            tmp_path, READINGS + TOLD % f"'connector' = 'webhook', 'url' = '{host.url}/hook'"
        )
        put(folder, reading(1))
        answer = penstock("run", str(folder), "--no-serve", "--until-idle", "2.5")
    assert answer.status == 0
    said = answer.error.splitlines()
    assert said == [
        f"alerts to {host.url} are not delivered: {host.url} answered 500 "
        "(trying again; they wait in the outbox)",
        f"alerts to {host.url} are delivered again",
    ]
    keys = [headers["Idempotency-Key"] for _, _, headers, _ in host.requests]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    (alert,) = Alerts(folder / ".penstock").recent(10)
    assert (alert.status, alert.attempts) == ("sent", 2)


def fast_is_filled(folder: Path, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, log(folder)
    return penstock("streams", "ls", "--in", str(folder)).out.count("fast") == 1 and bool(
        penstock("streams", "tail", "fast", "--in", str(folder)).out
    )


def test_a_folder_runs_once_at_a_time_and_a_polite_kill_ends_it_in_order(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST)
    put(folder, reading(1))
    report = folder / "report.json"
    with started(folder, "--report", str(report)) as process:
        until(lambda: fast_is_filled(folder, process), 60, "the first result")
        second = penstock("run", str(folder), *UNTIL_IDLE)
        assert second.status == 2
        assert second.error.startswith(f"E508 '{folder.name}' is already running")
        assert str(process.pid) in second.error
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0, log(folder)
    assert json.loads(report.read_text())["balanced"]
    assert "stopped" in log(folder)


def test_a_second_ctrl_c_ends_at_once_and_the_next_run_carries_on(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST)
    put(folder, reading(1))
    with started(folder) as process:
        until(lambda: fast_is_filled(folder, process), 60, "the first result")
        process.send_signal(signal.SIGINT)
        time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in {0, 128 + signal.SIGINT}
    put(folder, reading(2))
    assert penstock("run", str(folder), *UNTIL_IDLE).status == 0
    assert ask(folder, "SELECT id FROM fast ORDER BY id") == [{"id": 1}, {"id": 2}]


def test_after_kill_9_a_changed_script_carries_on_where_the_old_one_was(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST, '[execution.checkpointing]\ninterval = "1 h"\n')
    put(folder, reading(1), reading(2, 5))
    with started(folder) as process:
        until(lambda: fast_is_filled(folder, process), 60, "the first result")
        process.kill()
        process.wait()
    put(folder, reading(3, 5), reading(4))
    folder_of(tmp_path, READINGS + FAST.replace("> 10", "> 1") + COUNTED)
    answer = penstock("run", str(folder), *UNTIL_IDLE)
    assert answer.status == 0
    assert "carried on after" in answer.out
    # Reading 2 was taken with the old condition, reading 3 with the new one.
    assert ask(folder, "SELECT id FROM fast ORDER BY id") == [{"id": 1}, {"id": 3}, {"id": 4}]


def test_ctrl_c_does_not_wait_for_a_destination_that_fails(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + WIDE % "'connector' = 'documents'", "")
    put(folder, *(reading(number) for number in range(1000)))
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (DISK_BYTES, DISK_BYTES))
    with started(folder, before=limit) as process:
        until(lambda: log(folder).count("E356") > 3, 60, "the disk is full")
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        assert process.wait(30) == 1
        # Asked of a machine at rest: 2 s; without haste the tries alone take 11 s.
        assert time.monotonic() - began < 6
    assert penstock("run", str(folder), *UNTIL_IDLE).status == 0
    assert ask(folder, "SELECT COUNT(*) AS n FROM wide") == [{"n": 1000}]
