"""What it gains to foresee records' shapes, and what it costs where none repeats, on one core.

Run `python benchmarks/shapes.py [--json FILE]`. The scanner with and without foresight over the
same records, in turns; the best pass of each, in millions of records a second. Batches move through
100,000 records (20,000 of the irregular ones), so no branch predictor learns them by heart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nexmark_json

from penstock.core.batch import Records
from penstock.core.types import Schema
from penstock.formats import warm
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import JsonSettings
from penstock.formats.json_scanner.scanner import JsonScanner, ScanSettings

COUNT = 100_000
BATCHES = (100, 1_000, 10_000, 100_000)
PASS_SECONDS = 0.4
NOTHING = Schema(())


@dataclass(frozen=True)
class Figure:
    case: str
    rows: int
    foreseen: float
    unforeseen: float
    gigabytes_per_second: float
    microseconds_per_batch: float


def encoded(events: list[dict[str, Any]], spaced: bool = False) -> Records:
    separators = (", ", ": ") if spaced else (",", ":")
    return Records.of([json.dumps(event, separators=separators).encode() for event in events])


def shuffled(event: dict[str, Any]) -> dict[str, Any]:
    """Return a bid with its names in another order and one or two of them left out."""
    inner = list((event["bid"] or {"auction": 1, "price": 2}).items())
    random.shuffle(inner)
    return {"bid": dict(inner[: random.randint(5, 7)]), "event_type": event["event_type"]}


def never_twice(event: dict[str, Any]) -> dict[str, Any]:
    """Return a bid under names of which each record has its own, in an order of its own."""
    items = [*shuffled(event).items(), (f"name {random.random()}", 1), (f"{random.random()}", "x")]
    random.shuffle(items)
    return dict(items)


def with_nulls(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event of which every fourth value is NULL."""
    return {
        name: {key: value if random.random() > 0.25 else None for key, value in inner.items()}
        if isinstance(inner, dict) else inner
        for name, inner in event.items()
    }  # fmt: skip


def scanner(wanted: Schema, foresee: bool) -> JsonScanner:
    exact = ExactReader(wanted, JsonSettings())
    return JsonScanner(wanted, ScanSettings(foresee=foresee), lambda slot: exact.reader(slot.field))


def measured(case: str, wanted: Schema, records: Records, rows: int) -> Figure:
    """Time both scanners in turns, batch by batch through all records."""
    both = scanner(wanted, True), scanner(wanted, False)
    parts = [
        Records(records.data, records.starts[at : at + rows], records.ends[at : at + rows])
        for at in range(0, len(records) - rows + 1, rows)
    ]
    best, number = [float("inf"), float("inf")], 0
    until = time.perf_counter() + PASS_SECONDS
    while time.perf_counter() < until or number < 4:
        part = parts[number % len(parts)]
        for which in (0, 1) if number % 2 else (1, 0):  # the second finds the records in the cache
            began = time.perf_counter()
            both[which].scan(part)
            best[which] = min(best[which], time.perf_counter() - began)
        number += 1
    size = int((parts[0].ends - parts[0].starts).sum())
    speeds = [rows / seconds / 1e6 for seconds in best]
    return Figure(case, rows, speeds[0], speeds[1], size / best[0] / 1e9, best[0] * 1e6)


def all_figures() -> list[Figure]:
    random.seed(1)
    events = nexmark_json.events(COUNT)
    usual, few = encoded(events), events[:20_000]
    cases = [
        ("nexmark, pruned to 4 columns", nexmark_json.PRUNED, usual),
        ("nexmark, all 29 columns", nexmark_json.ALL, usual),
        ("nexmark, counted only", NOTHING, usual),
        ("nexmark, spaced, pruned", nexmark_json.PRUNED, encoded(few, spaced=True)),
        ("nexmark, a quarter NULL, pruned", nexmark_json.PRUNED, encoded([*map(with_nulls, few)])),
        ("bids, names shuffled, pruned", nexmark_json.PRUNED, encoded([*map(shuffled, few)])),
        ("bids, no shape twice, pruned", nexmark_json.PRUNED, encoded([*map(never_twice, few)])),
    ]
    return [
        measured(case, wanted, records, rows)
        for case, wanted, records in cases
        for rows in BATCHES
        if rows <= len(records)
    ]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the figures to this file")
    given = arguments.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    warm()
    print(f"{'case':34} {'rows':>7} {'M/s':>6} {'without':>8} {'GB/s':>6} {'µs/batch':>9}")
    figures = all_figures()
    for one in figures:
        print(
            f"{one.case:34} {one.rows:7} {one.foreseen:6.2f} {one.unforeseen:8.2f} "
            f"{one.gigabytes_per_second:6.2f} {one.microseconds_per_batch:9.0f}"
        )
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n")


if __name__ == "__main__":
    main()
