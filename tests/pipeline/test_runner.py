"""The loop around a job keeps its rhythm, tells of troubles, and ends when it is asked to."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from penstock.core.errors import ExternalError
from penstock.core.time import ManualClock, SystemClock
from penstock.pipeline.retries import Retries
from penstock.pipeline.run import Run
from tests.pipeline.opening import NOW_US, append, opened, rows

SCRIPT = """CREATE TABLE events (id BIGINT) WITH ('connector' = 'stream');
CREATE TABLE same (id BIGINT) WITH ('connector' = 'stream');
INSERT INTO same SELECT id FROM events;
"""


def finish(run: Run) -> None:
    run.runner.start()
    run.runner.ask_to_stop()
    assert run.runner.wait(20)


def test_a_run_that_is_asked_to_stop_drains_and_checkpoints(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT) as run:
        append(run, "events", {"id": 1})
        finish(run)
        assert run.runner.status.state == "stopped"
    with opened(tmp_path, SCRIPT) as run:
        assert run.steps_recovered == 0
    assert rows(tmp_path, "same") == [{"id": 1}]


def fail_in_a_sink(folder: Path) -> None:
    """Run a folder until a sink refuses its rows."""
    with opened(folder, SCRIPT) as run:
        append(run, "events", {"id": 1})

        def refuse(step: int, batches: object) -> None:
            raise ExternalError("disk full")

        run.job.wiring.sinks["same"].write = refuse  # type: ignore[method-assign]
        finish(run)
        assert run.runner.status.state == "failed"
        assert "disk full" in str(run.runner.status.problem)


def test_a_failed_step_ends_the_run_and_the_next_one_takes_it_again(tmp_path: Path) -> None:
    with pytest.raises(ExternalError, match="disk full"):
        fail_in_a_sink(tmp_path)
    with opened(tmp_path, SCRIPT) as run:
        assert run.steps_recovered == 1
    assert rows(tmp_path, "same") == [{"id": 1}]


def test_a_problem_of_a_source_is_told_until_it_is_over(tmp_path: Path) -> None:
    clock = ManualClock(NOW_US)
    with opened(tmp_path, SCRIPT, clock) as run:
        source = run.job.wiring.readers["events"].source
        read = source.read

        def refuse(*_: object, **__: object) -> None:
            raise ExternalError("the disk is away")

        source.read = refuse  # type: ignore[method-assign, assignment]
        run.runner._step()
        assert "the disk is away" in str(run.runner._observer.status("running").problem)
        source.read = read  # type: ignore[method-assign]
        run.runner._step()
        assert run.runner._observer.status("running").problem is None


def test_who_waits_for_a_failing_destination_leaves_when_asked(tmp_path: Path) -> None:
    reported = threading.Event()
    retries = Retries(1000, SystemClock(), lambda error: reported.set())

    def refuse() -> None:
        raise ExternalError("disk full")

    def act() -> None:
        with pytest.raises(ExternalError, match="disk full"):
            retries(refuse)

    thread = threading.Thread(target=act)
    thread.start()
    assert reported.wait(20)
    retries.stop()
    thread.join(20)
    assert not thread.is_alive()


def test_the_status_tells_what_holds_a_run_up(tmp_path: Path) -> None:
    failures = [ExternalError("disk full")]
    with opened(tmp_path, SCRIPT) as run:
        told: list[str | None] = []
        retries = run.runner._retries
        retries._report = lambda error: told.append(run.runner.status.problem)

        def act() -> None:
            if failures:
                raise failures.pop()

        retries(act)
        assert told == ["E000 disk full"]
        assert run.runner.status.problem is None
