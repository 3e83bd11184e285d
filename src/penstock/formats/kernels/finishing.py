"""Turn the memory that a scan filled into what Arrow wants: validity bits, zeros, joined texts."""

from __future__ import annotations

from typing import Any

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.characters import copy_unescaped
from penstock.formats.kernels.copying import ESCAPED, LENGTH, Bytes
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import (
    LINE,
    equal_bytes,
    keep_words,
    load_byte,
    load_int,
    set_bits,
    store_byte,
    store_half,
    store_int,
    trailing_zeros,
)
from penstock.formats.kernels.text import copy_text

Outputs = np.ndarray[Any, np.dtype[np.int64]]
"""For each slot its `OUTPUT` numbers."""
VALUES, LENGTHS, PRESENT, MEMO, BITS, OFFSETS = 0, 1, 2, 3, 6, 7
"""Where those numbers stand; the memo takes three."""
_WORDS = 8
"""Words in a line."""
NOTHING, NUMBERS, TEXTS = -2, -1, 0
"""What a slot's values are: those of a ROW are its fields."""


@compiled
def places_fit(starts: int, ends: int, rows: int, size: int) -> bool:
    """Say whether all records lie within a buffer of so many bytes, by the addresses of places."""
    fit = True
    for row in range(rows):
        start, end = load_int(starts + 8 * row), load_int(ends + 8 * row)
        fit = fit and 0 <= start <= end <= size
    return fit


@compiled
def finish_slots(outputs: Outputs, refused: Bytes, nulls: Int64s, sizes: Int64s) -> int:
    """Pack validity bits and zero what is NULL; return how many records were refused.

    `nulls` gets the NULLs of each slot, and `sizes` the bytes of its texts at most where it holds
    TEXTS. What was noted of refused records is taken back; it may be no UTF-8.
    """
    count = _forget(outputs, refused)
    for slot in range(len(nulls)):
        present, bits = outputs[slot, PRESENT], outputs[slot, BITS]
        found = 0
        for row in range(0, len(refused), LINE):
            word = equal_bytes(present + row, 1)
            store_int(bits + (row >> 3), word)
            found += set_bits(word)
        nulls[slot] = len(refused) - found
        if sizes[slot] == TEXTS:
            sizes[slot] = _text_size(outputs[slot, LENGTHS], bits, len(refused))
        elif sizes[slot] == NUMBERS and found < len(refused):
            _zero_nulls(outputs[slot, VALUES], bits, len(refused))
    return count


@inlined
def _forget(outputs: Outputs, refused: Bytes) -> int:
    count = 0
    for row in range(len(refused)):
        if refused[row]:
            count += 1
            for slot in range(len(outputs)):
                store_byte(outputs[slot, PRESENT] + row, 0)
    return count


@inlined
def _text_size(lengths: int, bits: int, rows: int) -> int:
    """Add up the lengths of the texts that are there, going from one to the next."""
    size = 0
    for word in range(0, rows, LINE):
        there = load_int(bits + (word >> 3))
        while there != 0:
            size += load_int(lengths + 8 * (word + trailing_zeros(there))) & LENGTH
            there &= there - 1
    return size


@inlined
def _zero_nulls(values: int, bits: int, rows: int) -> None:
    for row in range(0, rows, _WORDS):
        keep_words(values + 8 * row, load_byte(bits + (row >> 3)))


@compiled
def join_texts(outputs: Outputs, targets: Int64s, rows: int, limit: int) -> None:
    """Copy each slot's texts behind each other to its target (0: it has none).

    Texts lie below `limit`; targets have a line to spare.
    """
    for slot in range(len(targets)):
        if targets[slot] != 0:
            _join(outputs, slot, targets[slot], rows, limit)


@inlined
def _join(outputs: Outputs, slot: int, base: int, rows: int, limit: int) -> None:
    starts, lengths = outputs[slot, VALUES], outputs[slot, LENGTHS]
    bits, offsets = outputs[slot, BITS], outputs[slot, OFFSETS]
    target, done = base, 0
    store_half(offsets, 0)
    for word in range(0, rows, LINE):
        there = load_int(bits + (word >> 3))
        while there != 0:
            row = word + trailing_zeros(there)
            there &= there - 1
            done = _repeat(offsets, done, row, target - base)
            source, span = load_int(starts + 8 * row), load_int(lengths + 8 * row)
            if span & ESCAPED:
                target = copy_unescaped(target, source, span & LENGTH, limit)
            else:
                target = copy_text(target, source, span, limit)
    _repeat(offsets, done, rows, target - base)


@inlined
def _repeat(offsets: int, done: int, row: int, offset: int) -> int:
    """Write the offset at which all texts up to that of `row` end; return `row`."""
    while done < row:
        done += 1
        store_half(offsets + 4 * done, offset)
    return done
