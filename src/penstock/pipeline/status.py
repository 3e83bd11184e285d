"""What a run says of itself: per table the ledger, rates, freshness and state; the report file."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from penstock.core.time import US_PER_SECOND
from penstock.pipeline.freshness import Freshness
from penstock.pipeline.job import Job

PAGE_BYTES = resource.getpagesize()


@dataclass(frozen=True, slots=True)
class TableStatus:
    """One table's ledger: in = out + filtered + late + invalid + in flight.

    A table that statements read counts each row once per statement that reads it; a table that is
    only written counts rows taken, published and pending.
    """

    name: str
    rows_in: int = 0
    rows_out: int = 0
    rows_filtered: int = 0
    rows_late: int = 0
    rows_invalid: int = 0
    rows_in_flight: int = 0
    rows_per_s: float = 0.0
    freshness_p50_ms: float = 0.0
    freshness_p99_ms: float = 0.0
    state_bytes: int = 0

    @property
    def balanced(self) -> bool:
        """Whether every row is accounted for."""
        left = self.rows_out + self.rows_filtered + self.rows_late
        return self.rows_in == left + self.rows_invalid + self.rows_in_flight


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A run at one moment; times in microseconds or as their names say."""

    now_us: int
    state: str
    step: int
    uptime_s: float
    rss_bytes: int
    rss_peak_bytes: int
    checkpoint_age_s: float
    events_per_s: float
    tables: tuple[TableStatus, ...]
    statements: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    watermarks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    problem: str | None = None


class Observer:
    """Watches a job from inside its thread and sums it up; keeps what rates need."""

    def __init__(self, job: Job, started_us: int) -> None:
        self._job = job
        self._clock = job.wiring.surroundings.clock
        self._started_us = started_us
        self._freshness: dict[str, Freshness] = {}
        self._before: tuple[int, dict[str, int]] = (started_us, {})
        self._read_first = {n: c.rows_in for n, c in source_ledger(job).items()}
        self.problem: str | None = None
        job.listeners.append(self._published)

    def _published(self, table: str, batches: Any) -> None:
        now_us = self._clock.now_us()
        ages = self._freshness.setdefault(table, Freshness())
        for batch in batches:
            # What the end of an empty input brings forth has no record that ever arrived.
            if batch.arrived_us > 0:
                ages.add(max(0, now_us - batch.arrived_us), len(batch))

    def status(self, state: str) -> JobStatus:
        """Return the job's status now; rates are since the call before."""
        now_us = self._clock.now_us()
        uptime_s = max(1, now_us - self._started_us) / US_PER_SECOND
        ledger = source_ledger(self._job)
        read = sum(t.rows_in - self._read_first.get(n, 0) for n, t in ledger.items())
        tables = {**sink_ledger(self._job), **with_state(self._job, ledger)}
        return JobStatus(
            now_us=now_us,
            state=state,
            step=self._job.step_number,
            uptime_s=uptime_s,
            rss_bytes=rss_bytes(),
            rss_peak_bytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
            checkpoint_age_s=max(0, now_us - self._job.log.saved_us) / US_PER_SECOND,
            events_per_s=read / uptime_s,
            tables=self._with_rates(now_us, tables),
            statements=statements(self._job),
            watermarks=self._job.wiring.graph.watermarks(),
            problem=self.problem,
        )

    def _with_rates(
        self, now_us: int, tables: Mapping[str, TableStatus]
    ) -> tuple[TableStatus, ...]:
        before_us, before = self._before
        seconds = max(1, now_us - before_us) / US_PER_SECOND
        self._before = (now_us, {name: table.rows_in for name, table in tables.items()})
        found = []
        for name, table in tables.items():
            p50, p99 = self._freshness.get(name, Freshness()).percentiles_ms()
            rate = (table.rows_in - before.get(name, table.rows_in)) / seconds
            found.append(
                replace(table, rows_per_s=rate, freshness_p50_ms=p50, freshness_p99_ms=p99)
            )
        return tuple(found)


def source_ledger(job: Job) -> dict[str, TableStatus]:
    """Return the ledger of each table that is read, summed over the statements that read it."""
    found: dict[str, TableStatus] = {}
    for tables in job.wiring.graph.ledger().values():
        for name, counts in tables.items():
            undecodable = job.rows_undecodable.get(name, 0)
            table = found.get(name, TableStatus(name))
            found[name] = replace(
                table,
                rows_in=table.rows_in + counts.rows_in + undecodable,
                rows_out=table.rows_out + counts.rows_out,
                rows_filtered=table.rows_filtered + counts.rows_filtered,
                rows_late=table.rows_late + counts.rows_late,
                rows_invalid=table.rows_invalid + counts.rows_invalid + undecodable,
                rows_in_flight=table.rows_in_flight + counts.rows_in_flight,
            )
    return found


def with_state(job: Job, ledger: Mapping[str, TableStatus]) -> dict[str, TableStatus]:
    """Return the ledger with the memory that operators hold for each table."""
    sizes: Counter[str] = Counter()
    for holder in job.wiring.graph.state_holders():
        sizes[holder.table] += holder.size_bytes
    return {n: replace(table, state_bytes=sizes[n]) for n, table in ledger.items()}


def sink_ledger(job: Job) -> dict[str, TableStatus]:
    """Return the ledger of each table that is written."""
    found: dict[str, TableStatus] = {}
    for insert in job.wiring.plan.inserts:
        table = found.get(insert.table.name, TableStatus(insert.table.name))
        received = job.rows_received(insert.name)
        waiting = job.wiring.sinks[insert.name].rows_pending
        found[insert.table.name] = replace(
            table,
            rows_in=table.rows_in + received,
            rows_out=table.rows_out + received - waiting,
            rows_in_flight=table.rows_in_flight + waiting,
        )
    return found


def statements(job: Job) -> dict[str, dict[str, Any]]:
    """Return the ledger per statement and source table, as plain numbers."""
    return {
        insert: {table: asdict(counts) for table, counts in tables.items()}
        for insert, tables in job.wiring.graph.ledger().items()
    }


def rss_bytes() -> int:
    """Return this process's resident memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * PAGE_BYTES


def report(status: JobStatus) -> dict[str, Any]:
    """Return the status as the report file holds it."""
    return {
        "state": status.state,
        "steps": status.step,
        "uptime_s": round(status.uptime_s, 3),
        "events_per_s": round(status.events_per_s, 1),
        "rss_peak_bytes": status.rss_peak_bytes,
        "balanced": all(table.balanced for table in status.tables),
        "tables": {table.name: asdict(table) for table in status.tables},
        "statements": status.statements,
        "problem": status.problem,
    }
