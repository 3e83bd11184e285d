"""A batch of one side of a join as changes of rows, each with the slot of its key."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Column, Int64s, RowKind
from penstock.engine.join_side import JoinSide
from penstock.state.hash_index import HashIndex


@dataclass(frozen=True, slots=True)
class Incoming:
    """Rows that come (sign 1) or go (-1), in order; those of one unit are old and new of one row.

    `slots` is -1 where a row is not kept, since a NULL in its key keeps it from any partner;
    `partners_at` is -1 where it has none. `ids` are the kept rows that go, where they are known;
    otherwise `identities` says which rows are the same.
    """

    columns: list[Column]
    slots: Int64s
    partners_at: Int64s
    signs: Int64s
    unit: Int64s
    ids: Int64s | None = None
    identities: Int64s | None = None

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.slots)

    @property
    def appended(self) -> bool:
        """Whether all rows come and none goes."""
        return bool((self.signs > 0).all())

    def part(self, begin: int, end: int) -> Incoming:
        """Return some of the rows."""
        return replace(
            self,
            columns=[column.slice(begin, end - begin) for column in self.columns],
            slots=self.slots[begin:end],
            partners_at=self.partners_at[begin:end],
            signs=self.signs[begin:end],
            unit=self.unit[begin:end],
            ids=None if self.ids is None else self.ids[begin:end],
            identities=None if self.identities is None else self.identities[begin:end],
        )


def incoming(batch: Batch, side: JoinSide, index: HashIndex) -> Incoming:
    """Return a batch's rows as they are; an old row directly before its new one is one change."""
    slots = side.shape.keys.slots(index, batch.data, side.shape.keys.matching(batch.data))
    columns = [batch.data.column(column) for column in side.shape.kept]
    unit = np.arange(len(batch))
    signs = np.ones(len(batch), np.int64)
    if batch.kinds is not None:
        old = batch.kinds == RowKind.UPDATE_BEFORE
        turned = old[:-1] & (batch.kinds[1:] == RowKind.UPDATE_AFTER) & (slots[:-1] == slots[1:])
        unit[1:] -= turned
        signs[old | (batch.kinds == RowKind.DELETE)] = -1
    identities = None
    if side.identity is not None and side.rows.identity is not None:
        same = [batch.data.column(column) for column in side.identity]
        identities = side.rows.identity.of(same, len(batch))
    return Incoming(columns, slots, slots, signs, unit, identities=identities)


def folded(batch: Batch, side: JoinSide, index: HashIndex, now_us: int) -> Incoming:
    """Return one change per key, of which there is one row at most: the kept row, the last one."""
    slots = side.shape.keys.slots(index, batch.data, None)
    matching = side.shape.keys.matching(batch.data)
    last = _last_of_each(slots)
    comes = np.ones(len(last), np.bool_)
    if batch.kinds is not None:
        kinds = batch.kinds[last]
        comes = (kinds != RowKind.DELETE) & (kinds != RowKind.UPDATE_BEFORE)
    positions, ids = side.rows.expand(slots[last], now_us)
    unit = np.concatenate([positions, np.flatnonzero(comes)])
    signs = np.ones(len(unit), np.int64)
    signs[: len(ids)] = -1
    order = np.lexsort((signs, unit))
    unit = unit[order]
    at = slots[last[unit]]
    partners_at = at if matching is None else np.where(matching[last[unit]], at, -1)
    old_ids = np.concatenate([ids, np.full(len(unit) - len(ids), -1)])[order]
    data = batch.data.take(pa.array(last[comes], pa.int64()))
    new = [data.column(column) for column in side.shape.kept]
    pairs = zip(side.rows.take(ids), new, strict=True)
    columns = [pa.concat_arrays(pair).take(pa.array(order, pa.int64())) for pair in pairs]
    return Incoming(columns, at, partners_at, signs[order], unit, old_ids)


def _last_of_each(slots: Int64s) -> Int64s:
    """Return each slot's last row, in the order of the rows."""
    _, places = np.unique(slots[::-1], return_index=True)
    return np.sort(len(slots) - 1 - places)
