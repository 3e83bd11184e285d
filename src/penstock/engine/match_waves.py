"""Cuts rows into waves of which no two rows have one key, and computes conditions over a wave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.expressions import CompiledFilter
from penstock.engine.match_pool import Rows
from penstock.functions import EvaluationError
from penstock.state.arrow import Bools


def waves(rows: Rows) -> Iterator[Rows]:
    """Yield the first rows of all keys, then the second ones, and so on."""
    order = np.argsort(rows.keys, kind="stable")
    keys = rows.keys[order]
    begins = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    counts = np.diff(np.append(begins, len(keys)))
    nth = np.empty(len(keys), np.int64)
    nth[order] = np.arange(len(keys)) - np.repeat(begins, counts)
    by_wave = np.argsort(nth, kind="stable")
    ends = np.cumsum(np.bincount(nth))
    for first, end in zip(np.concatenate([[0], ends[:-1]]), ends, strict=True):
        chosen = by_wave[first:end]
        yield Rows(*(column[chosen] for column in rows))


def holding(condition: CompiledFilter, frame: pa.RecordBatch, now_us: int) -> Bools:
    """Return where a condition holds; where it cannot be computed it does not."""
    holds = np.zeros(frame.num_rows, np.bool_)
    rows = np.arange(frame.num_rows)
    while len(rows):
        try:
            asked = frame if len(rows) == len(holds) else frame.take(pa.array(rows, pa.int64()))
            found = condition(asked, now_us)
            holds[rows] = found.to_numpy(zero_copy_only=False)
            break
        except EvaluationError as failure:
            rows = np.delete(rows, failure.rows)
    return holds


def record(columns: Sequence[Column], rows: Int64s) -> pa.RecordBatch:
    """Return some rows of columns as a batch."""
    taken = [column.take(pa.array(rows, pa.int64())) for column in columns]
    return pa.RecordBatch.from_arrays(taken, names=[f"key{n}" for n in range(len(taken))])
