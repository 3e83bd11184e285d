"""What conditions and measures see of a match: the current row, rows navigated to, aggregates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import Field, Schema
from penstock.engine.aggregate_calls import AggregateCalls
from penstock.engine.match_paths import navigate, rows_of
from penstock.sql.expression import Expression
from penstock.sql.plan_match import Match, MatchAggregate, Navigation
from penstock.sql.walk import columns_of
from penstock.state.columns import DenseColumns
from penstock.state.row_store import RowStore


class MatchFrames:
    """Makes the frames over which a MATCH_RECOGNIZE's expressions are computed.

    A frame's columns are the current row's values, then navigations, then aggregates; a column
    that an expression does not read is all NULL.
    """

    def __init__(self, node: Match) -> None:
        self._node = node
        self._values = Schema(
            tuple(Field(str(n), value.type) for n, value in enumerate(node.values))
        )
        self._calls = [AggregateCalls([each.aggregate], self._values) for each in node.aggregates]
        types = [
            *(value.type for value in node.values),
            *(node.values[each.value].type for each in node.navigations),
            *(each.aggregate.type for each in node.aggregates),
        ]
        self._schema = pa.schema([(str(n), kind.arrow) for n, kind in enumerate(types)])

    def frame(
        self,
        store: RowStore,
        nodes: Int64s,
        matches: tuple[Int64s, Int64s, int | None],
        expressions: Sequence[Expression],
    ) -> pa.RecordBatch:
        """Return the frame of matches: their last nodes, current rows (-1: none), its variable."""
        lasts, currents, _ = matches
        read = set().union(*(columns_of(each) for each in expressions))
        first, last = len(self._node.values), len(self._node.values) + len(self._node.navigations)
        columns: list[Column] = [_nulls(len(lasts), kind) for kind in self._schema.types]
        if any(place < first for place in read):
            taken = store.take(currents)
            columns[:first] = taken[:first]
        for place in sorted(read):
            if first <= place < last:
                each = self._node.navigations[place - first]
                columns[place] = self._navigated(store, nodes, matches, each)
            elif place >= last:
                columns[place] = self._aggregated(store, nodes, matches, place - last)
        return pa.RecordBatch.from_arrays(columns, schema=self._schema)

    def _navigated(
        self,
        store: RowStore,
        nodes: Int64s,
        matches: tuple[Int64s, Int64s, int | None],
        each: Navigation,
    ) -> Column:
        lasts, currents, _ = matches
        wanted = -1 if each.variable is None else each.variable
        rows = np.empty(len(lasts), np.int64)
        current = _counted(currents, matches[2], each)
        navigate(nodes, lasts, current, (wanted, each.offset, each.last), rows)
        return store.take(rows)[each.value]

    def _aggregated(
        self,
        store: RowStore,
        nodes: Int64s,
        matches: tuple[Int64s, Int64s, int | None],
        number: int,
    ) -> Column:
        lasts, currents, variable = matches
        each, calls = self._node.aggregates[number], self._calls[number]
        wanted = -1 if each.variable is None else each.variable
        places, rows = rows_of(nodes, lasts, _counted(currents, variable, each), wanted)
        values = store.take(rows)[: len(self._values)]
        data = pa.RecordBatch.from_arrays(values, schema=self._values.arrow)
        accumulators = DenseColumns(calls.dtypes)
        accumulators.reserve(max(1, len(lasts)))
        calls.fold(accumulators.arrays, places, data)
        whole = [array[: len(lasts)] for array in accumulators.arrays]
        return calls.finished(whole, [each.aggregate.type.arrow])[0]


def _counted(currents: Int64s, variable: int | None, each: Navigation | MatchAggregate) -> Int64s:
    """Return the current rows if they are of the variable that is asked for, else none."""
    counts = each.variable is None or each.variable == variable
    return currents if counts else np.full_like(currents, -1)


def _nulls(rows: int, kind: pa.DataType) -> Column:
    return pa.array([None], kind).take(pa.array(np.zeros(rows, np.int64), pa.int64()))
