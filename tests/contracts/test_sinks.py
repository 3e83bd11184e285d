"""Every exactly-once sink: however written, wherever killed, the same rows, each once."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock.core.batch import Batch
from penstock.core.errors import ExternalError
from penstock.core.protocols import Sink
from penstock.core.time import ManualClock
from penstock.sinks import documents, email_alert, filesystem, metrics
from penstock.sinks.outbox import Outbox
from penstock.sinks.read_documents import read_documents
from penstock.sinks.read_metrics import read_metrics
from penstock.sinks.request import SinkRequest
from tests.sinks.support import NOW_US, Killed, Trap, batch, memory_folder, published, request, row

STEP_US = 20_000_000


@dataclass(frozen=True)
class Case:
    """A sink under contract: how it is opened and what its readers see."""

    name: str
    open: Callable[[SinkRequest], Any]
    options: dict[str, str]
    visible: Callable[[Path], list[Any]]
    table: dict[str, Any]
    changes: bool = False


def _lines(folder: Path) -> list[Any]:
    rows = []
    for file in published(folder / "out"):
        raw = file.read_bytes()
        text = gzip.decompress(raw) if file.suffix == ".gz" else raw
        where = str(file.parent.relative_to(folder))
        rows += [(where, *json.loads(line).values()) for line in text.splitlines()]
    return sorted(rows)


def _parquet(folder: Path) -> list[Any]:
    files = published(folder / "out")
    rows = [tuple(r.values()) for file in files for r in pq.ParquetFile(file).read().to_pylist()]
    return sorted(rows)


def _documents(folder: Path) -> list[Any]:
    rows = read_documents(folder / ".penstock" / "documents.db", "t").to_pylist()
    return sorted(tuple(r.values()) for r in rows)


def _points(folder: Path) -> list[Any]:
    rows = read_metrics(folder / ".penstock" / "metrics.db").to_pylist()
    return [tuple(r.values()) for r in rows]


def _alerts(folder: Path) -> list[Any]:
    box = Outbox(folder / ".penstock" / "outbox.db")
    alerts = [(alert.key, alert.subject) for alert in box.recent(1000)]
    box.close()
    return alerts


FILES = {
    "path": "out",
    "sink.rolling-policy.file-size": "350",
    "sink.rolling-policy.rollover-interval": "40 s",
}
CASES = [
    Case("json", filesystem.open_sink, FILES, _lines, {}),
    Case(
        "gzip in folders",
        filesystem.open_sink,
        FILES | {"compression": "gzip"},
        _lines,
        {"partition_keys": ("location",)},
    ),
    Case(
        "parquet in folders",
        filesystem.open_sink,
        FILES | {"format": "parquet"},
        _parquet,
        {"partition_keys": ("location",)},
    ),
    Case("documents appended", documents.open_sink, {}, _documents, {}),
    Case(
        "documents by key",
        documents.open_sink,
        {},
        _documents,
        {"primary_key": ("location",)},
        changes=True,
    ),
    Case(
        "metrics",
        metrics.open_sink,
        {"metric.value": "wind_speed", "metric.dimensions": "location"},
        _points,
        {},
        changes=True,
    ),
    Case(
        "alerts",
        email_alert.open_sink,
        {
            "to": "crew@example.org",
            "subject": "{turbine}: {wind_speed}",
            "episode.gap": "1 s",
            "cool-down": "3 s",
        },
        _alerts,
        {"partition_keys": ("location",)},
        changes=True,
    ),
]


@dataclass(frozen=True)
class Step:
    """One step's rows and what the pipeline does after it; the first time, it may also die."""

    batches: tuple[tuple[tuple[str, int, int], ...], ...]
    tick: bool
    checkpoint: str
    dies: bool = False


ROWS = st.tuples(st.sampled_from("abc"), st.integers(0, 3), st.sampled_from([0, 0, 0, 1, 2, 3]))
STEPS = st.lists(
    st.builds(
        Step,
        st.lists(st.lists(ROWS, max_size=4).map(tuple), max_size=3).map(tuple),
        st.booleans(),
        st.sampled_from(["none", "none", "kept", "lost"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)
KILLS = st.lists(st.integers(0, 12) | st.integers(0, 100), max_size=6)


def _batches(case: Case, step: Step, number: int) -> list[Batch]:
    made = []
    for part in step.batches:
        rows = [row(loc, speed, turbine=number, second=number) for loc, speed, _ in part]
        made.append(batch(rows, kinds=[kind for *_, kind in part] if case.changes else None))
    return made


def _run(case: Case, folder: Path, steps: Sequence[Step], trap: Trap | None = None) -> list[Any]:
    """Run the steps as a pipeline does, restoring after each death; return what readers see.

    Without a trap nothing dies.
    """
    deadly, trap = trap is not None, trap or Trap()
    clock = ManualClock(NOW_US)
    token: bytes | None = None
    following = 0
    dead: set[int] = set()
    done = False
    while not done:
        try:
            sink = case.open(request(folder, case.options, clock=clock, before=trap, **case.table))
            sink.restore(token)
            for number in range(following, len(steps)):
                sink.write(number, _batches(case, steps[number], number))
                clock.sleep(20)
                if steps[number].tick:
                    sink.on_time(clock.now_us())
                if steps[number].checkpoint != "none":
                    taken = sink.snapshot()
                    if steps[number].checkpoint == "kept":
                        token, following = taken, number + 1
                if deadly and steps[number].dies and number not in dead:
                    dead.add(number)
                    raise Killed
            _finish(sink)
            done = True
        except (Killed, ExternalError):
            continue
    seen = case.visible(folder)
    assert sink.rows_pending == 0
    sink.close()
    return seen


def _finish(sink: Sink) -> None:
    if hasattr(sink, "publish"):
        sink.publish()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, kills=KILLS, fulls=KILLS)
def test_a_crash_is_invisible(
    case: Case, steps: list[Step], kills: list[int], fulls: list[int]
) -> None:
    with memory_folder() as calm, memory_folder() as rough:
        expected = _run(case, calm, steps)
        assert _run(case, rough, steps, Trap(kills, fulls)) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, extra=st.integers(0, 3))
def test_steps_that_were_taken_are_taken_again_without_effect(
    case: Case, steps: list[Step], extra: int
) -> None:
    with memory_folder() as calm, memory_folder() as again:
        expected = _run(case, calm, steps)
        sink = case.open(request(again, case.options, **case.table))
        sink.restore(None)
        for number in range(len(steps)):
            for back in range(extra, -1, -1):
                if number >= back:
                    repeated = number - back
                    sink.write(repeated, _batches(case, steps[repeated], repeated))
        _finish(sink)
        assert case.visible(again) == expected
        sink.close()
