"""The columns that scanned memory becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s, Records
from penstock.formats.columns import NARROW, array_of, narrow_data, no_columns
from penstock.formats.kernels.finishing import (
    BITS,
    NOTHING,
    NUMBERS,
    OFFSETS,
    TEXTS,
    VALUES,
    finish_slots,
    join_texts,
)
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.slots import SPANS, Slot, Take
from penstock.formats.slot_memory import Layout, ScanMemory

Convert = Callable[[Slot], Callable[[str], Any]]
"""Gives a slot's reader of texts that no kernel reads; ValueError says that one has no value."""
_TEXT_BYTES_MAX = 2**31
_STRING = pa.string()
_NONE: Int64s = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A row for every record; those of the records in `refused` mean nothing."""

    batch: pa.RecordBatch
    refused: Int64s


class SlotColumns:
    """Gives the memory for a scan, and turns it into the columns of a plan."""

    def __init__(
        self, columns: Sequence[Slot], slots: Sequence[Slot], schema: pa.Schema, convert: Convert
    ) -> None:
        self._columns = columns
        self._schema = schema
        self._types = [slot.field.type.arrow for slot in slots]
        self._layout = Layout(slots)
        self._holds = np.array([_holds(slot) for slot in slots], np.int64)
        self._has_texts = any(slot.take in SPANS for slot in slots)
        self._readers = {slot.index: convert(slot) for slot in slots if slot.take is Take.LATER}

    def memory(self, records: Records) -> ScanMemory:
        """Return memory for a scan of the records: nothing is present, and all are refused yet."""
        return self._layout.memory(records)

    def scanned(self, memory: ScanMemory) -> Scanned:
        """Return the columns and the records that were refused, by the kernel or here."""
        nulls, sizes = np.empty(len(self._holds), np.int64), self._holds.copy()
        count = finish_slots(memory.outputs, memory.refused, nulls, sizes)
        texts = _joined_texts(memory, sizes) if self._has_texts else []
        filled = _Filled(memory, memory.outputs.tolist(), nulls.tolist(), texts)
        columns = [self._column(slot, filled) for slot in self._columns]
        if columns:
            batch = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        else:
            batch = no_columns(len(memory.refused))
        any_refused = count or self._readers
        return Scanned(batch, np.flatnonzero(memory.refused) if any_refused else _NONE)

    def _column(self, slot: Slot, filled: _Filled) -> Column:
        index, type_, nulls = slot.index, self._types[slot.index], filled.nulls[slot.index]
        bits = filled.bits(index) if nulls else None
        rows = len(filled.memory.refused)
        if slot.take is Take.ROW:
            children = [self._column(child, filled) for child in slot.children]
            return array_of(type_, rows, [bits], nulls, children=children)
        if slot.take in SPANS:
            buffers = [bits, filled.offsets(index), filled.texts[index]]
            texts = array_of(_STRING, rows, buffers, nulls)
            return texts if slot.take is Take.TEXT else self._converted(slot, texts, filled)
        kind = slot.field.type.kind
        narrow = kind in NARROW
        data = narrow_data(filled.numbers(index), kind) if narrow else filled.words(index)
        return array_of(type_, rows, [bits, data], nulls)

    def _converted(self, slot: Slot, texts: Column, filled: _Filled) -> Column:
        read = self._readers[slot.index]
        values: list[Any] = [None] * len(texts)
        for row, text in enumerate(texts.to_pylist()):
            if text is None:
                continue
            try:
                values[row] = read(text)
            except ValueError:
                filled.memory.refused[row] = 1
        return pa.array(values, slot.field.type.arrow)


@dataclass(frozen=True, slots=True)
class _Filled:
    """Memory after a scan, with addresses and NULLs of each slot, and buffers of joined texts."""

    memory: ScanMemory
    addresses: list[list[int]]
    nulls: list[int]
    texts: list[pa.Buffer | None]

    def bits(self, slot: int) -> pa.Buffer:
        return self._kept(slot, BITS, (len(self.memory.refused) + 7) // 8)

    def offsets(self, slot: int) -> pa.Buffer:
        return self._kept(slot, OFFSETS, 4 * len(self.memory.refused) + 4)

    def words(self, slot: int) -> pa.Buffer:
        return self._kept(slot, VALUES, 8 * len(self.memory.refused))

    def numbers(self, slot: int) -> Int64s:
        """Return numbers that are to be narrowed, and are not kept."""
        start = self.addresses[slot][VALUES] - self.memory.scratch.address
        memory: Any = self.memory.scratch
        return np.frombuffer(memory, np.int64, len(self.memory.refused), start)

    def _kept(self, slot: int, what: int, size: int) -> pa.Buffer:
        return self.memory.kept.slice(self.addresses[slot][what] - self.memory.kept.address, size)


def _holds(slot: Slot) -> int:
    if slot.take is Take.ROW:
        return NOTHING
    return TEXTS if slot.take in SPANS else NUMBERS


def _joined_texts(memory: ScanMemory, sizes: Int64s) -> list[pa.Buffer | None]:
    """Copy the texts of each slot that has any together; all lie in one piece of memory."""
    if sizes.max() >= _TEXT_BYTES_MAX:
        raise OverflowError("a batch holds at most 2 GB of one column's text")
    rooms = np.where(sizes >= 0, sizes + LINE, 0)
    ends = np.cumsum(rooms)
    piece = pa.allocate_buffer(int(ends[-1]))
    targets = np.where(sizes >= 0, piece.address + ends - rooms, 0)
    join_texts(memory.outputs, targets, len(memory.refused), memory.span[1])
    return [
        piece.slice(end - room, room) if room else None
        for end, room in zip(ends.tolist(), rooms.tolist(), strict=True)
    ]
