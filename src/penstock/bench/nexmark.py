"""The Nexmark benchmark: every query in turn, Penstock's figures beside Flink's if wanted."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from penstock.bench.event_file import default_folder, event_file
from penstock.bench.flink_side import FlinkFailed, FlinkSide
from penstock.bench.job import Job, Measured, measure
from penstock.bench.suite import Source
from penstock.flink import Flink

RATE = 10_000
"""Events a second of event time, as in the suite."""
COLUMNS = (
    ("query", 5), ("M events/s", 11), ("engine", 8), ("rows out", 11), ("p99 ms", 8),
    ("state MB", 9), ("RSS MB", 8), ("warm s", 7), ("one core", 9), ("times", 6),
    ("Flink", 7), ("RSS MB", 8), ("ratio", 6),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure: which queries, on how many events, from where, on how many cores."""

    queries: Sequence[str]
    events: int
    source: Source
    cores: int = 1
    rate: int = RATE


class Line(msgspec.Struct, frozen=True):
    """A query's figures: events a second, on one core too if on several, Flink's if asked."""

    measured: Measured
    source: Source
    one_core: Measured | None = None
    flink_seconds: float | None = None
    flink_rss_bytes: int = 0
    flink_problem: str = ""

    @property
    def seconds(self) -> float:
        """The time that counts: all of it, but on one core without making events as columns.

        On several cores they are made while others work, so their time cannot be taken off.
        """
        counted = self.measured
        whole = self.source is Source.JSON or self.one_core is not None
        return counted.seconds if whole else counted.engine_seconds

    @property
    def speedup(self) -> float | None:
        """How many times as fast as on one core, where both ran; whole times."""
        if self.one_core is None or not self.measured.seconds:
            return None
        return self.one_core.seconds / self.measured.seconds

    @property
    def ratio(self) -> float | None:
        """How many times as fast as Flink, where both ran."""
        if self.flink_seconds is None or not self.seconds:
            return None
        return self.flink_seconds / self.seconds


def lines(request: Request, flink: Flink | None = None) -> Iterator[Line]:
    """Yield each query's figures as they come, beside Flink's if one is given."""
    path = ""
    if request.source is Source.JSON or flink is not None:
        path = str(event_file(request.events, request.rate, default_folder()))
    cores = tuple(sorted(os.sched_getaffinity(0))[-request.cores :])
    side = FlinkSide(flink, request.source, cores) if flink is not None else None
    for query in request.queries:
        job = Job(query, request.source, request.events, request.rate, path, cores)
        alone = msgspec.structs.replace(job, cores=cores[-1:])
        one_core = measure(alone) if len(cores) > 1 else None
        line = Line(measure(job), request.source, one_core)
        yield line if side is None else _beside(line, side, Path(path))


def _beside(line: Line, side: FlinkSide, path: Path) -> Line:
    try:
        took = side.took(line.measured.query, path)
    except FlinkFailed as failed:
        return msgspec.structs.replace(line, flink_problem=failed.message)
    return msgspec.structs.replace(
        line, flink_seconds=took.seconds, flink_rss_bytes=took.peak_rss_bytes
    )


def geometric_mean(values: Iterable[float]) -> float:
    """Return the geometric mean, of positive numbers, 0 for none.

    >>> geometric_mean([2.0, 8.0])
    4.0
    """
    logs = [math.log(value) for value in values]
    return math.exp(math.fsum(logs) / len(logs)) if logs else 0.0


def head() -> str:
    """Return the table's head."""
    return " ".join(f"{name:>{width}}" for name, width in COLUMNS)


def row(line: Line) -> str:
    """Return a query's line of the table."""
    counted = line.measured
    if counted.problem:
        return f"{counted.query:>5} {counted.problem.splitlines()[0]}"
    flink = "" if line.flink_seconds is None else f"{counted.events / line.flink_seconds / 1e6:.3f}"
    texts = (
        counted.query,
        f"{counted.events / counted.seconds / 1e6:.2f}",
        f"{counted.events / counted.engine_seconds / 1e6:.2f}",
        f"{counted.rows_out:,}",
        f"{counted.p99_ms:.1f}",
        f"{counted.state_bytes / 1e6:.1f}",
        f"{counted.rss_bytes / 1e6:.0f}",
        f"{counted.warm_seconds:.1f}",
        "" if line.one_core is None else f"{counted.events / line.one_core.seconds / 1e6:.2f}",
        "" if line.speedup is None else f"{line.speedup:.2f}",
        flink,
        f"{line.flink_rss_bytes / 1e6:.0f}" if flink else "",
        "" if line.ratio is None else f"{line.ratio:.2f}",
    )
    shown = (f"{text:>{width}}" for text, (_, width) in zip(texts, COLUMNS, strict=True))
    return " ".join((*shown, line.flink_problem)).rstrip()


def summary(done: Sequence[Line]) -> str:
    """Return the geometric means of all that ran."""
    ran = [line for line in done if not line.measured.problem]
    rate = geometric_mean(line.measured.events / line.seconds for line in ran)
    text = f"{len(ran)} of {len(done)} queries, geometric mean {rate / 1e6:.2f} M events/s"
    speedups = [line.speedup for line in ran if line.speedup is not None]
    if speedups:
        text += f", {geometric_mean(speedups):.2f} times one core"
    ratios = [line.ratio for line in ran if line.ratio is not None]
    if ratios:
        text += f", {geometric_mean(ratios):.2f} times Flink over {len(ratios)} queries, "
        text += f"at least {min(ratios):.2f}"
    return text


def written(done: Sequence[Line], path: Path) -> None:
    """Write all figures as JSON."""
    figures = [
        {**msgspec.to_builtins(line), "seconds": line.seconds, "ratio": line.ratio,
         "speedup": line.speedup}
        for line in done
    ]  # fmt: skip
    path.write_bytes(msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
