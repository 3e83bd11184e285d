"""Run a job in a thread of its own until it ends, is told to stop, or fails for good."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from penstock.core.time import US_PER_SECOND
from penstock.pipeline.job import Job
from penstock.pipeline.status import JobStatus, Observer

ON_TIME_US = 100_000
STATUS_US = 500_000
SOURCE_PAUSE_SECONDS = 0.1
"""Between two looks at sources of which one fails."""
DRAIN_US = 800_000
"""Ctrl-C has to end within 2 s: most of one to drain, the rest to checkpoint and close."""


@dataclass(frozen=True, slots=True)
class StopWhen:
    """When a run ends by itself: after a time, or after a silence; None means never."""

    after_us: int | None = None
    idle_us: int | None = None


class Runner:
    """The loop around a job. Only its own thread touches the job; others read `status`."""

    def __init__(
        self, job: Job, settings: dict[str, Any], stop_when: StopWhen, observer: Observer
    ) -> None:
        self._job = job
        self._clock = job.wiring.surroundings.clock
        self._poll_seconds = settings["run.poll-interval"] / US_PER_SECOND
        self._checkpoint_us = settings["execution.checkpointing.interval"]
        self._stop_when = stop_when
        self._observer = observer
        self._asked_to_stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pipeline", daemon=True)
        self.status: JobStatus = observer.status("starting")
        self.error: Exception | None = None

    def start(self) -> None:
        """Begin to step."""
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Ask the loop to drain, checkpoint and end; returns at once."""
        self._asked_to_stop.set()
        self._job.hurry()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end and say whether it came."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._loop()
            self._drain()
            self._job.finish()
            self.status = self._observer.status("stopped")
        except Exception as error:  # noqa: BLE001 -- a thread's last words; `Run` raises it again
            self._fail(error)
        finally:
            self._job.close()

    def _fail(self, error: Exception) -> None:
        self.error = error
        self._observer.problem = str(error)
        self.status = self._observer.status("failed")

    def _loop(self) -> None:
        now_us = self._clock.now_us()
        started_us = busy_us = now_us
        due = dict.fromkeys(("time", "status", "checkpoint"), now_us)
        due["checkpoint"] += self._checkpoint_us
        while not self._asked_to_stop.is_set():
            rows = self._step()
            now_us = self._clock.now_us()
            busy_us = now_us if rows else busy_us
            self._do_due(now_us, due)
            if self._job.finished or self._over(now_us, started_us, busy_us):
                return
            if not rows:
                self._clock.sleep(self._poll_seconds)

    def _step(self) -> int:
        rows = self._job.step()
        if self._job.source_problem is not None:
            self._observer.problem = str(self._job.source_problem)
            self._clock.sleep(SOURCE_PAUSE_SECONDS)
        return rows

    def _do_due(self, now_us: int, due: dict[str, int]) -> None:
        if now_us >= due["time"]:
            self._job.on_time()
            due["time"] = now_us + ON_TIME_US
        if now_us >= due["checkpoint"]:
            self._job.checkpoint()
            due["checkpoint"] = now_us + self._checkpoint_us
        if now_us >= due["status"]:
            self.status = self._observer.status("running")
            due["status"] = now_us + STATUS_US

    def _over(self, now_us: int, started_us: int, busy_us: int) -> bool:
        after_us, idle_us = self._stop_when.after_us, self._stop_when.idle_us
        return (after_us is not None and now_us - started_us >= after_us) or (
            idle_us is not None and now_us - busy_us >= idle_us
        )

    def _drain(self) -> None:
        until_us = self._clock.now_us() + DRAIN_US
        while self._clock.now_us() < until_us and self._job.step(draining=True):
            pass
