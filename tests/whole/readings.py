"""Small folders that take readings, put in by command, and what came of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.cli.commands import penstock

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
QUICK = '[execution.checkpointing]\ninterval = "300 ms"\n[run]\nretries-max = 2\n'
UNTIL_IDLE = ("--no-serve", "--until-idle", "0.4")


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


def fast_is_filled(folder: Path, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, log(folder)
    return penstock("streams", "ls", "--in", str(folder)).out.count("fast") == 1 and bool(
        penstock("streams", "tail", "fast", "--in", str(folder)).out
    )
