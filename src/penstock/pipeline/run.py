"""A folder as a running job: compile, wire, recover, run; what commands and the page hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

from penstock.core.errors import ExternalError, UserError
from penstock.core.protocols import Streams, Surroundings
from penstock.core.time import Clock
from penstock.pipeline.alerts import Alerts
from penstock.pipeline.checkpoint import CheckpointStore, Origin, origin_of
from penstock.pipeline.folder import Folder, Variant
from penstock.pipeline.folder_lock import FolderLock
from penstock.pipeline.job import Job
from penstock.pipeline.journal import read_journal
from penstock.pipeline.layout import CHECKPOINTS
from penstock.pipeline.prepare import Prepared, prepare
from penstock.pipeline.retries import Retries
from penstock.pipeline.runner import Runner, StopWhen
from penstock.pipeline.status import Observer
from penstock.pipeline.wiring import Owner, wire
from penstock.sources.connector import Controllable
from penstock.sql.plan import Plan
from penstock.streams.store import StreamStore

Report = Callable[[ExternalError], None]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a run takes from outside: clock, environment, ids, seed, whom to tell of troubles."""

    clock: Clock
    environment: Mapping[str, str]
    report: Report
    new_identity: Callable[[], str]
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """A folder that runs, or is about to."""

    folder: Folder
    plan: Plan
    settings: Mapping[str, Any]
    streams: Streams
    job: Job
    runner: Runner
    steps_recovered: int
    alerts: Alerts
    lock: FolderLock

    @property
    def simulators(self) -> dict[str, Controllable]:
        """The sources that have modes, by table name."""
        readers = self.job.wiring.readers.items()
        return {n: r.source for n, r in readers if isinstance(r.source, Controllable)}

    def close(self) -> None:
        """Let go of what outlives the job's thread, and raise what ended it."""
        with ExitStack() as closing:
            closing.callback(self.lock.close)
            closing.callback(self.streams.close)
            if not self.runner.started:
                closing.callback(self.job.close)
        if self.runner.error is not None:
            raise self.runner.error


def open_run(prepared: Prepared, stop_when: StopWhen, circumstances: Circumstances) -> Run:
    """Return the folder wired and recovered, not yet started."""
    folder, variant, settings = prepared.folder, prepared.variant, prepared.settings
    with ExitStack() as opened:
        lock = FolderLock(folder.state)
        opened.callback(lock.close)
        streams = StreamStore(folder.state / "streams", circumstances.clock)
        opened.callback(streams.close)
        world = Surroundings(
            folder.path, folder.state, circumstances.clock, streams, circumstances.seed
        )
        store = CheckpointStore(folder.state / CHECKPOINTS)
        held = store.load()
        identity = circumstances.new_identity() if held is None else held.identity
        origin = Origin(identity, folder.script, variant.overrides, variant.local)
        started_us = circumstances.clock.now_us()
        alerts = Alerts(folder.state)
        retries = Retries(settings["run.retries-max"], circumstances.clock, circumstances.report)
        opening = _Opening(folder, world, store, alerts, circumstances, retries)
        steps = opening.recover_former(origin)
        job = opening.job(prepared.plan, settings, origin)
        opened.callback(job.close)
        steps += job.recover()
        runner = Runner(job, settings, stop_when, Observer(job, started_us), retries)
        opened.pop_all()
    return Run(folder, prepared.plan, settings, streams, job, runner, steps, alerts, lock)


@dataclass(frozen=True, slots=True)
class _Opening:
    folder: Folder
    world: Surroundings
    store: CheckpointStore
    alerts: Alerts
    circumstances: Circumstances
    retries: Retries

    def job(self, plan: Plan, settings: Mapping[str, Any], origin: Origin) -> Job:
        owner = Owner(origin.identity, self.alerts.publish)
        wiring = wire(plan, settings, self.world, owner)
        return Job(wiring, self.store, origin, self.retries)

    def recover_former(self, origin: Origin) -> int:
        """Bring what another script began to its end, with that script, and checkpoint.

        Its journal is stepped through, and its sinks publish what they hold back: the script that
        follows may have other sinks.
        """
        checkpoint = self.store.load()
        if checkpoint is None or origin_of(checkpoint) == origin:
            return 0
        journal = self.store.journal_path(checkpoint.step)
        if checkpoint.ended and next(read_journal(journal), None) is None:
            return 0
        former = Folder(self.folder.path, checkpoint.script, self.folder.settings_text, None)
        variant = Variant(checkpoint.local, checkpoint.overrides)
        prepared = prepare(former, variant, self.circumstances.environment)
        try:
            with closing(self.job(prepared.plan, prepared.settings, origin_of(checkpoint))) as job:
                steps = job.recover()
                job.finish()
                return steps
        except UserError:
            # The last step is one that the former script cannot take: its user has mended it, and
            # the script that follows takes the step.
            with closing(self.job(prepared.plan, prepared.settings, origin_of(checkpoint))) as job:
                return job.end_before_last()
