"""Whatever fails in whichever step, the next run gives each result once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.errors import ExternalError
from penstock.pipeline import checkpoint, journal
from penstock.pipeline.job import Job
from penstock.pipeline.run import Run
from penstock.sinks import documents
from penstock.sinks.read_documents import read_documents
from tests.pipeline.opening import append, opened, rows

SCRIPT = """
CREATE TABLE events (id BIGINT, at TIMESTAMP(3), WATERMARK FOR at AS at)
WITH ('connector' = 'stream');
CREATE TABLE same (id BIGINT) WITH ('connector' = 'stream');
INSERT INTO same SELECT id FROM events;
CREATE TABLE kept (id BIGINT) WITH ('connector' = 'documents');
INSERT INTO kept SELECT id FROM events;
CREATE TABLE counted (s TIMESTAMP(3), n BIGINT) WITH ('connector' = 'stream');
INSERT INTO counted SELECT window_start, COUNT(*)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '2' SECOND))
GROUP BY window_start, window_end;
"""
FAILURES = ("none", "same", "kept", "counted", "note", "save", "rename", "unlink", "crash")
BESIDE = st.booleans()
"""Whether the checkpoint is written beside the next step or before it."""
STEPS = st.lists(st.tuples(st.sampled_from(FAILURES), BESIDE), min_size=1, max_size=8)


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


def refuse(*_: object, **__: object) -> None:
    raise ExternalError("the destination is away")


@contextmanager
def failing(run: Run, what: str) -> Iterator[None]:
    """Have one thing fail that a step or a checkpoint needs."""
    with pytest.MonkeyPatch.context() as patch:
        patches: dict[str, Callable[[], None]] = {
            "note": lambda: patch.setattr(journal.os, "fdatasync", full),
            "save": lambda: patch.setattr(checkpoint, "_write_synced", full),
            "rename": lambda: patch.setattr(Path, "rename", full),
            "unlink": lambda: patch.setattr(Path, "unlink", full),
        }
        if what in run.job.wiring.sinks:
            patch.setattr(run.job.wiring.sinks[what], "write", refuse)
        elif what in patches:
            patches[what]()
        yield


def take_checkpoint(job: Job, beside: bool) -> None:
    if not beside:
        job.checkpoint()
        return
    job.begin_checkpoint()
    while job.log.saving:
        time.sleep(0.001)


def take_steps(folder: Path, failures: list[tuple[str, bool]]) -> None:
    """Take a step and a checkpoint per entry; a failure ends a run, the next goes on."""
    left = list(enumerate(failures))
    while left:
        with opened(folder, SCRIPT) as run:
            while left:
                number, (what, beside) = left.pop(0)
                append(run, "events", {"id": number, "at": f"2026-01-01 00:00:{number:02d}"})
                try:
                    with failing(run, what):
                        run.job.step()
                        if what == "crash":
                            break
                        take_checkpoint(run.job, beside)
                except ExternalError:
                    break
    with opened(folder, SCRIPT) as run:
        run.job.step()
        run.job.finish()


@settings(max_examples=20, deadline=None)
@given(failures=STEPS)
def test_each_result_comes_once(
    failures: list[tuple[str, bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("failing")
    take_steps(folder, failures)
    assert [row["id"] for row in rows(folder, "same")] == list(range(len(failures)))
    whole = (len(failures) - 1) // 2
    counted = [row["n"] for row in rows(folder, "counted")] if whole else []
    assert counted == [2] * whole
    kept = read_documents(folder / ".penstock" / documents.FILE_NAME, "kept")
    assert sorted(kept.column("id").to_pylist()) == list(range(len(failures)))
