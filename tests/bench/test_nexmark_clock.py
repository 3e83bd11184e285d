"""The one query that depends on the clock counts the bids of each ten seconds of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from penstock.bench.drive import Opened, Times
from penstock.bench.suite import Source, compiled_script
from penstock.core.time import ManualClock
from penstock.sources.nexmark.options import BASE_US
from tests.bench.answers import EVENTS, RATE, Row, all_events

TICK_SECONDS, WINDOW_SECONDS = 3, 10


def window_of(step: int) -> datetime:
    """Return the start of the window in which a step's rows count."""
    passed = step * TICK_SECONDS // WINDOW_SECONDS * WINDOW_SECONDS
    start = datetime.fromtimestamp(BASE_US / 1e6, UTC).replace(tzinfo=None)
    return start + timedelta(seconds=passed)


def bids_counted(bidders: pa.Array, rows: list[int]) -> Counter[Row]:
    """Return bidder, count, start and end for each window of so many rows a step."""
    counts: Counter[tuple[int, datetime]] = Counter()
    first = 0
    for step, count in enumerate(rows):
        found = bidders.slice(first, count).drop_null().to_pylist()
        counts.update((bidder, window_of(step)) for bidder in found)
        first += count
    length = timedelta(seconds=WINDOW_SECONDS)
    return Counter((key[0], n, key[1], key[1] + length) for key, n in counts.items())


def test_q12_counts_the_bids_of_ten_seconds_of_the_clock(tmp_path: Path) -> None:
    plan = compiled_script("q12", Source.GENERATOR, {"EVENTS_NUM": str(EVENTS), "TPS": str(RATE)})
    clock, times = ManualClock(BASE_US), Times()
    found: Counter[Row] = Counter()
    rows: list[int] = []
    with Opened() as opened:
        for outputs in opened.pipeline(plan, tmp_path, clock, 2_000).steps(times):
            rows.append(times.rows_in - sum(rows))
            clock.sleep(TICK_SECONDS)
            for batches in outputs.values():
                for batch in batches:
                    columns = [column.to_pylist() for column in batch.data.columns]
                    found.update(zip(*columns, strict=True))
    bids = all_events()["bid"].combine_chunks()
    wanted = bids_counted(pc.struct_field(bids, "bidder"), rows)
    ended = {row for row in wanted if row[3] <= window_of(len(rows) - 1)}
    assert ended, "no window ended"
    assert ended <= set(found)
    assert set(found) <= set(wanted)
