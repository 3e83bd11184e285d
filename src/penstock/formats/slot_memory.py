"""The memory that a scan fills, slot by slot.

There are two pieces. One is kept by the columns: numbers of one word, offsets of texts, validity
bits. The other is gone after the batch: where texts stand, numbers yet to be narrowed, validity
bytes. Every place is a whole multiple of a few strides, so a batch's addresses are one product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s, Records
from penstock.formats.columns import NARROW, buffer_of
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.finishing import BITS, LENGTHS, OFFSETS, PRESENT, VALUES, Outputs
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.slots import OUTPUT, SPANS, Slot, Take

_KEPT, _SCRATCH, _WORDS, _HALVES, _BYTES, _BITS = range(6)
"""What places are multiples of: the pieces' addresses, and strides of one slot's memory."""


@dataclass(frozen=True, slots=True)
class ScanMemory:
    """What a scan writes to: per slot its `outputs`, as kernels take them; per row: refused.

    `span` is the input's first address and the one behind it; buffers keep what addresses point to.
    """

    outputs: Outputs
    refused: Bytes
    span: tuple[int, int]
    kept: pa.Buffer
    scratch: pa.Buffer
    data: pa.Buffer


class Layout:
    """Where the memory of a plan's slots lies, for any number of rows."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._places, self._sizes = _lay_out(slots)

    def memory(self, records: Records) -> ScanMemory:
        """Return memory for a scan of the records: nothing is present, and all are refused yet."""
        rows = len(records)
        lines = (rows + LINE - 1) // LINE * LINE
        strides = np.array([0, 0, 8 * lines, 4 * (lines + LINE), lines, lines // 8], np.int64)
        kept_size, scratch_size, present = (self._sizes @ strides).tolist()
        kept, scratch = pa.allocate_buffer(kept_size), pa.allocate_buffer(scratch_size)
        whole: Any = scratch
        np.frombuffer(whole, np.uint8)[present:] = 0
        strides[_KEPT], strides[_SCRATCH] = kept.address, scratch.address
        data = buffer_of(records.data)
        span = data.address, data.address + data.size
        refused = np.ones(rows, np.uint8)
        return ScanMemory(self._places @ strides, refused, span, kept, scratch, data)


def _lay_out(slots: Sequence[Slot]) -> tuple[Int64s, Int64s]:
    """Return each slot's outputs as multiples of the strides, and likewise the pieces' sizes.

    The third size is where in the scratch the validity bytes start.
    """
    places = np.zeros((len(slots), OUTPUT, _BITS + 1), np.int64)
    sizes = np.zeros((3, _BITS + 1), np.int64)
    kept, scratch, present = sizes

    def give(slot: Slot, what: int, piece: int, stride: int) -> None:
        taken = kept if piece == _KEPT else scratch
        places[slot.index, what] = taken
        places[slot.index, what, piece] = 1
        taken[stride] += 1

    for slot in slots:
        give(slot, BITS, _KEPT, _BITS)
        if slot.take in SPANS:
            give(slot, OFFSETS, _KEPT, _HALVES)
            give(slot, VALUES, _SCRATCH, _WORDS)
            give(slot, LENGTHS, _SCRATCH, _WORDS)
        elif slot.take is not Take.ROW:
            narrow = slot.field.type.kind in NARROW
            give(slot, VALUES, _SCRATCH if narrow else _KEPT, _WORDS)
    present[:] = scratch
    for slot in slots:
        give(slot, PRESENT, _SCRATCH, _BYTES)
    return places, sizes
