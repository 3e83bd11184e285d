"""A world that fails: each trouble named, tried again with limits, nothing lost."""

from __future__ import annotations

import json
import resource
import signal
import socket
import time
from functools import partial
from pathlib import Path

import pytest

from penstock.pipeline.alerts import Alerts
from tests.cli.commands import penstock
from tests.clients.servers import MailHost, WebHost, serving
from tests.whole.readings import (
    COUNTED,
    FAST,
    READINGS,
    UNTIL_IDLE,
    ask,
    fast_is_filled,
    folder_of,
    log,
    put,
    reading,
    started,
)
from tests.whole.running import free_port, until

pytestmark = pytest.mark.whole
TOLD = """
CREATE TABLE told (id BIGINT, speed DOUBLE) WITH (
    %s, 'episode.key' = 'id', 'subject' = 'reading {id}', 'cool-down' = '0 s');
INSERT INTO told SELECT id, speed FROM readings;
"""
WIDE = """
CREATE TABLE wide (id BIGINT, text STRING, PRIMARY KEY (id) NOT ENFORCED) WITH (%s);
INSERT INTO wide SELECT id, REPEAT('x', 1000) FROM readings;
"""
DISK_BYTES = 300_000


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
        # When the run is just over, Python's own handler ends it; a shell shows both as 130.
        assert process.wait(10) in {0, 128 + signal.SIGINT, -signal.SIGINT}
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
