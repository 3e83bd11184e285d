"""Opens collections: a row per element of an ARRAY, a MAP or a MULTISET."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Batch, Column, Int64s, RowKind
from penstock.core.types import Kind
from penstock.engine.element_filter import ElementFilter
from penstock.engine.operator import NOTHING, Emission, Port
from penstock.engine.rows import rejected_rows, rows_in, taken, with_columns
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
        self._filter = None if node.condition is None else ElementFilter(node.condition)

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Return the rows with their elements."""
        elements, lengths = self._elements(batch.data.column(self._node.collection))
        rows = np.repeat(np.arange(len(batch)), lengths)
        at, lacking, rejected = np.arange(len(rows)), lengths == 0, []
        if self._filter is not None:
            data = taken(batch, rows).data
            wanted, failures = self._filter.wanted(data, elements, rows, now_us)
            rejected = [rejected_rows(batch.data, each) for each in failures]
            rows, at = rows[wanted], at[wanted]
            lacking = np.bincount(rows, minlength=len(batch)) == 0
            for each in failures:
                lacking[each.rows] = False
        counts = self.counts[port.lane]
        counts.rows_in += len(batch)
        counts.rows_invalid += rows_in(rejected)
        counts.rows_out += len(batch) - rows_in(rejected)
        if self._node.outer and lacking.any():
            rows, at = _with_lacking(rows, at, np.flatnonzero(lacking))
        if not len(rows):
            return Emission((), rejected) if rejected else NOTHING
        firsts = np.cumsum(lengths) - lengths
        opened = self._opened(elements, at, at - firsts[rows] + 1)
        return Emission([self._with(taken(batch, rows), opened)], rejected)

    def _opened(self, elements: list[Column], at: Int64s, ordinals: Int64s) -> list[Column]:
        """Return the columns of the elements at some places, NULL where there is none."""
        mask = at < 0 if len(at) and at.min() < 0 else None
        opened = [each.take(pa.array(at, pa.int64(), mask=mask)) for each in elements]
        if self._node.ordinality:
            opened.append(pa.array(ordinals.astype(np.int32), pa.int32(), mask=mask))
        return opened

    def _with(self, out: Batch, opened: list[Column]) -> Batch:
        kept = [out.data.column(column) for column in self._node.kept]
        if out.kinds is not None:
            kinds = np.where(np.isin(out.kinds, _OLD), RowKind.DELETE, RowKind.INSERT)
            out = replace(out, kinds=kinds.astype(np.int8))
        return with_columns(out, [*kept, *opened], self._schema)

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


def _with_lacking(rows: Int64s, at: Int64s, lacking: Int64s) -> tuple[Int64s, Int64s]:
    """Return rows and the places of their elements, with rows among them that have none (-1)."""
    rows = np.concatenate([rows, lacking])
    at = np.concatenate([at, np.full(len(lacking), -1)])
    order = np.argsort(rows, kind="stable")
    return rows[order], at[order]


def _without_nulls(flat: Any, lengths: Int64s) -> tuple[Any, Int64s]:
    """Leave out ROWs that are NULL, as Flink does; other elements that are NULL give NULLs."""
    there = flat.is_valid()
    owners = np.repeat(np.arange(len(lengths)), lengths)[there.to_numpy(zero_copy_only=False)]
    return flat.filter(there), np.bincount(owners, minlength=len(lengths)).astype(np.int64)
