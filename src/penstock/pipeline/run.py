"""A folder as a running job: compile, wire, recover, run; what commands and the page hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from penstock.core.errors import ExternalError
from penstock.core.protocols import Streams, Surroundings
from penstock.core.time import Clock
from penstock.pipeline.alerts import Alerts
from penstock.pipeline.checkpoint import Checkpoint, CheckpointStore
from penstock.pipeline.folder import Folder, Variant, compile_folder
from penstock.pipeline.folder_lock import FolderLock
from penstock.pipeline.job import Job, Origin
from penstock.pipeline.journal import read_journal
from penstock.pipeline.prepare import Prepared
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
        self.streams.close()
        self.lock.close()
        if self.runner.error is not None:
            raise self.runner.error


def open_run(prepared: Prepared, stop_when: StopWhen, circumstances: Circumstances) -> Run:
    """Return the folder wired and recovered, not yet started."""
    folder, variant, plan = prepared.folder, prepared.variant, prepared.plan
    lock = FolderLock(folder.state)
    try:
        streams = StreamStore(folder.state / "streams", circumstances.clock)
        world = Surroundings(
            folder.path, folder.state, circumstances.clock, streams, circumstances.seed
        )
        store = CheckpointStore(folder.state / "checkpoints")
        held = store.load()
        identity = circumstances.new_identity() if held is None else held.identity
        origin = Origin(identity, folder.script, variant.overrides, variant.local)
        started_us = circumstances.clock.now_us()
        alerts = Alerts(folder.state)
        opening = _Opening(folder, prepared.settings, world, store, alerts, circumstances)
        steps = opening.recover_former(origin)
        job = opening.job(plan, origin)
        steps += job.recover()
    except BaseException:
        lock.close()
        raise
    observer = Observer(job, started_us)
    runner = Runner(job, dict(prepared.settings), stop_when, observer)
    return Run(folder, plan, prepared.settings, streams, job, runner, steps, alerts, lock)


@dataclass(frozen=True, slots=True)
class _Opening:
    folder: Folder
    settings: Mapping[str, Any]
    world: Surroundings
    store: CheckpointStore
    alerts: Alerts
    circumstances: Circumstances

    def job(self, plan: Plan, origin: Origin) -> Job:
        retries = Retries(
            self.settings["run.retries-max"], self.circumstances.clock, self.circumstances.report
        )
        owner = Owner(origin.identity, self.alerts.publish)
        wiring = wire(plan, self.settings, self.world, owner)
        return Job(wiring, self.store, origin, retries)

    def recover_former(self, origin: Origin) -> int:
        """Step through a journal that another script wrote, with that script, and checkpoint."""
        checkpoint = self.store.load()
        if checkpoint is None or _origin_of(checkpoint) == origin:
            return 0
        if not any(True for _ in read_journal(self.store.journal_path(checkpoint.step))):
            return 0
        former = Folder(self.folder.path, checkpoint.script, self.folder.settings_text, None)
        variant = Variant(checkpoint.local, checkpoint.overrides)
        plan = compile_folder(former, variant, self.circumstances.environment)
        job = self.job(plan, _origin_of(checkpoint))
        try:
            return job.recover()
        finally:
            job.close()


def _origin_of(checkpoint: Checkpoint) -> Origin:
    return Origin(
        checkpoint.identity, checkpoint.script, tuple(checkpoint.overrides), checkpoint.local
    )
