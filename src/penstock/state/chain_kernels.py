"""The chains' inner loops. A link is an id plus 1; 0 is none, as in columns never written."""

from __future__ import annotations

from typing import NamedTuple

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.state.arrow import Bools


class Links(NamedTuple):
    """The chains as the kernels see them: three columns by slot, two by row id."""

    first: Int64s
    last: Int64s
    rows: Int64s
    next: Int64s
    previous: Int64s


@compiled
def add(links: Links, slots: Int64s, ids: Int64s) -> None:
    """Put each row at the end of its slot."""
    first, last, rows, next_, previous = links
    for row in range(len(slots)):
        slot, link = slots[row], ids[row] + 1
        before = last[slot]
        next_[link - 1], previous[link - 1] = 0, before
        if before == 0:
            first[slot] = link
        else:
            next_[before - 1] = link
        last[slot] = link
        rows[slot] += 1


@compiled
def remove(links: Links, slots: Int64s, ids: Int64s) -> None:
    """Join what stands before and after each row."""
    first, last, rows, next_, previous = links
    for row in range(len(slots)):
        slot = slots[row]
        before, after = previous[ids[row]], next_[ids[row]]
        if before == 0:
            first[slot] = after
        else:
            next_[before - 1] = after
        if after == 0:
            last[slot] = before
        else:
            previous[after - 1] = before
        rows[slot] -= 1


@compiled
def expand(links: Links, slots: Int64s, positions: Int64s, ids: Int64s) -> None:
    """Write all rows of all slots in order."""
    first, _, _, next_, _ = links
    at = 0
    for position in range(len(slots)):
        known = 0 <= slots[position] < len(first)
        link = first[slots[position]] if known else 0
        while link != 0:
            positions[at], ids[at] = position, link - 1
            at += 1
            link = next_[link - 1]


@compiled
def counts(links: Links, slots: Int64s, into: Int64s) -> None:
    """Write how many rows each slot has."""
    for position in range(len(slots)):
        known = 0 <= slots[position] < len(links.rows)
        into[position] = links.rows[slots[position]] if known else 0


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
            link = links.first[slot[0]]
            if link != 0:
                removed[count] = link - 1
                remove(links, slot, removed[count : count + 1])
                count += 1
        if not takes_back[row]:
            add(links, slot, ids[row : row + 1])
    return count
