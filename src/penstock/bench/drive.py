"""Run a script's plan as fast as its source gives: read, step, hand to the sinks, and no more.

That is what compares to Flink without checkpoints: no journal, no streams, no checkpoint.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from penstock.config.toml import read_folder_settings
from penstock.core.batch import Batch
from penstock.core.protocols import Surroundings
from penstock.core.time import Clock
from penstock.engine.flow import Flow
from penstock.pipeline.ahead import Ahead
from penstock.pipeline.wiring import Owner, Wiring, wire
from penstock.sql.plan import Plan
from penstock.streams.store import StreamStore

NS_PER_SECOND = 1e9
ROWS_MAX = 20_000
"""Rows of a batch, once the source has shown that it has more."""


@dataclass(slots=True)
class Times:
    """What a run took, in nanoseconds: waiting for what is read and decoded, stepping, sinks."""

    read_ns: int = 0
    step_ns: list[int] = field(default_factory=list)
    sink_ns: int = 0
    rows_in: int = 0
    rows_out: int = 0

    @property
    def engine_seconds(self) -> float:
        """Seconds in operators and sinks; with two cores, all that is not spent waiting."""
        return (sum(self.step_ns) + self.sink_ns) / NS_PER_SECOND

    @property
    def seconds(self) -> float:
        """Seconds altogether, on the clock."""
        return self.engine_seconds + self.read_ns / NS_PER_SECOND

    def percentile_ms(self, share: float) -> float:
        """Return how long a step takes that only a share of the steps exceed, in milliseconds."""
        ordered = sorted(self.step_ns)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] / 1e6 if ordered else 0.0


@dataclass(frozen=True, slots=True)
class _Begun:
    rows: int
    read_ns: int
    flow: Flow


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A script wired to its tables, in a folder of its own."""

    wiring: Wiring
    clock: Clock

    def steps(self, times: Times) -> Iterator[Mapping[str, Sequence[Batch]]]:
        """Step until every source has ended; yield what each step gave its sinks."""
        for reader in self.wiring.readers.values():
            reader.begin({})
        for sink in self.wiring.sinks.values():
            sink.restore(None)
        with closing(Ahead(self._begin, threaded=self.wiring.threaded)) as ahead:
            for number in count(1):
                began = time.perf_counter_ns()
                begun = ahead.next()
                if begun is None:
                    return
                # What was read while the step before was finished has cost no time.
                read = began + min(begun.read_ns, time.perf_counter_ns() - began)
                if any(reader.behind for reader in self.wiring.readers.values()):
                    ahead.go_on()
                outputs = self.wiring.graph.finish(begun.flow).outputs
                stepped = time.perf_counter_ns()
                self._write(number, outputs, times)
                if ahead.quiet:
                    self.wiring.graph.division.rebalance()
                times.read_ns += read - began
                times.step_ns.append(stepped - read)
                times.sink_ns += time.perf_counter_ns() - stepped
                times.rows_in += begun.rows
                yield outputs

    def _begin(self) -> _Begun | None:
        readers = self.wiring.readers.values()
        if all(reader.finished for reader in readers):
            return None
        began = time.perf_counter_ns()
        taken = [part for reader in readers for part in reader.poll()]
        read_ns = time.perf_counter_ns() - began
        arrivals = [part.arrival for part in taken]
        flow = self.wiring.graph.begin(arrivals, self.clock.now_us())
        return _Begun(sum(part.rows for part in taken), read_ns, flow)

    def _write(self, number: int, outputs: Mapping[str, Sequence[Batch]], times: Times) -> None:
        with self.wiring.graph.division.outside():
            for name, batches in outputs.items():
                self.wiring.sinks[name].write(number, batches)
                times.rows_out += sum(map(len, batches))

    def run(self) -> Times:
        """Step until every source has ended."""
        times = Times()
        for _ in self.steps(times):
            pass
        return times

    def state_bytes(self) -> int:
        """Return roughly how much memory the operators hold."""
        return sum(each.size_bytes for each in self.wiring.graph.state_holders())


class Opened(ExitStack):
    """A pipeline that is closed with the block that it was opened for."""

    def pipeline(
        self,
        plan: Plan,
        folder: Path,
        clock: Clock,
        rows_max: int = ROWS_MAX,
        *,
        cores: int = 1,
    ) -> Pipeline:
        """Return a plan's pipeline; relative paths of its tables are looked up in `folder`."""
        streams = self.enter_context(closing(StreamStore(folder / ".penstock", clock)))
        world = Surroundings(folder, folder / ".penstock", clock, streams)
        # Generated event times need not be near the clock's.
        settings = {
            **read_folder_settings("", "penstock.toml", plan.settings, {}),
            "run.clock-guard": None,
            "run.batch-rows-max": rows_max,
            "run.cores": cores,
        }
        wiring = wire(plan, settings, world, Owner("bench", lambda alert: None))
        self.enter_context(closing(wiring))
        return Pipeline(wiring, clock)
