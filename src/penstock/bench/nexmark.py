"""The Nexmark benchmark: every query in turn, Penstock's figures beside Flink's if wanted."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from penstock.bench.event_file import default_folder, event_file
from penstock.bench.job import Job, Measured, measure
from penstock.bench.suite import Source

RATE = 10_000
"""Events a second of event time, as in the suite."""
COLUMNS = (
    ("query", 5), ("M events/s", 11), ("engine", 8), ("rows out", 11), ("p99 ms", 8),
    ("state MB", 9), ("RSS MB", 8), ("warm s", 7), ("Flink", 9), ("ratio", 7),
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
    """A query's figures: events a second, and Flink's where it was asked."""

    measured: Measured
    source: Source
    flink_seconds: float | None = None
    flink_problem: str = ""

    @property
    def seconds(self) -> float:
        """The time that counts: from JSON all of it, else without making the events."""
        counted = self.measured
        return counted.seconds if self.source is Source.JSON else counted.engine_seconds

    @property
    def ratio(self) -> float | None:
        """How many times as fast as Flink, where both ran."""
        if self.flink_seconds is None or not self.seconds:
            return None
        return self.flink_seconds / self.seconds


AskFlink = Callable[[str, str], float]
"""Runs a query on a file of events with Flink and returns the seconds that its job took."""


def lines(request: Request, flink: AskFlink | None) -> Iterator[Line]:
    """Yield each query's figures as they come."""
    path = ""
    if request.source is Source.JSON or flink is not None:
        path = str(event_file(request.events, request.rate, default_folder()))
    cores = tuple(sorted(os.sched_getaffinity(0))[-request.cores :])
    for query in request.queries:
        job = Job(query, request.source, request.events, request.rate, path, cores)
        measured = measure(job)
        if flink is None:
            yield Line(measured, request.source)
        else:
            yield Line(measured, request.source, flink_seconds=flink(query, path))


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
        line.flink_problem or flink,
        "" if line.ratio is None else f"{line.ratio:.2f}",
    )
    return " ".join(f"{text:>{width}}" for text, (_, width) in zip(texts, COLUMNS, strict=True))


def summary(done: Sequence[Line]) -> str:
    """Return the geometric means of all that ran."""
    ran = [line for line in done if not line.measured.problem]
    rate = geometric_mean(line.measured.events / line.seconds for line in ran)
    text = f"{len(ran)} of {len(done)} queries, geometric mean {rate / 1e6:.2f} M events/s"
    ratios = [line.ratio for line in ran if line.ratio is not None]
    if ratios:
        text += f", {geometric_mean(ratios):.2f} times Flink over {len(ratios)} queries, "
        text += f"at least {min(ratios):.2f}"
    return text


def written(done: Sequence[Line], path: Path) -> None:
    """Write all figures as JSON."""
    figures = [
        {**msgspec.to_builtins(line.measured), "flink_seconds": line.flink_seconds,
         "ratio": line.ratio}
        for line in done
    ]  # fmt: skip
    path.write_bytes(msgspec.json.format(msgspec.json.encode(figures)) + b"\n")
