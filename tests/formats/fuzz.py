"""Decode damaged records along learned shapes, and compare with two other readers.

By hand, from the checkout's root: `python -m tests.formats.fuzz --records 2000000 --seed 7`. orjson
says which records are JSON objects (it refuses four things that Flink's parser takes: control
characters within strings, halves of surrogate pairs, numbers beyond a double, a byte order mark;
records with those are left to the other comparison). The scanner without foresight, and for one
batch in ten the exact path, say what is in them. The first difference ends the run with the record.
"""

from __future__ import annotations

import argparse
import re
import sys
import time

import orjson

from penstock.core.batch import Records
from penstock.core.types import Schema
from penstock.formats import Decoded
from penstock.formats.exactly import Scan, decode_in_two
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import JsonSettings
from penstock.formats.json_scanner.scanner import JsonScanner, ScanSettings
from tests.formats.mutations import SCHEMAS, Mutations

BATCH = 500
EXACT_EVERY = 10
_OTHERWISE = re.compile(rb"[\x00-\x1f]|\\u|\d[eE]\+?\d\d\d|\d{300}|^\xef\xbb\xbf")


class Readers:
    """The three ways to read records of one schema."""

    def __init__(self, wanted: Schema) -> None:
        self._wanted = wanted
        self._exact = ExactReader(wanted, JsonSettings())
        self._foreseeing, self._plain = self._scanner(True), self._scanner(False)

    def _scanner(self, foresee: bool) -> JsonScanner:
        settings = ScanSettings(foresee=foresee)
        return JsonScanner(self._wanted, settings, lambda slot: self._exact.reader(slot.field))

    def compare(self, records: list[bytes], exactly: bool) -> None:
        """Read a batch in all ways; AssertionError at a difference."""
        lines = Records.of(records)
        read = self._read(lines, self._foreseeing.scan)
        same_as(records, read, self._read(lines, self._plain.scan))
        if exactly:
            same_as(records, read, self._read(lines, None))
        invalid = set(read.invalid.rows.tolist())
        for index, record in enumerate(records):
            valid, taken = is_object(record), index not in invalid
            assert taken <= (valid is not False), f"taken, and no JSON: {record!r}"
            if not self._wanted.fields:
                assert (valid is True) <= taken, f"refused, and JSON: {record!r}"

    def _read(self, lines: Records, scan: Scan | None) -> Decoded:
        return decode_in_two(lines, self._wanted, scan, self._exact.row)


def is_object(record: bytes) -> bool | None:
    """Say whether a record is a JSON object; None where orjson and Flink's parser may differ."""
    try:
        return isinstance(orjson.loads(record), dict)
    except orjson.JSONDecodeError:
        return None if _OTHERWISE.search(record) else False


def same_as(records: list[bytes], left: Decoded, right: Decoded) -> None:
    """Compare rows and reasons; tell NaN and -0.0 only where columns differ at first sight."""
    assert left.invalid.rows.tolist() == right.invalid.rows.tolist()
    assert left.invalid.reasons == right.invalid.reasons
    if not left.batch.equals(right.batch):
        kept = range(len(records)) if left.kept is None else left.kept.tolist()
        rows = zip(kept, left.batch.to_pylist(), right.batch.to_pylist(), strict=True)
        for index, one, other in rows:
            assert repr(one) == repr(other), records[index]


def run(records: int, seed: int) -> None:
    """Compare so many records."""
    mutations = Mutations(seed)
    readers = [Readers(schema) for schema in SCHEMAS]
    for number in range(records // BATCH):
        readers[number % len(readers)].compare(
            mutations.batch(BATCH), exactly=number // len(readers) % EXACT_EVERY == 0
        )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--records", type=int, default=1_000_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    began = time.perf_counter()
    run(given.records, given.seed)
    sys.stdout.write(
        f"{given.records:,} records, no difference, {time.perf_counter() - began:.0f} s\n"
    )


if __name__ == "__main__":
    main()
