"""How much memory a forest for each of ten thousand keys takes, and what a checkpoint of them.

Run `python benchmarks/keyed_forests.py [--keys N] [--json FILE]`. Keys come in turn, 32 rows each,
until every tree's sample is full: the worst case for keys that are put away, each of which has to
wake up in every round. Memory is the most that this process had.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from pathlib import Path

import numpy as np

from penstock.learning import DetectorConfig, Detectors, ForestConfig, warm

ROUNDS, ROWS, KEYS_A_BATCH = 10, 32, 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=10_000)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    figures = measure(options.keys)
    for name, value in figures.items():
        print(f"{name:<36}{value:>12,.0f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2))


def measure(count: int) -> dict[str, float]:
    warm()
    figures = {"RSS before, MB": peak_mb()}
    detectors = Detectors(DetectorConfig(ForestConfig()))
    started = time.process_time()
    fill(detectors, [f"turbine {number}".encode() for number in range(count)])
    figures["points a second"] = ROUNDS * ROWS * count / (time.process_time() - started)
    figures["state, MB"] = detectors.state_bytes / 1e6
    figures["RSS, MB (goal 1,500)"] = peak_mb()
    started = time.process_time()
    figures["snapshot, MB"] = len(detectors.snapshot()) / 1e6
    figures["snapshot, ms"] = (time.process_time() - started) * 1e3
    figures["RSS with the snapshot, MB"] = peak_mb()
    return figures


def fill(detectors: Detectors, names: list[bytes]) -> None:
    chance = np.random.default_rng(1)
    for _ in range(ROUNDS):
        for start in range(0, len(names), KEYS_A_BATCH):
            keys = names[start : start + KEYS_A_BATCH]
            groups = np.repeat(np.arange(len(keys)), ROWS)
            detectors.detect(keys, groups, chance.normal(size=(len(groups), 1)))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
