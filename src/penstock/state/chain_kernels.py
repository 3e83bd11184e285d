"""The chains' inner loops. A link is an id plus 1; 0 is none, as in rows never written."""

from __future__ import annotations

from typing import NamedTuple

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import prefetch
from penstock.state.arrow import Bools

FIRST, LAST, ROWS, SLOT_WORDS = 0, 1, 2, 4
"""What is known of a slot, side by side: its oldest row, its newest, how many there are.

Four words and not three, so that no slot lies across two cache lines."""
NEXT, PREVIOUS, ID_WORDS = 0, 1, 2
"""What is known of a row: the ones behind it and before it."""
_AHEAD = 12
"""So many slots before it is its turn, a slot is asked for."""
_WORD_BYTES = 8


class Links(NamedTuple):
    """The chains as the kernels see them: `slots` by slot, `ids` by row id."""

    slots: Int64s
    ids: Int64s


@compiled
def add(links: Links, slots: Int64s, ids: Int64s) -> None:
    """Put each row at the end of its slot."""
    known, rows = links
    known_at, rows_at = known.ctypes.data, rows.ctypes.data
    for row in range(len(slots)):
        if row + _AHEAD < len(slots):
            newest = known[slots[row + _AHEAD], LAST] - 1
            prefetch(rows_at + newest * ID_WORDS * _WORD_BYTES)
        if row + 2 * _AHEAD < len(slots):
            prefetch(known_at + slots[row + 2 * _AHEAD] * SLOT_WORDS * _WORD_BYTES)
        slot, link = slots[row], ids[row] + 1
        before = known[slot, LAST]
        rows[link - 1, NEXT], rows[link - 1, PREVIOUS] = 0, before
        if before == 0:
            known[slot, FIRST] = link
        else:
            rows[before - 1, NEXT] = link
        known[slot, LAST] = link
        known[slot, ROWS] += 1


@compiled
def remove(links: Links, slots: Int64s, ids: Int64s) -> None:
    """Join what stands before and after each row."""
    known, rows = links
    for row in range(len(slots)):
        slot = slots[row]
        before, after = rows[ids[row], PREVIOUS], rows[ids[row], NEXT]
        if before == 0:
            known[slot, FIRST] = after
        else:
            rows[before - 1, NEXT] = after
        if after == 0:
            known[slot, LAST] = before
        else:
            rows[after - 1, PREVIOUS] = before
        known[slot, ROWS] -= 1


@compiled
def expand(links: Links, slots: Int64s, positions: Int64s, ids: Int64s) -> None:
    """Write all rows of all slots in order."""
    known, rows = links
    rows_at = rows.ctypes.data
    at = 0
    for position in range(len(slots)):
        if position + _AHEAD < len(slots):
            ahead = slots[position + _AHEAD]
            if 0 <= ahead < len(known):
                prefetch(rows_at + (known[ahead, FIRST] - 1) * ID_WORDS * _WORD_BYTES)
        is_known = 0 <= slots[position] < len(known)
        link = known[slots[position], FIRST] if is_known else 0
        while link != 0:
            positions[at], ids[at] = position, link - 1
            at += 1
            link = rows[link - 1, NEXT]


@compiled
def counts(links: Links, slots: Int64s, into: Int64s) -> None:
    """Write how many rows each slot has."""
    known = links.slots
    for position in range(len(slots)):
        is_known = 0 <= slots[position] < len(known)
        into[position] = known[slots[position], ROWS] if is_known else 0


@compiled
def settle(
    links: Links, changes: tuple[Bools, Int64s, Int64s], unique: bool, removed: Int64s
) -> int:
    """Add and take back rows one after the other; return how many were taken out.

    A row that takes back takes the oldest row of its slot; where slots are `unique`, a row that
    is added takes the place of the one before.
    """
    takes_back, slots, ids = changes
    count = 0
    for row in range(len(slots)):
        slot = slots[row : row + 1]
        if takes_back[row] or unique:
            link = links.slots[slot[0], FIRST]
            if link != 0:
                removed[count] = link - 1
                remove(links, slot, removed[count : count + 1])
                count += 1
        if not takes_back[row]:
            add(links, slot, ids[row : row + 1])
    return count
