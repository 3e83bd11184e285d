"""The inner loops of unbounded aggregation: which groups a batch touches, and their rows."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import prefetch
from penstock.state.arrow import Bools

MARK, ROWS, SPARE = range(3)
"""What stands before a group's accumulators: its number in a batch, and how many rows it has."""
_AHEAD = 12
"""So many rows before it is its turn, a group is asked for: among millions, each waits for memory.
"""
_WORD_BYTES = 8


@compiled
def number_groups(known: Int64s, base: int, slots: Int64s, touched: tuple[Int64s, Int64s]) -> int:
    """Number the slots of a batch from 0 in the order of their first rows; return how many.

    `touched` gets each row's number and each number's slot. A mark of at least `base` is the
    number of a slot that this batch has met already, so marks need no clearing between batches.
    """
    numbers, groups = touched
    known_at, row_bytes = known.ctypes.data, known.shape[1] * _WORD_BYTES
    count = 0
    for row in range(len(slots)):
        if row + _AHEAD < len(slots):
            prefetch(known_at + slots[row + _AHEAD] * row_bytes)
        slot = slots[row]
        if known[slot, MARK] < base:
            known[slot, MARK] = base + count
            groups[count] = slot
            count += 1
        numbers[row] = known[slot, MARK] - base
    return count


@compiled
def count_rows(counts: Int64s, numbers: Int64s, signs: Int64s, known: Bools, cuts: Int64s) -> None:
    """Count each group's rows up and down; `known` says of each row that it counts.

    A row that is taken out of an empty group is not known: it was never added, or has expired.
    `cuts` gets, per group, the row behind the last one that left it empty: what came before that
    row has left nothing.
    """
    for row in range(len(numbers)):
        number = numbers[row]
        known[row] = signs[row] > 0 or counts[number] > 0
        if known[row]:
            counts[number] += signs[row]
            if counts[number] == 0:
                cuts[number] = row + 1


@compiled
def seen_first(bits: Int64s, slots: Int64s, wanted: Int64s, first: Int64s) -> None:
    """Say of each row for which of the wanted variants (bits) its value is met first."""
    for row in range(len(slots)):
        slot = slots[row]
        first[row] = wanted[row] & ~bits[slot]
        bits[slot] |= wanted[row]


@compiled
def come_and_gone(
    counts: Int64s, slots: Int64s, rows: tuple[Int64s, Int64s], crossed: Int64s
) -> None:
    """Count values per variant; say for which variants a row's value comes or goes for good.

    `rows` are the variants that want each row, as bits, and its sign.
    """
    wanted, signs = rows
    for row in range(len(slots)):
        slot = slots[row]
        crossed[row] = 0
        for variant in range(counts.shape[1]):
            if (wanted[row] >> variant) & 1:
                before = counts[slot, variant]
                counts[slot, variant] = before + signs[row]
                if before == 0 or before + signs[row] == 0:
                    crossed[row] |= np.int64(1) << variant
