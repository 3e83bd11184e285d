"""Nexmark events as columns: any stretch of the stream, and of it only the columns asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import BIGINT, INT, STRING, TIMESTAMP_3, Field, Schema, SqlType
from penstock.core.types import Kind as TypeKind
from penstock.sources.nexmark.auctions import AUCTIONS
from penstock.sources.nexmark.bids import BIDS
from penstock.sources.nexmark.config import EventConfig, Kind
from penstock.sources.nexmark.people import PEOPLE
from penstock.sources.nexmark.slots import Slots, event_ids, kinds_of, slots_of
from penstock.sources.nexmark.texts import Texts

EVENT_TYPE = "event_type"
_BIGINTS = {
    "id", "initialBid", "reserve", "seller", "category", "auction", "bidder", "price",
}  # fmt: skip
_TIMES = {"dateTime", "expires"}
_MAKERS: Mapping[Kind, Mapping[str, Callable[[EventConfig, Slots], Int64s | Texts]]] = {
    Kind.PERSON: PEOPLE,
    Kind.AUCTION: AUCTIONS,
    Kind.BID: BIDS,
}


def _type(name: str) -> SqlType:
    return BIGINT if name in _BIGINTS else TIMESTAMP_3 if name in _TIMES else STRING


def _row(kind: Kind) -> Field:
    fields = tuple(Field(name, _type(name)) for name in _MAKERS[kind])
    return Field(kind.name.lower(), SqlType(TypeKind.ROW, children=fields))


EVENTS = Schema((Field(EVENT_TYPE, INT), *map(_row, Kind)))
"""All columns: the event's type, then a ROW for each kind, of which one is not NULL."""


def events(config: EventConfig, first: int, count: int, wanted: Schema = EVENTS) -> pa.RecordBatch:
    """Return `count` events from place `first` of the stream on.

    `wanted` names columns of `EVENTS`, and of their fields some or all.
    """
    ids = event_ids(config, first, count)
    kinds = kinds_of(config.shares, ids)
    columns = [_column(config, field, kinds, ids) for field in wanted.fields]
    return pa.RecordBatch.from_arrays(columns, names=list(wanted.names))


def _column(config: EventConfig, field: Field, kinds: npt.NDArray[np.int32], ids: Int64s) -> Column:
    if field.name == EVENT_TYPE:
        return pa.array(kinds)
    kind = Kind[field.name.upper()]
    slots = slots_of(config.shares, kinds, ids, kind)
    present = kinds == kind
    valid = pa.py_buffer(np.packbits(present, bitorder="little").data)
    spread = _Spread(slots.rows, present, valid)
    names = [child.name for child in field.type.children]
    columns = [spread.column(name, _MAKERS[kind][name](config, slots)) for name in names]
    type_: Any = pa.struct([(name, _type(name).arrow) for name in names])
    return pa.Array.from_buffers(
        type_, len(ids), [valid], len(ids) - len(slots.rows), children=columns
    )


class _Spread:
    """Puts the rows of one kind where they stand among all events, NULL at the others."""

    def __init__(
        self, rows: npt.NDArray[np.intp], present: npt.NDArray[np.bool_], valid: pa.Buffer
    ) -> None:
        self._rows = rows
        self._count = len(present)
        self._valid = valid
        self._before = np.zeros(self._count + 1, np.int32)
        np.cumsum(present, out=self._before[1:])

    def column(self, name: str, values: Int64s | Texts) -> Column:
        """Return a column of all events."""
        if isinstance(values, np.ndarray):
            spread = np.zeros(self._count, np.int64)
            spread[self._rows] = values
            return self._array(name, [self._valid, pa.py_buffer(spread.data)])
        _, offsets, data = values.buffers()
        ends = np.frombuffer(cast(Any, offsets), np.int32)[values.offset :]
        return self._array(name, [self._valid, pa.py_buffer(ends[self._before].data), data])

    def _array(self, name: str, buffers: list[pa.Buffer | None]) -> Column:
        nulls = self._count - len(self._rows)
        array: Column = pa.Array.from_buffers(_type(name).arrow, self._count, buffers, nulls)
        return array
