"""How fast records become columns and rows become records, on one core.

Run `python benchmarks/decode.py [--json FILE]`. Each figure is the best of several passes over the
same records, in millions of records a second; GB/s counts the records' own bytes.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.json

from penstock.core.batch import Records
from penstock.core.table import Option
from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP_3,
    Field,
    Kind,
    Schema,
    SqlType,
)
from penstock.formats import open_decoder, open_encoder, warm
from penstock.formats.exactly import decode_in_two
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import JsonSettings

BATCHES = (100, 1_000, 10_000, 100_000)
PASS_SECONDS = 0.5
LETTERS = "abcdefghijklmnopqrstuvwxyz_^[]"


@dataclass(frozen=True)
class Figure:
    case: str
    rows: int
    million_rows_per_second: float
    gigabytes_per_second: float
    microseconds_per_batch: float


def row_of(*fields: Field) -> SqlType:
    return SqlType(Kind.ROW, children=fields)


BID_WANTED = Schema((
    Field("event_type", INT),
    Field("bid", row_of(
        Field("auction", BIGINT), Field("price", BIGINT), Field("dateTime", TIMESTAMP_3)
    )),
))  # fmt: skip
BID_TEXT_WANTED = Schema((
    Field("bid", row_of(
        Field("auction", BIGINT), Field("price", BIGINT), Field("dateTime", TIMESTAMP_3),
        Field("channel", STRING), Field("url", STRING), Field("extra", STRING),
    )),
))  # fmt: skip
WIND = Schema((
    Field("turbine", STRING), Field("location", STRING), Field("wind_speed", DOUBLE),
    Field("running", BOOLEAN), Field("at", TIMESTAMP_3),
))  # fmt: skip


def bid(number: int) -> dict[str, Any]:
    return {
        "event_type": 2, "person": None, "auction": None,
        "bid": {
            "auction": 1_000 + number % 977, "bidder": 2_001 + number % 1_999,
            "price": 100 + number * 7919 % 10_000_000, "channel": f"channel-{number % 10_000}",
            "url": f"https://www.nexmark.com/a/b/c/item.htm?query=1&channel_id={number * 1048}",
            "dateTime": f"2020-10-01 00:{number // 60_000 % 60:02}:{number // 1000 % 60:02}."
                        f"{number % 1000:03}",
            "extra": "".join(random.choices(LETTERS, k=60 + number % 60)),
        },
    }  # fmt: skip


def wind(number: int) -> dict[str, Any]:
    return {
        "turbine": f"WT-{number % 40:02}", "location": ("Amarillo", "Sweetwater")[number % 2],
        "wind_speed": random.gauss(12.0, 3.0), "running": number % 50 != 0,
        "at": f"2026-01-01 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}.250",
    }  # fmt: skip


def shuffled(number: int) -> dict[str, Any]:
    """Return a bid whose names come in another order each time and some of which are missing."""
    inner = list(bid(number)["bid"].items())
    random.shuffle(inner)
    return {"bid": dict(inner[: random.randint(5, 7)]), "event_type": 2}


def texts_instead(number: int) -> dict[str, Any]:
    """Return a reading whose numbers and booleans are texts, as records made from CSV have."""
    return {name: str(value) for name, value in wind(number).items()}


def lines(make: Callable[[int], dict[str, Any]], count: int, compact: bool = True) -> Records:
    separators = (",", ":") if compact else (", ", ": ")
    return Records.of([json.dumps(make(n), separators=separators).encode() for n in range(count)])


def part(records: Records, rows: int) -> Records:
    return Records(records.data, records.starts[:rows], records.ends[:rows])


def measured(case: str, rows: int, size: int, work: Callable[[], object]) -> Figure:
    """Return the best time of as many passes as fit the time of one figure."""
    best, until = float("inf"), time.perf_counter() + PASS_SECONDS
    while time.perf_counter() < until:
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return Figure(case, rows, rows / best / 1e6, size / best / 1e9, best * 1e6)


def decoding(case: str, wanted: Schema, records: Records, **options: str) -> list[Figure]:
    given = {name.replace("_", "-"): Option(value) for name, value in options.items()}
    decoder = open_decoder(wanted, wanted, given)
    figures = []
    for rows in BATCHES:
        if rows <= len(records):
            some = part(records, rows)
            size = int((some.ends - some.starts).sum())
            figures.append(measured(case, rows, size, lambda some=some: decoder.decode(some, 0)))
    return figures


def exact(records: Records) -> Figure:
    read = ExactReader(BID_WANTED, JsonSettings()).row
    some = part(records, 10_000)
    return measured(
        "bids, the exact path alone", 10_000, int(some.ends[-1]),
        lambda: decode_in_two(some, BID_WANTED, None, read),
    )  # fmt: skip


class _Bid(msgspec.Struct, gc=False):
    auction: int | None = None
    price: int | None = None
    dateTime: str | None = None


class _Event(msgspec.Struct, gc=False):
    event_type: int | None = None
    bid: _Bid | None = None


def with_msgspec(records: Records) -> list[Figure]:
    """Decode the same columns with msgspec's structs, timestamps parsed by Arrow."""
    decode = msgspec.json.Decoder(_Event).decode

    def work(some: Records) -> pa.Array[Any]:
        data, starts, ends = bytes(some.data), some.starts.tolist(), some.ends.tolist()
        events = [decode(data[a:b]) for a, b in zip(starts, ends, strict=True)]
        bids = [event.bid for event in events]
        pa.array([event.event_type for event in events], pa.int32())
        pa.array([one.auction if one else None for one in bids], pa.int64())
        pa.array([one.price if one else None for one in bids], pa.int64())
        times = pa.array([one.dateTime if one else None for one in bids], pa.string())
        return times.cast(pa.timestamp("us"))

    figures = []
    for rows in BATCHES:
        some, size = part(records, rows), int(records.ends[rows - 1])
        figures.append(measured("bids, msgspec structs", rows, size, lambda some=some: work(some)))
    return figures


