"""What a batch changes in sorted lists: which lists it touches, and how their heads then differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.core.batch import Int8s, Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import prefetch
from penstock.state.ranked_kernels import AHEAD, STAMP

_WORD_BYTES = 8


@compiled
def touch(slots: Int64s, known: Int64s, stamp: int, found: tuple[Int64s, Int64s]) -> int:
    """Number the slots in the order in which they first come: per row its number, and the slots.

    Each list's own stamp is below `stamp`; afterwards it is below `stamp` plus the result.
    """
    numbers, touched = found
    known_at, row_bytes = known.ctypes.data, known.shape[1] * _WORD_BYTES
    count = 0
    for row in range(len(slots)):
        if row + AHEAD < len(slots):
            prefetch(known_at + slots[row + AHEAD] * row_bytes)
        slot = slots[row]
        if known[slot, STAMP] < stamp:
            known[slot, STAMP] = stamp + count
            touched[count] = slot
            count += 1
        numbers[row] = known[slot, STAMP] - stamp
    return count


class Found(NamedTuple):
    """What has changed: the kind of each change, the id of its row, and the row's place."""

    kinds: Int8s
    ids: Int64s
    places: Int64s


_INSERT, _BEFORE, _AFTER, _DELETE = np.int8(0), np.int8(1), np.int8(2), np.int8(3)


@compiled
def _put(found: Found, at: int, kind: np.int8, row: tuple[int, int]) -> int:
    found.kinds[at] = kind
    found.ids[at], found.places[at] = row
    return at + 1


@compiled
def _by_place(
    before: Int64s, after: Int64s, rules: tuple[int, bool], found: Found, count: int
) -> int:
    """List the places at which another row stands now."""
    first, with_old = rules
    for place in range(first - 1, max(len(before), len(after))):
        was, is_ = place < len(before), place < len(after)
        if was and is_ and before[place] == after[place]:
            continue
        if was and (with_old or not is_):
            kind = _BEFORE if is_ else _DELETE
            count = _put(found, count, kind, (before[place], place + 1))
        if is_:
            kind = _AFTER if was else _INSERT
            count = _put(found, count, kind, (after[place], place + 1))
    return count


@compiled
def _by_row(
    before: Int64s, after: Int64s, marks: tuple[Int64s, int], found: Found, count: int
) -> int:
    """List the rows that are there no more, then those that were not there."""
    stamps, stamp = marks
    for row in before:
        stamps[row] = stamp
    for row in after:
        if row >= 0 and stamps[row] >= stamp:
            stamps[row] = stamp + 1
    for row in before:
        if stamps[row] == stamp:
            count = _put(found, count, _DELETE, (row, 0))
    for row in after:
        if row < 0 or stamps[row] <= stamp:
            count = _put(found, count, _INSERT, (row, 0))
    return count


@compiled
def compare(
    before: tuple[Int64s, Int64s],
    after: tuple[Int64s, Int64s],
    rules: tuple[int, bool, bool],
    marks: tuple[Int64s, int],
    found: Found,
) -> int:
    """List how the heads of lists have changed, list by list; return how many changes there are.

    `rules`: from which place on rows count, whether places are compared or only which rows there
    are, and whether updated rows are given as they were too. `marks` are by id, with a number
    that is above all of them.
    """
    first, by_place, with_old = rules
    count, old, new = 0, 0, 0
    for number in range(len(before[0])):
        old_ids = before[1][old : before[0][number]]
        new_ids = after[1][new : after[0][number]]
        if by_place:
            count = _by_place(old_ids, new_ids, (first, with_old), found, count)
        else:
            count = _by_row(old_ids[first - 1 :], new_ids[first - 1 :], marks, found, count)
        old, new = before[0][number], after[0][number]
    return count
