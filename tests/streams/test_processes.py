"""Several processes share a stream: they append, die and follow without losing a record."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from penstock.core.batch import Records
from penstock.core.time import SystemClock
from penstock.streams.store import StreamStore
from penstock.streams.stream import EmbeddedStream
from tests.streams.test_stream import rows_of
from tests.streams.writer_process import KEYS

ROOT = Path(__file__).parents[2]
STEPS_FOR_EVER = 10**9


def start_writer(folder: Path, name: str, first: int, end: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.streams.writer_process", str(folder), name]
    return subprocess.Popen(
        [*command, str(first), str(end)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        stdout=subprocess.PIPE,
        text=True,
    )


def steps_held(stream: EmbeddedStream, writer: str) -> Counter[int]:
    """Return how many records of each step of a writer the stream holds."""
    rows = [row[0].split() for shard in stream.shards for row in rows_of(stream, shard, 0, 500)]
    return Counter(int(step) for name, step, *_ in rows if name == writer.encode())


def read_lines(process: subprocess.Popen[str], count: int) -> list[int]:
    assert process.stdout is not None
    return [int(process.stdout.readline()) for _ in range(count)]


def test_two_processes_append_and_a_third_follows(tmp_path: Path) -> None:
    steps = 60
    store = StreamStore(tmp_path, SystemClock(), segment_bytes=32_768)
    stream = store.create("s", shards=2)
    writers = [start_writer(tmp_path, name, 0, steps) for name in ("a", "b")]
    places, followed = dict.fromkeys(stream.shards, 0), 0
    while followed < 2 * steps * len(KEYS):
        for shard, place in places.items():
            found = stream.read(shard, place, 100)
            if found is None:
                time.sleep(0.001)
            else:
                assert found.sequences[0] == place
                places[shard] = found.sequence_next
                followed += len(found.records)
    for writer in writers:
        assert writer.wait() == 0
        assert writer.stdout is not None
        writer.stdout.close()
    for name in ("a", "b"):
        assert steps_held(stream, name) == dict.fromkeys(range(steps), len(KEYS))
    store.close()


@pytest.mark.recovery
def test_killing_a_writer_at_any_moment_loses_and_repeats_nothing(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, SystemClock(), segment_bytes=32_768)
    stream = store.create("s", shards=2)
    step = 0
    for attempt in range(10):
        process = start_writer(tmp_path, "a", step, STEPS_FOR_EVER)
        acknowledged = read_lines(process, 1 + attempt * 13)
        process.kill()
        assert process.stdout is not None
        acknowledged += [int(line) for line in process.stdout if line.endswith("\n")]
        process.stdout.close()
        process.wait()
        held = steps_held(stream, "a")
        assert all(held[known] == len(KEYS) for known in range(acknowledged[-1] + 1))
        step = max(0, acknowledged[-1] - 2)
    process = start_writer(tmp_path, "a", step, step + 9)
    read_lines(process, 9)
    process.communicate()
    assert set(steps_held(stream, "a").values()) == {len(KEYS)}
    store.close()


def test_threads_that_append_at_once_share_syncs_and_lose_nothing(tmp_path: Path) -> None:
    store = StreamStore(tmp_path, SystemClock(), segment_bytes=32_768)
    stream = store.create("s")
    threads = [
        threading.Thread(
            target=lambda name=name: [
                stream.append(Records.of([b"%d %d" % (name, n)]), producer=str(name), step=n)
                for n in range(40)
            ]
        )
        for name in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = [row[0] for row in rows_of(stream, stream.shards[0], 0, 100)]
    for name in range(16):
        mine = [row for row in rows if row.startswith(b"%d " % name)]
        assert mine == [b"%d %d" % (name, n) for n in range(40)]
    store.close()
