"""kill -9 at any instant: the next run continues, and every destination holds each result once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pytest

from penstock.core.batch import Records
from penstock.core.time import SystemClock
from penstock.pipeline.alerts import Alerts
from penstock.pipeline.folder import Variant, compile_folder, read_folder
from penstock.query.session import Session
from penstock.query.stored import Place
from penstock.streams.store import StreamStore
from tests.recovery.pipeline import SCRIPT, event

KILLS = 50
EVENTS_PER_GROUP = 40
WORK_SECONDS = 120.0
SEED = int(os.environ.get("PENSTOCK_SEED", "0")) or random.SystemRandom().randrange(1, 2**31)


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start a run of the folder in a process group of its own."""
    command = [sys.executable, "-m", "penstock", "run", str(folder), "--no-serve", *options]
    with (folder / "log.txt").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)


class Feeder(threading.Thread):
    """Appends events all the time, as another process would, until told to stop."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.store = StreamStore(folder / ".penstock" / "streams", SystemClock())
        self.stop = threading.Event()
        self.sent = 0

    def run(self) -> None:
        stream = self.store.create("events", 2)
        while not self.stop.is_set():
            group = range(self.sent, self.sent + EVENTS_PER_GROUP)
            records = Records.of([event(number) for number in group])
            stream.append(records, [str(number).encode() for number in group])
            self.sent += EVENTS_PER_GROUP
            time.sleep(0.02)


def kill_at_random_instants(folder: Path, chance: random.Random) -> None:
    """Start and kill the run again and again; every fifth kill may hit it while it starts."""
    for number in range(KILLS):
        process = start(folder)
        try:
            if number % 5:
                wait_for_work(folder, process)
            process.wait(chance.uniform(0.0, 0.9))
            pytest.fail(f"the run ended by itself:\n{(folder / 'log.txt').read_text()[-3000:]}")
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_for_work(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the run has journaled a step of its own."""
    before, end = journal(folder), time.monotonic() + WORK_SECONDS
    while journal(folder) == before and process.poll() is None:
        assert time.monotonic() < end, (folder / "log.txt").read_text()[-3000:]
        time.sleep(0.01)


def journal(folder: Path) -> tuple[str, int]:
    """Return the newest journal's name and size."""
    paths = sorted((folder / ".penstock" / "checkpoints").glob("*.journal"))
    try:
        return (paths[-1].name, paths[-1].stat().st_size) if paths else ("", 0)
    except FileNotFoundError:
        # The run has just begun a new one.
        return journal(folder)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Return a folder whose run was killed many times and then finished, and the events sent."""
    folder = tmp_path_factory.mktemp("killed")
    (folder / "pipeline.sql").write_text(SCRIPT)
    feeder = Feeder(folder)
    feeder.start()
    kill_at_random_instants(folder, random.Random(SEED))
    feeder.stop.set()
    feeder.join()
    feeder.store.close()
    last = start(folder, "--until-idle", "2", "--report", str(folder / "report.json"))
    assert last.wait(120) == 0, (folder / "log.txt").read_text()[-3000:]
    return folder, feeder.sent


def rows(folder: Path, sql: str) -> pa.Table:
    read = read_folder(folder)
    streams = StreamStore(read.state / "streams", SystemClock())
    try:
        plan = compile_folder(read, Variant(), {})
        return Session(plan, Place(read.path, read.state, streams)).query(sql)
    finally:
        streams.close()


def ids(folder: Path, table: str) -> Counter[int]:
    return Counter(rows(folder, f"SELECT id FROM {table}").column("id").to_pylist())


def good(sent: int) -> list[int]:
    return [number for number in range(sent) if number % 97 != 96]


pytestmark = pytest.mark.recovery


@pytest.mark.parametrize(
    ("table", "step", "rest"),
    [
        ("doubled", 3, (1, 2)),
        ("kept", 1, (0,)),
        ("noted", 10, (0,)),
        ("files", 1, (0,)),
        ("parquet_files", 1, (0,)),
        ("scored", 1, (0,)),
    ],
)
def test_each_destination_holds_each_row_once(
    killed: tuple[Path, int], table: str, step: int, rest: tuple[int, ...]
) -> None:
    folder, sent = killed
    expected = Counter(number for number in good(sent) if number % step in rest)
    found = ids(folder, table)
    assert found == expected, f"seed {SEED}: {(found - expected) or (expected - found)}"


def test_windows_hold_every_row_that_was_not_late(killed: tuple[Path, int]) -> None:
    folder, _ = killed
    report = json.loads((folder / "report.json").read_text())
    ledger = next(v["events"] for k, v in report["statements"].items() if "counted" in k)
    counted = rows(folder, "SELECT SUM(n) AS n FROM counted").column("n").to_pylist()[0]
    assert int(counted) == ledger["rows_out"] > 0
    windows = rows(folder, "SELECT window_start, k, COUNT(*) AS c FROM counted GROUP BY 1, 2")
    assert set(windows.column("c").to_pylist()) == {1}, f"seed {SEED}"


def test_every_row_is_accounted_for(killed: tuple[Path, int]) -> None:
    folder, sent = killed
    report = json.loads((folder / "report.json").read_text())
    assert report["balanced"]
    broken = sent - len(good(sent))
    statements = len([s for s in report["statements"].values() if "events" in s])
    assert report["tables"]["events"]["rows_in"] == sent * statements
    assert report["tables"]["events"]["rows_invalid"] == broken * statements
    invalid = rows(folder, "SELECT COUNT(*) AS n FROM `events$invalid`").column("n")[0].as_py()
    assert invalid == broken


def test_each_alert_was_raised_once(killed: tuple[Path, int]) -> None:
    folder, sent = killed
    raised = Counter(alert.subject for alert in Alerts(folder / ".penstock").recent(100_000))
    expected = Counter(f"event {number}" for number in good(sent) if number % 50 == 7)
    assert raised == expected, f"seed {SEED}"
