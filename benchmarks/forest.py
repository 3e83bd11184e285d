"""How many points a second a random cut forest scores and learns, beside the krcf library.

Run `python benchmarks/forest.py [--json FILE] [--quick]`: one core, 100 trees of 256 points, from
the first point on. Time is the processor's own (nothing here uses a second thread), best of three
runs: other work on the machine only ever makes a run slower.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import krcf
import numpy as np

from penstock.learning import DetectorConfig, Detectors, Forest, ForestConfig, Pool, warm
from penstock.learning.detectors import BUDGET_BYTES


@dataclass(frozen=True)
class Figure:
    """One line of the table; times and sizes are to be at most `goal`, all else at least."""

    name: str
    value: float
    unit: str
    goal: float | None = None

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"{self.goal:>12,.4g}"
        return f"{self.name:<44}{self.value:>14,.4g} {self.unit:<10}{goal}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="a tenth of the points")
    options = parser.parse_args()
    figures = measure(0.1 if options.quick else 1.0)
    print(f"{'':<44}{'measured':>14} {'':<10}{'goal':>12}")
    for figure in figures:
        print(figure)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=2))


def measure(part: float) -> list[Figure]:
    started = time.process_time()
    warm()
    figures = [Figure("kernels ready", time.process_time() - started, "s", 15)]
    ours = {}
    for dimensions, count, goal in (
        (1, 200_000, 80_000),
        (8, 100_000, 45_000),
        (32, 40_000, 18_000),
    ):
        rows = np.random.default_rng(1).normal(size=(int(count * part), dimensions))
        ours[dimensions] = rate(rows, 1_000)
        figures.append(
            Figure(f"d={dimensions}, batches of 1000", ours[dimensions], "points/s", goal)
        )
    rows = np.random.default_rng(1).normal(size=(int(20_000 * part), 1))
    figures.append(Figure("d=1, batches of 1", rate(rows, 1), "points/s", 14_000))
    theirs = rate_of_krcf(rows)
    figures.append(Figure("d=1, krcf", theirs, "points/s"))
    figures.append(Figure("d=1, times krcf", ours[1] / theirs, "", 3.5))
    figures += [explained(1, part), explained(8, part), two_threads(part)]
    return figures + snapshots() + many_keys(part)


def explained(dimensions: int, part: float) -> Figure:
    """Score, attribute and expect; the first run compiles."""
    rows = np.random.default_rng(1).normal(size=(int(20_000 * part), dimensions))

    def run() -> None:
        forest = Forest(ForestConfig(dimensions=dimensions))
        for start in range(0, len(rows), 1_000):
            forest.explain_and_update(rows[start : start + 1_000], expect=True)

    return Figure(
        f"d={dimensions}, explained with expected values", len(rows) / best(run), "points/s"
    )


def two_threads(part: float) -> Figure:
    """Compare wall times of one and two threads, in turn, best of five each."""
    rows = np.random.default_rng(1).normal(size=(int(100_000 * part), 8))
    with ThreadPoolExecutor(2) as executor:
        ratios = [wall(rows, None) / wall(rows, Pool(executor, 2)) for _ in range(5)]
    return Figure("d=8, two threads", max(ratios), "times", 1.8)


def wall(rows: np.ndarray, pool: Pool | None) -> float:
    forest = Forest(ForestConfig(dimensions=rows.shape[1]))
    started = time.perf_counter()
    for start in range(0, len(rows), 2_000):
        forest.score_and_update(rows[start : start + 2_000], pool=pool)
    return time.perf_counter() - started


def rate(rows: np.ndarray, batch: int) -> float:
    def run() -> None:
        forest = Forest(ForestConfig(dimensions=rows.shape[1]))
        for start in range(0, len(rows), batch):
            forest.score_and_update(rows[start : start + batch])

    return len(rows) / best(run)


def rate_of_krcf(rows: np.ndarray) -> float:
    options = {
        "dimensions": 1,
        "shingle_size": 1,
        "num_trees": 100,
        "sample_size": 256,
        "lambda": 1e-5,
        "random_seed": 1,
    }

    def run() -> None:
        forest = krcf.RandomCutForest(options)
        for row in rows:
            forest.score(row)
            forest.update(row)

    return len(rows) / best(run)


def snapshots() -> list[Figure]:
    figures = []
    for dimensions in (1, 8):
        forest = Forest(ForestConfig(dimensions=dimensions))
        forest.score_and_update(np.random.default_rng(1).normal(size=(5_000, dimensions)))
        data = forest.snapshot()
        goal = 1.0 if dimensions == 1 else None
        save = min(seconds(forest.snapshot) for _ in range(20)) * 1e3
        load = min(seconds(lambda data=data: Forest.restore(data)) for _ in range(20)) * 1e3
        figures += [
            Figure(f"d={dimensions}, snapshot", save, "ms", goal),
            Figure(f"d={dimensions}, restore", load, "ms", goal),
            Figure(f"d={dimensions}, snapshot size", len(data) / 1e3, "kB"),
        ]
    return figures


def many_keys(part: float) -> list[Figure]:
    """Spread rows over many keys, a thousand rows to a batch, most keys once in a batch."""
    keys = [f"turbine {number}".encode() for number in range(1_000)]
    chance = np.random.default_rng(1)
    groups = chance.integers(0, len(keys), int(300_000 * part))
    rows = chance.normal(size=(len(groups), 1))
    detectors = Detectors(DetectorConfig(ForestConfig()))
    started = time.process_time()
    for start in range(0, len(rows), 1_000):
        stop = start + 1_000
        detectors.detect(keys, groups[start:stop], rows[start:stop])
    speed = len(rows) / (time.process_time() - started)
    budget = Detectors(DetectorConfig(ForestConfig()), BUDGET_BYTES // 10)
    for start in range(0, len(rows), 1_000):
        stop = start + 1_000
        budget.detect(keys, groups[start:stop], rows[start:stop])
    return [
        Figure("1000 keys, batches of 1000", speed, "points/s"),
        Figure("1000 keys, state", detectors.state_bytes / 1e6, "MB"),
        Figure("1000 keys in a tenth of the budget", budget.state_bytes / 1e6, "MB", 150),
    ]


def best(run: Callable[[], object]) -> float:
    return min(seconds(run) for _ in range(3))


def seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


if __name__ == "__main__":
    main()
