"""Run a job in a thread of its own until it ends, is told to stop, or fails for good."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from penstock.core.time import US_PER_SECOND
from penstock.pipeline.job import Job
from penstock.pipeline.retries import Retries
from penstock.pipeline.status import JobStatus, Observer

ON_TIME_US = 100_000
STATUS_US = 500_000
CALM_US = 1_000_000
CALM_FACTOR = 5
"""After a second of silence sources are looked at less often: an idle run costs its waking up."""
SOURCE_PAUSE_SECONDS = 0.1
"""Between two looks at sources of which one fails."""
DRAIN_US = 800_000
"""Ctrl-C has to end within 2 s: most of one to drain, the rest to checkpoint and close."""


@dataclass(frozen=True, slots=True)
class StopWhen:
    """When a run ends by itself: after a time, or after a silence; None means never."""

    after_us: int | None = None
    idle_us: int | None = None


class Rhythm:
    """Says when something that is done every so often is due; a clock set back makes it due.

    >>> rhythm = Rhythm(every_us=10, done_us=0)
    >>> [rhythm.is_due(now_us) for now_us in (9, 10, 11, 3, 12, 13)]
    [False, True, False, True, False, True]
    """

    def __init__(self, every_us: int, done_us: int) -> None:
        self._every_us = every_us
        self._done_us = done_us

    def is_due(self, now_us: int) -> bool:
        """Say whether it is time, and begin to count anew if so."""
        due = not 0 <= now_us - self._done_us < self._every_us
        if due:
            self._done_us = now_us
        return due


class Runner:
    """The loop around a job. Only its own thread touches the job; others read `status`."""

    def __init__(
        self,
        job: Job,
        settings: Mapping[str, Any],
        stop_when: StopWhen,
        observer: Observer,
        retries: Retries,
    ) -> None:
        self._job = job
        self._retries = retries
        self._clock = job.wiring.surroundings.clock
        self._poll_seconds = settings["run.poll-interval"] / US_PER_SECOND
        now_us = self._clock.now_us()
        self._on_time = Rhythm(ON_TIME_US, now_us - ON_TIME_US)
        self._checkpoints = Rhythm(settings["execution.checkpointing.interval"], now_us)
        self._statuses = Rhythm(STATUS_US, now_us - STATUS_US)
        self._stop_when = stop_when
        self._observer = observer
        self._asked_to_stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pipeline", daemon=True)
        self._status = observer.status("starting")
        self.error: Exception | None = None

    def start(self) -> None:
        """Begin to step."""
        self._thread.start()

    @property
    def status(self) -> JobStatus:
        """The newest status, with the trouble that holds the job up, if any."""
        trouble = self._retries.trouble
        return self._status if trouble is None else replace(self._status, problem=str(trouble))

    @property
    def started(self) -> bool:
        """Whether the job's thread has begun; it closes the job when it ends."""
        return self._thread.ident is not None

    def ask_to_stop(self) -> None:
        """Ask the loop to drain, checkpoint and end; returns at once."""
        self._asked_to_stop.set()
        self._retries.stop()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end and say whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._loop()
            self._drain()
            self._job.finish()
            self._status = self._observer.status("stopped")
        except Exception as error:  # noqa: BLE001 -- a thread's last words; `Run` raises it again
            self._fail(error)
        finally:
            self._job.close()

    def _fail(self, error: Exception) -> None:
        self.error = error
        self._observer.problem = str(error)
        self._job.steps.close()
        self._status = self._observer.status("failed")

    def _loop(self) -> None:
        now_us = self._clock.now_us()
        started_us = busy_us = now_us
        while not self._asked_to_stop.is_set():
            rows = self._step()
            now_us = self._clock.now_us()
            busy_us = now_us if rows or self._job.intake.waits else busy_us
            self._do_due(now_us)
            if self._job.intake.finished or self._over(now_us, started_us, busy_us):
                return
            if not rows:
                calm = now_us - busy_us >= CALM_US
                self._clock.sleep(self._poll_seconds * (CALM_FACTOR if calm else 1))

    def _step(self) -> int:
        rows = self._job.step()
        problem = self._job.intake.problem
        self._observer.problem = None if problem is None else str(problem)
        if problem is not None:
            self._clock.sleep(SOURCE_PAUSE_SECONDS)
        return rows

    def _do_due(self, now_us: int) -> None:
        if self._on_time.is_due(now_us):
            self._job.on_time()
        if self._checkpoints.is_due(now_us):
            self._job.begin_checkpoint()
        if self._statuses.is_due(now_us):
            # Half of a step would not add up.
            self._job.catch_up()
            self._status = self._observer.status("running")

    def _over(self, now_us: int, started_us: int, busy_us: int) -> bool:
        after_us, idle_us = self._stop_when.after_us, self._stop_when.idle_us
        return (after_us is not None and now_us - started_us >= after_us) or (
            idle_us is not None and now_us - busy_us >= idle_us
        )

    def _drain(self) -> None:
        until_us = self._clock.now_us() + DRAIN_US
        while self._clock.now_us() < until_us and self._job.step(draining=True):
            pass
