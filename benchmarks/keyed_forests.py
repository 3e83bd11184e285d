"""What a forest for each of ten thousand keys takes: memory, checkpoints, the file beside them.

Run `python benchmarks/keyed_forests.py [--keys N] [--rounds N] [--json FILE]`. Keys come in turn,
32 rows of plain noise each, so that all have to wake up in every round: the worst case. With many
rounds the noise is as hard to pack as it gets. Memory is the most that this process had.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from penstock.learning import DetectorConfig, Detectors, ForestConfig, warm
from penstock.pipeline.cold_store import ColdFile

ROWS, KEYS_A_BATCH, FEW = 32, 1_000, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keys", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(options.keys, options.rounds, Path(folder) / "cold.sqlite")
    for name, value in figures.items():
        print(f"{name:<44}{value:>12,.1f}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2))


def measure(count: int, rounds: int, path: Path) -> dict[str, float]:
    warm()
    figures = {"RSS before, MB": peak_mb()}
    cold = ColdFile(path)
    detectors = Detectors(DetectorConfig(ForestConfig()), cold=cold)
    names = [f"turbine {number}".encode() for number in range(count)]
    started = time.monotonic()
    for _ in range(rounds):
        fill(detectors, names)
        cold.commit()
    figures["points a second, wall"] = rounds * ROWS * count / (time.monotonic() - started)
    figures["state in memory, MB"] = detectors.state_bytes / 1e6
    figures["RSS, MB (goal 1,500)"] = peak_mb()
    figures |= checkpoint(detectors, cold, "first checkpoint")
    fill(detectors, names[:FEW])
    figures |= checkpoint(detectors, cold, f"checkpoint, {FEW} keys changed")
    fill(detectors, names)
    figures |= checkpoint(detectors, cold, "checkpoint, all changed")
    figures["RSS with all checkpoints, MB"] = peak_mb()
    figures["file, MB"] = path.stat().st_size / 1e6
    cold.close()
    return figures


def checkpoint(detectors: Detectors, cold: ColdFile, name: str) -> dict[str, float]:
    """Take one as a job does; return its size, and the time until it could be written."""
    started = time.monotonic()
    size = len(detectors.snapshot())
    packed = time.monotonic()
    cold.commit()
    return {
        f"{name}: size, MB": size / 1e6,
        f"{name}: packing, ms": (packed - started) * 1e3,
        f"{name}: commit, ms": (time.monotonic() - packed) * 1e3,
    }


def fill(detectors: Detectors, names: list[bytes]) -> None:
    chance = np.random.default_rng(1)
    for start in range(0, len(names), KEYS_A_BATCH):
        keys = names[start : start + KEYS_A_BATCH]
        groups = np.repeat(np.arange(len(keys)), ROWS)
        detectors.detect(keys, groups, chance.normal(size=(len(groups), 1)))


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
