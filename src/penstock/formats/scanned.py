"""The memory that a scan fills, slot by slot, and the columns that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s, Records
from penstock.formats.columns import (
    address_of,
    fixed_column,
    no_columns,
    text_column,
    validity,
)
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.slots import OUTPUT, SPANS, Slot, Take

Convert = Callable[[Slot], Callable[[str], Any]]
"""Gives a slot's reader of texts that no kernel reads; ValueError says that one has no value."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """A row for every record; those of the records in `refused` mean nothing."""

    batch: pa.RecordBatch
    refused: Int64s


@dataclass(frozen=True, slots=True)
class ScanMemory:
    """Per slot and row a value, a span's length and whether it is there; per row: refused.

    `outputs` holds the addresses of the first three, as kernels take them.
    """

    values: Int64s
    lengths: Int64s
    present: Bytes
    refused: Bytes
    data: Bytes
    outputs: Int64s

    @property
    def span(self) -> tuple[int, int]:
        """The first address of the input and the one behind it."""
        start = address_of(self.data)
        return start, start + len(self.data)


def scan_memory(slots: Sequence[Slot], records: Records) -> ScanMemory:
    """Return memory for a scan of the records, nothing present and nothing refused."""
    rows, count = len(records), len(slots)
    spans = _span_places(slots)
    values = np.zeros((count, rows), np.int64)
    lengths = np.zeros((len(spans), rows), np.int64)
    present = np.zeros((count, rows), np.uint8)
    outputs = np.zeros((count, OUTPUT), np.int64)
    indices = np.arange(count)
    outputs[:, 0] = address_of(values) + indices * (rows * 8)
    outputs[:, 1] = address_of(lengths)
    outputs[:, 2] = address_of(present) + indices * rows
    for index, place in spans.items():
        outputs[index, 1] += place * rows * 8
    data = np.frombuffer(records.data, np.uint8)
    return ScanMemory(values, lengths, present, np.zeros(rows, np.uint8), data, outputs)


class SlotColumns:
    """Turns scanned memory into the columns of a plan."""

    def __init__(
        self, columns: Sequence[Slot], slots: Sequence[Slot], schema: pa.Schema, convert: Convert
    ) -> None:
        self._columns = columns
        self._spans = _span_places(slots)
        self._schema = schema
        self._readers = {slot.index: convert(slot) for slot in slots if slot.take is Take.LATER}

    def scanned(self, memory: ScanMemory) -> Scanned:
        """Return the columns and the records that were refused, by the kernel or here."""
        _forget_refused(memory)
        columns = [self._column(slot, memory) for slot in self._columns]
        if columns:
            batch = pa.RecordBatch.from_arrays(columns, schema=self._schema)
        else:
            batch = no_columns(len(memory.refused))
        return Scanned(batch, np.flatnonzero(memory.refused))

    def _column(self, slot: Slot, memory: ScanMemory) -> Column:
        values, present = memory.values[slot.index], memory.present[slot.index]
        if slot.take is Take.ROW:
            bits, nulls = validity(present)
            children = [self._column(child, memory) for child in slot.children]
            type_, rows = slot.field.type.arrow, len(present)
            return pa.Array.from_buffers(type_, rows, [bits], nulls, children=children)
        if slot.take not in SPANS:
            return fixed_column(values, present, slot.field.type)
        lengths = memory.lengths[self._spans[slot.index]]
        limit = address_of(memory.data) + len(memory.data)
        texts = text_column(values, lengths, present, limit)
        return texts if slot.take is Take.TEXT else self._converted(slot, texts, memory.refused)

    def _converted(self, slot: Slot, texts: Column, refused: Bytes) -> Column:
        read = self._readers[slot.index]
        values: list[Any] = [None] * len(texts)
        for row, text in enumerate(texts.to_pylist()):
            if text is None:
                continue
            try:
                values[row] = read(text)
            except ValueError:
                refused[row] = 1
        return pa.array(values, slot.field.type.arrow)


def _span_places(slots: Sequence[Slot]) -> dict[int, int]:
    spans = [slot.index for slot in slots if slot.take in SPANS]
    return {index: place for place, index in enumerate(spans)}


def _forget_refused(memory: ScanMemory) -> None:
    """Take back what a kernel noted of records that it then refused; it may be no UTF-8."""
    refused = np.flatnonzero(memory.refused)
    if len(refused):
        memory.present[:, refused] = 0
        memory.lengths[:, refused] = 0
