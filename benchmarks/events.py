"""Events per second from JSON bytes to results, on one core: filter and project, HOP count per key.

The events are Nexmark bids as its generator shapes them: one nested record per event, of which the
queries need three or four columns. Decoder, plan and graph are the real ones; sources and sinks are
left out. Prints a table; `--json FILE` writes the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from pathlib import Path

import numpy as np

from penstock.core.batch import Records
from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.operator import Arrival
from penstock.formats import open_decoder
from penstock.pipeline.wiring import scans
from penstock.sql import compile_script

EVENTS = 400_000
ROUNDS = 5
BATCHES = (1_000, 10_000, 100_000)
TABLE = """
CREATE TABLE datagen (
    event_type INT,
    person ROW<id BIGINT, name STRING, emailAddress STRING, creditCard STRING, city STRING,
               state STRING, dateTime TIMESTAMP(3), extra STRING>,
    auction ROW<id BIGINT, itemName STRING, description STRING, initialBid BIGINT, reserve BIGINT,
                dateTime TIMESTAMP(3), expires TIMESTAMP(3), seller BIGINT, category BIGINT,
                extra STRING>,
    bid ROW<auction BIGINT, bidder BIGINT, price BIGINT, channel STRING, url STRING,
            dateTime TIMESTAMP(3), extra STRING>,
    `dateTime` AS CASE WHEN event_type = 0 THEN person.dateTime
                       WHEN event_type = 1 THEN auction.dateTime ELSE bid.dateTime END,
    WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND
) WITH ('connector' = 'stream', 'format' = 'json');
CREATE VIEW bid AS
SELECT bid.auction, bid.bidder, bid.price, bid.channel, bid.url, `dateTime`, bid.extra
FROM datagen WHERE event_type = 2;
"""
QUERIES = {
    "filter and project": """
CREATE TABLE sink (auction BIGINT, price BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO sink SELECT auction, price FROM bid WHERE MOD(auction, 123) = 0;
""",
    "HOP count per key": """
CREATE TABLE sink (auction BIGINT, num BIGINT, starttime TIMESTAMP(3), endtime TIMESTAMP(3))
WITH ('connector' = 'blackhole');
INSERT INTO sink SELECT auction, COUNT(*), window_start, window_end
FROM TABLE(HOP(TABLE bid, DESCRIPTOR(`dateTime`), INTERVAL '2' SECOND, INTERVAL '10' SECOND))
GROUP BY auction, window_start, window_end;
""",
}
CHANNELS = ("Google", "Facebook", "Baidu", "Apple")


def bids(count: int, seed: int = 7) -> list[bytes]:
    """Return bid events as JSON, ten thousand a second of event time."""
    chance = np.random.default_rng(seed)
    auctions = 1000 + (chance.pareto(1.1, count) * 40).astype(int) % 20_000
    prices = chance.integers(100, 10_000_000, count)
    found = []
    for i in range(count):
        at = f"2026-01-01 00:{i // 600_000:02d}:{i // 10_000 % 60:02d}.{i // 10 % 1000:03d}"
        event = {
            "auction": int(auctions[i]),
            "bidder": int(1000 + i * 7919 % 5000),
            "price": int(prices[i]),
            "channel": CHANNELS[i % 4],
            "url": f"https://www.nexmark.com/item.htm?query=1&channel_id={i * 31 % 100_000}",
            "dateTime": at,
            "extra": "x" * (60 + i % 40),
        }
        found.append(
            json.dumps({"event_type": 2, "person": None, "auction": None, "bid": event}).encode()
        )
    return found


def run(script: str, chunks: list[Records]) -> tuple[float, int]:
    """Return the seconds that one run over all chunks takes, and the rows that it gave."""
    plan = compile_script(TABLE + script)
    (scan,) = scans(plan)
    decoder = open_decoder(scan.table.schema, scan.wanted, scan.table.options)
    graph = Graph(plan, Limits(clock_guard_us=None))
    began = time.perf_counter()
    rows = 0
    for records in chunks:
        decoded = decoder.decode(records, 0)
        result = graph.step([Arrival(scan.table.name, "0", decoded.batch, 0)], 0)
        rows += sum(len(batch) for batches in result.outputs.values() for batch in batches)
    return time.perf_counter() - began, rows


def main() -> None:
    """Run every query at every batch size and print events per second."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--events", type=int, default=EVENTS)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    events = bids(arguments.events)
    size = sum(map(len, events)) / len(events)
    figures: dict[str, dict[str, float]] = {}
    print(f"{arguments.events:,} events of {size:.0f} bytes, one core, median of {ROUNDS}")
    print(f"{'query':20}" + "".join(f"{f'{batch:,} rows':>16}" for batch in BATCHES))
    for name, script in QUERIES.items():
        figures[name] = {}
        for batch in BATCHES:
            chunks = [Records.of(events[i : i + batch]) for i in range(0, len(events), batch)]
            run(script, chunks[:2])
            timed = [run(script, chunks) for _ in range(ROUNDS)]
            assert timed[0][1], "a benchmark without results measures nothing"
            seconds = statistics.median(seconds for seconds, _ in timed)
            figures[name][str(batch)] = round(len(events) / seconds)
        print(f"{name:20}" + "".join(f"{rate:>14,.0f}/s" for rate in figures[name].values()))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
