"""The walk that every text format shares: scan all records, then read one by one what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from penstock.core.batch import Int64s, Records
from penstock.core.types import Schema
from penstock.formats.columns import merged, rows_batch
from penstock.formats.decoding import Decoded, Invalid
from penstock.formats.errors import BadRecord, NoRow
from penstock.formats.scanned import Scanned

Scan = Callable[[Records], Scanned]
ReadRow = Callable[[bytes], tuple[Any, ...]]
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""May open a record of text, and means nothing."""


def decode_in_two(records: Records, wanted: Schema, scan: Scan | None, read: ReadRow) -> Decoded:
    """Return what `scan` read, and of the records that it refused what `read` makes of each."""
    scanned = scan(records) if scan else _all_refused(records, wanted)
    if len(scanned.refused) == 0:
        return Decoded(scanned.batch)
    valid, values, gone = [], [], []
    wrong, reasons = [], []
    for index in scanned.refused.tolist():
        try:
            values.append(read(records[index]))
            valid.append(index)
        except NoRow:
            gone.append(index)
        except BadRecord as bad:
            wrong.append(index)
            reasons.append(str(bad))
    invalid = Invalid(np.array(wrong, np.int64), reasons)
    slow = rows_batch(values, wanted)
    return merged(scanned.batch, slow, np.array(valid, np.int64), invalid, _indices(gone))


def _all_refused(records: Records, wanted: Schema) -> Scanned:
    nothing = [(None,) * len(wanted)] * len(records)
    return Scanned(rows_batch(nothing, wanted), np.arange(len(records), dtype=np.int64))


def _indices(rows: list[int]) -> Int64s:
    return np.array(rows, np.int64)
