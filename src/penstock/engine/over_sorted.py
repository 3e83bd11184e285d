"""What the functions of an OVER give when all rows of some partitions are at hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column, Int64s
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.over_frames import frames_of
from penstock.engine.over_ranges import add_ranges
from penstock.engine.over_reads import aggregate_of, is_aggregate
from penstock.engine.over_rows import SortedRows, earlier_values, numbers_of_rows
from penstock.engine.rank_state import sort_columns
from penstock.functions import EvaluationError
from penstock.sql.over_calls import LAG
from penstock.sql.plan_rank import Over, OverCall
from penstock.state.arrow import Bools
from penstock.state.columns import DenseColumns
from penstock.state.sort_codec import SortCodec


class SortedOver:
    """The functions of one OVER, of whole partitions."""

    def __init__(self, node: Over) -> None:
        self._node = node
        self._sort = SortCodec(sort_columns(node.order, node.input.schema))
        aggregates = [aggregate_of(call) for call in node.calls if is_aggregate(call)]
        self._calls = AggregateCalls(aggregates, node.input.schema)
        self._types = [aggregate.type.arrow for aggregate in aggregates]

    def of(
        self, data: pa.RecordBatch, partitions: Int64s
    ) -> tuple[list[Column], list[EvaluationError]]:
        """Return a column per function; equal rows keep the order in which they are given.

        Return as well which rows an aggregate has refused and left out.
        """
        found = self._sorted(data, partitions)
        aggregated, refused = self._aggregated(found)
        results = iter(aggregated)
        columns = [
            next(results) if is_aggregate(call) else _looked_up(call, found)
            for call in self._node.calls
        ]
        return columns, [each.within(found.order) for each in refused]

    def _sorted(self, data: pa.RecordBatch, partitions: Int64s) -> SortedRows:
        columns = [data.column(key.column) for key in self._node.order]
        words = self._sort.encode(columns, self._sort.layout_for(columns, self._sort.least))
        order = np.lexsort([*words.T[::-1], partitions])
        sorted_words = words[order]
        differs = np.ones(len(order), np.bool_)
        differs[1:] = (sorted_words[1:] != sorted_words[:-1]).any(axis=1)
        # The order's values in places of times: peers are those of one number.
        numbers = np.cumsum(differs, dtype=np.int64)
        frames = frames_of(partitions[order], numbers, self._node.frame, self._node.preceding)
        due = np.empty_like(order)
        due[order] = np.arange(len(order))
        return SortedRows(data, order, due, np.zeros(len(order), np.int64), frames)

    def _aggregated(self, found: SortedRows) -> tuple[list[Column], list[EvaluationError]]:
        if not self._types:
            return [], []
        rows = len(found.order)
        leaves, into = DenseColumns(self._calls.dtypes), DenseColumns(self._calls.dtypes)
        leaves.reserve(rows)
        into.reserve(rows)
        taken = found.data.take(pa.array(found.order, pa.int64()))
        refused = self._calls.fold(leaves.arrays, np.arange(rows), taken)
        frames, due = found.frames, found.due
        begins = frames.starts if self._node.preceding is None else frames.begins
        add_ranges(self._calls, into.arrays, leaves.arrays, begins[due], frames.ends[due])
        whole = [array[:rows] for array in into.arrays]
        return self._calls.finished(whole, self._types), refused


def differing(before: Column, after: Column) -> Bools:
    """Return where results are not what they were; NaN is what NaN was."""
    if pa.types.is_nested(before.type):
        pairs = zip(before.to_pylist(), after.to_pylist(), strict=True)
        return np.array([one != other for one, other in pairs], np.bool_)
    before_null, after_null = _mask(before.is_null()), _mask(after.is_null())
    other = _mask(pc.not_equal(before, after))
    if pa.types.is_floating(before.type):
        other &= ~(_mask(pc.is_nan(before)) & _mask(pc.is_nan(after)))
    different: Bools = other | (before_null != after_null)
    return different


def _mask(column: Column) -> Bools:
    """Return a BOOLEAN column, NULL as false."""
    found: Bools = column.fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _looked_up(call: OverCall, found: SortedRows) -> Column:
    if call.function == LAG:
        return earlier_values(call, found)
    none = np.zeros(1, np.int64)
    return pa.array(numbers_of_rows(call.function, found, none, none), pa.int64())
