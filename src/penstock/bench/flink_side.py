"""The same queries on real Flink: same events, same core, warmed by a run of the same query."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec

from penstock.bench.job import write_side_input
from penstock.bench.suite import Source, filled
from penstock.core.errors import ExternalError
from penstock.flink import Flink, Program
from penstock.flink.program import SOURCES

JAVA = Path(__file__).parent / "java"
SETTINGS = {
    "pipeline.object-reuse": "true",
    "table.exec.mini-batch.enabled": "true",
    "table.exec.mini-batch.allow-latency": "2 s",
    "table.exec.mini-batch.size": "50000",
}
"""What Flink is told beside parallelism 1; it takes no checkpoints."""
HEAP = "-Xmx6g"
SECONDS_MAX = 900


class FlinkTook(msgspec.Struct, frozen=True):
    """What Flink says of a query's second run."""

    cold_ms: int
    runtime_ms: int
    peak_rss_bytes: int

    @property
    def seconds(self) -> float:
        """Seconds from the job's start to its end."""
        return self.runtime_ms / 1_000


class FlinkFailed(ExternalError):
    """Flink did not run a query.

    >>> print(FlinkFailed("Flink did not run q13: ValidationException"))
    E853 Flink did not run q13: ValidationException
    """

    code = "E853"


@dataclass(frozen=True, slots=True)
class FlinkSide:
    """Runs queries on a Flink, on the given cores."""

    flink: Flink
    source: Source
    cores: tuple[int, ...]

    def took(self, query: str, path: Path) -> FlinkTook:
        """Run a query on a file of events, twice, and return what the second run took."""
        with tempfile.TemporaryDirectory() as name:
            script = Path(name) / "script.sql"
            script.write_text(flink_script(query, self.source, path, Path(name)))
            program = Program("penstock.bench.RunTwice", (SOURCES, JAVA), (HEAP,))
            settings = [f"{key}={value}" for key, value in SETTINGS.items()]
            line = program.command(self.flink, [str(script), *settings])
            return _run(query, [*_pinned(self.cores), *line])


def flink_script(query: str, source: Source, path: Path, folder: Path) -> str:
    """Return a query's script as Flink takes it, its other files in `folder`."""
    side = write_side_input(folder)
    parameters = {
        "EVENTS_PATH": str(path),
        "NEXMARK_DIR": str(folder),
        "FLINK_HOME": str(folder),
        "COUNT_CHAR": "'penstock.bench.CountChar'",
    }
    text = filled(("ddl_json", "ddl_views", query), parameters)
    if source is Source.GENERATOR:
        text = text.replace("'connector' = 'filesystem'", "'connector' = 'events-in-memory'", 1)
        text = re.sub(r",\s*'format' = 'json'", "", text, count=1)
    # Flink's own file connector can no longer be looked up, so that ours stands in.
    return re.sub(
        rf"'connector' = 'filesystem',\s*'path' = 'file://{re.escape(str(side))}',"
        r"\s*'format' = 'csv'",
        f"'connector' = 'side-input', 'path' = '{side}'",
        text,
    )


def _pinned(cores: tuple[int, ...]) -> list[str]:
    taskset = shutil.which("taskset")
    return [taskset, "-c", ",".join(map(str, cores))] if taskset and cores else []


def _run(query: str, line: list[str]) -> FlinkTook:
    try:
        done = subprocess.run(  # noqa: S603 -- our own Java program
            line, capture_output=True, text=True, check=False, timeout=SECONDS_MAX
        )
    except subprocess.TimeoutExpired:
        raise FlinkFailed(f"Flink did not end {query} within {SECONDS_MAX} s") from None
    if done.returncode:
        said = [part for part in done.stderr.splitlines() if "Exception" in part or "Error" in part]
        raise FlinkFailed(f"Flink did not run {query}: {said[-1] if said else done.stderr[-300:]}")
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=FlinkTook)
