"""One query of the benchmark, measured in a process of its own that is pinned to a core.

The parent gives a `Job` as JSON on the command line and reads a `Measured` from standard output.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from penstock.bench.drive import ROWS_MAX, Opened, Pipeline, Times
from penstock.bench.suite import Source, compiled_script
from penstock.core.errors import ExternalError, PenstockError
from penstock.core.time import SystemClock

SIDE_ROWS = 10_000
WARM_EVENTS = 60_000
_KIB = 1024
_P99 = 0.99


class Job(msgspec.Struct, frozen=True):
    """What to run and where; `path` is the file of events, for a JSON source."""

    query: str
    source: Source
    events: int
    rate: int
    path: str = ""
    cores: tuple[int, ...] = ()
    rows_max: int = ROWS_MAX


class Measured(msgspec.Struct, frozen=True):
    """What a run of one query took; `problem` says why there was none."""

    query: str
    events: int = 0
    seconds: float = 0.0
    engine_seconds: float = 0.0
    warm_seconds: float = 0.0
    rows_out: int = 0
    p99_ms: float = 0.0
    state_bytes: int = 0
    rss_bytes: int = 0
    problem: str = ""


class NoMeasurement(ExternalError):
    """A query's process ended without a result.

    >>> print(NoMeasurement("q5: the process ended with status 9"))
    E851 q5: the process ended with status 9
    """

    code = "E851"


def measure(job: Job) -> Measured:
    """Run a job in a process of its own."""
    line = [sys.executable, "-m", "penstock.bench.job", msgspec.json.encode(job).decode()]
    ended = subprocess.run(line, check=False, stdout=subprocess.PIPE)  # noqa: S603 -- ourselves
    if ended.returncode:
        raise NoMeasurement(f"{job.query}: the process ended with status {ended.returncode}")
    return msgspec.json.decode(ended.stdout, type=Measured)


def main(text: str) -> None:
    """Run the job that the parent gives and print what it took."""
    job = msgspec.json.decode(text, type=Job)
    if job.cores:
        os.sched_setaffinity(0, job.cores)
    try:
        measured = measured_here(job)
    except PenstockError as error:
        measured = Measured(job.query, problem=f"{error.code} {error.message}")
    sys.stdout.buffer.write(msgspec.json.encode(measured))


def measured_here(job: Job) -> Measured:
    """Run a job in this process: once on a few events to load the kernels, then on all."""
    began = time.perf_counter()
    _run(msgspec.structs.replace(job, events=min(job.events, WARM_EVENTS)))
    warm_seconds = time.perf_counter() - began
    times, state_bytes = _run(job)
    return Measured(
        job.query,
        times.rows_in,
        times.seconds,
        times.engine_seconds,
        warm_seconds,
        times.rows_out,
        times.percentile_ms(_P99),
        state_bytes,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _KIB,
    )


def _run(job: Job) -> tuple[Times, int]:
    with tempfile.TemporaryDirectory() as name, Opened() as opened:
        folder = Path(name)
        pipeline = _pipeline(job, opened, folder)
        times = pipeline.run()
        return times, pipeline.state_bytes()


def _pipeline(job: Job, opened: Opened, folder: Path) -> Pipeline:
    write_side_input(folder)
    path = Path(job.path)
    if job.source is Source.JSON and job.events <= WARM_EVENTS and path.is_file():
        path = _head_of(path, job.events, folder)
    parameters = {
        "EVENTS_NUM": str(job.events),
        "TPS": str(job.rate),
        "EVENTS_PATH": str(path),
        "NEXMARK_DIR": str(folder),
        "FLINK_HOME": str(folder),
    }
    plan = compiled_script(job.query, job.source, parameters)
    cores = max(1, len(job.cores))
    # Each core gets as many rows of a step as one core alone would.
    return opened.pipeline(plan, folder, SystemClock(), job.rows_max * cores, cores=cores)


def _head_of(path: Path, events: int, folder: Path) -> Path:
    """Return a file with the first events of another one."""
    head = folder / "head.json"
    with path.open("rb") as whole, head.open("wb") as part:
        part.writelines(line for line, _ in zip(whole, range(events), strict=False))
    return head


def write_side_input(folder: Path) -> Path:
    """Write the file that q13 looks up: each number with its text."""
    path = folder / "data" / "side_input.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{number},{number}\n" for number in range(SIDE_ROWS)))
    return path


if __name__ == "__main__":
    main(sys.argv[1])
