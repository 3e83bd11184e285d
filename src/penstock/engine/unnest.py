"""Opens collections: a row per element of an ARRAY, a MAP or a MULTISET."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Batch, Column, Int64s, RowKind
from penstock.core.types import Kind
from penstock.engine.operator import NOTHING, Emission, Port
from penstock.engine.rows import taken, with_columns
from penstock.engine.stateless import Stateless
from penstock.sql.plan_unnest import Unnest

_OLD = (RowKind.UPDATE_BEFORE, RowKind.DELETE)


class UnnestOperator(Stateless):
    """Repeats each row for its elements; what an update changes goes and comes anew."""

    def __init__(self, node: Unnest, lanes: int) -> None:
        super().__init__(lanes)
        self._node = node
        self._schema = node.schema.arrow
        self._kind = node.input.schema.fields[node.collection].type.kind

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows with their elements."""
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_out += len(batch)
        elements, lengths = self._elements(batch.data.column(self._node.collection))
        repeats = np.maximum(lengths, 1) if self._node.outer else lengths
        rows = np.repeat(np.arange(len(batch)), repeats)
        if not len(rows):
            return NOTHING
        places = np.arange(len(rows)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        missing = np.repeat(lengths == 0, repeats)
        at = np.cumsum(~missing) - 1
        mask = missing if missing.any() else None
        opened = [each.take(pa.array(at, pa.int64(), mask=mask)) for each in elements]
        if self._node.ordinality:
            opened.append(pa.array((places + 1).astype(np.int32), pa.int32(), mask=mask))
        out = taken(batch, rows)
        kept = [out.data.column(column) for column in self._node.kept]
        if out.kinds is not None:
            kinds = np.where(np.isin(out.kinds, _OLD), RowKind.DELETE, RowKind.INSERT)
            out = replace(out, kinds=kinds.astype(np.int8))
        return Emission([with_columns(out, [*kept, *opened], self._schema)])

    def _elements(self, column: Column) -> tuple[list[Column], Int64s]:
        """Return the columns of all elements one after the other, and how many each row has."""
        if pa.types.is_map(column.type):
            entry = pa.struct([column.type.key_field, column.type.item_field])
            column = column.cast(pa.list_(entry))
        lengths = pc.list_value_length(column).fill_null(0).to_numpy(zero_copy_only=False)
        lengths = lengths.astype(np.int64)
        flat: Any = cast(Any, column).flatten()
        if self._kind is Kind.MAP:
            return [flat.field(0), flat.field(1)], lengths
        if self._kind is Kind.MULTISET:
            times = flat.field(1).to_numpy(zero_copy_only=False).astype(np.int64)
            owners = np.repeat(np.arange(len(column)), lengths)
            lengths = np.bincount(owners, weights=times, minlength=len(column)).astype(np.int64)
            each = np.repeat(np.arange(len(times)), times)
            flat = flat.field(0).take(pa.array(each, pa.int64()))
        if pa.types.is_struct(flat.type):
            if flat.null_count and not self._node.ordinality:
                flat, lengths = _without_nulls(flat, lengths)
            return list(flat.flatten()), lengths
        return [flat], lengths


def _without_nulls(flat: Any, lengths: Int64s) -> tuple[Any, Int64s]:
    """Leave out ROWs that are NULL, as Flink does; other elements that are NULL give NULLs."""
    there = flat.is_valid()
    owners = np.repeat(np.arange(len(lengths)), lengths)[there.to_numpy(zero_copy_only=False)]
    return flat.filter(there), np.bincount(owners, minlength=len(lengths)).astype(np.int64)