def with_arrow(records: Records) -> list[Figure]:
    """Decode the same columns with pyarrow.json and a schema."""
    options = pa.json.ParseOptions(
        explicit_schema=BID_WANTED.arrow, unexpected_field_behavior="ignore"
    )
    serial = pa.json.ReadOptions(use_threads=False, block_size=1 << 26)
    figures = []
    for rows in BATCHES:
        size = int(records.ends[rows - 1])
        data = pa.py_buffer(bytes(records.data)[: size + 1])
        figures.append(measured(
            "bids, pyarrow.json", rows, size,
            lambda data=data: pa.json.read_json(pa.BufferReader(data), serial, options),
        ))  # fmt: skip
    return figures


def encoding(case: str, schema: Schema, records: Records, **options: str) -> Figure:
    rows = 10_000
    batch = open_decoder(schema, schema, {}).decode(part(records, rows), 0).batch
    given = {name: Option(value) for name, value in options.items()}
    encoder = open_encoder(schema, given)
    return measured(case, rows, len(encoder.encode(batch).data), lambda: encoder.encode(batch))


def csv_lines(count: int) -> Records:
    return Records.of([",".join(map(str, wind(n).values())).lower().encode() for n in range(count)])


def all_figures() -> list[Figure]:
    random.seed(1)
    bids, readings = lines(bid, 100_000), lines(wind, 20_000)
    broken = Records.of(
        [b"oops" if n % 100 == 0 else bids[n] for n in range(20_000)]
    )  # fmt: skip
    return [
        *decoding("bids, 3 fields and a timestamp", BID_WANTED, bids),
        *decoding("bids, 6 fields, 3 of them texts", BID_TEXT_WANTED, bids),
        *decoding("bids, names shuffled", BID_WANTED, lines(shuffled, 20_000)),
        *decoding("bids, spaced", BID_WANTED, lines(bid, 20_000, compact=False)),
        *decoding("bids, 1 % broken", BID_WANTED, broken),
        *decoding("wind, 5 columns", WIND, readings),
        *decoding("wind, all values are texts", WIND, lines(texts_instead, 20_000)),
        *decoding("wind, CSV", WIND, csv_lines(20_000), format="csv"),
        exact(bids), *with_msgspec(bids), *with_arrow(bids),
        encoding("encode wind, JSON", WIND, readings),
        encoding("encode wind, CSV", WIND, readings, format="csv"),
        encoding("encode bids, JSON", BID_TEXT_WANTED, bids),
    ]  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", type=Path, help="write the figures to this file")
    given = arguments.parse_args()
    start = time.perf_counter()
    warm()
    print(f"kernels ready after {time.perf_counter() - start:.1f} s\n")
    figures = all_figures()
    print(f"{'case':36} {'rows':>7} {'M rows/s':>9} {'GB/s':>6} {'µs/batch':>9}")
    for one in figures:
        print(
            f"{one.case:36} {one.rows:7} {one.million_rows_per_second:9.2f} "
            f"{one.gigabytes_per_second:6.2f} {one.microseconds_per_batch:9.0f}"
        )
    if given.json:
        given.json.write_text(json.dumps([asdict(one) for one in figures], indent=1) + "\n")


if __name__ == "__main__":
    main()
