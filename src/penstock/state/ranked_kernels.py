"""The inner loops of sorted lists: room made, rows put in their place, lists merged and compared.

An entry is a row of words: the row's id, then its sort key. A list is a block of entries; freed
blocks of one size hang together by their first word.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.core.batch import Int8s, Int64s
from penstock.core.compiled import compiled

SIZES = 48
"""How many sizes of blocks there are: 1, 2, 4 and so on."""
END = SIZES
"""The place in the header behind the heads of the free blocks: where unused entries begin."""


class Lists(NamedTuple):
    """The lists as the kernels see them: three columns by slot, the entries, the header."""

    first: Int64s
    rows: Int64s
    room: Int64s
    entries: Int64s
    header: Int64s


@compiled
def _size(rows: int) -> int:
    size = 0
    while (1 << size) < rows:
        size += 1
    return size


@compiled
def room_needed(lists: Lists, slots: Int64s, wanted: Int64s) -> int:
    """Return how many entries new blocks for lists of the wanted lengths take at most."""
    total = 0
    for row in range(len(slots)):
        if wanted[row] > lists.room[slots[row]]:
            total += 1 << _size(wanted[row])
    return total


@compiled
def free_block(lists: Lists, slot: int) -> None:
    """Give a list's block back."""
    if lists.room[slot] > 0:
        size = _size(lists.room[slot])
        lists.entries[lists.first[slot], 0] = lists.header[size]
        lists.header[size] = lists.first[slot] + 1
    lists.room[slot] = 0


@compiled
def make_room(lists: Lists, slots: Int64s, wanted: Int64s) -> None:
    """Move lists that are to grow into larger blocks; `room_needed` entries are unused."""
    first, rows, room, entries, header = lists
    for row in range(len(slots)):
        slot = slots[row]
        if wanted[row] <= room[slot]:
            continue
        size = _size(wanted[row])
        place = header[size] - 1
        if place >= 0:
            header[size] = entries[place, 0]
        else:
            place = header[END]
            header[END] += 1 << size
        for at in range(rows[slot]):
            for word in range(entries.shape[1]):
                entries[place + at, word] = entries[first[slot] + at, word]
        free_block(lists, slot)
        first[slot], room[slot] = place, 1 << size


@compiled
def clear(lists: Lists, slots: Int64s) -> None:
    """Empty lists and give their blocks back."""
    for slot in slots:
        free_block(lists, slot)
        lists.rows[slot] = 0


@compiled
def _ahead(words: Int64s, row: int, entries: Int64s, place: int, ties: bool) -> bool:
    """Say whether a new row stands ahead of an entry; among equals, what `ties` says."""
    for word in range(words.shape[1]):
        if words[row, word] != entries[place, word + 1]:
            return words[row, word] < entries[place, word + 1]
    return ties


@compiled
def insert(
    lists: Lists, slots: Int64s, words: Int64s, rules: tuple[int, bool], dropped: Int64s
) -> int:
    """Put rows into their lists, of which no more than a number of entries is kept.

    A new entry's id is minus the row's number, less 1. Writes the ids of older entries that had
    to go, and returns how many there are.
    """
    first, rows, _, entries, _ = lists
    limit, latest_first = rules
    lost = 0
    for row in range(len(slots)):
        begin, count = first[slots[row]], rows[slots[row]]
        at = count
        while at > 0 and _ahead(words, row, entries, begin + at - 1, latest_first):
            at -= 1
        if at >= limit:
            continue
        if count == limit:
            count -= 1
            if entries[begin + count, 0] >= 0:
                dropped[lost] = entries[begin + count, 0]
                lost += 1
        for place in range(begin + count, begin + at, -1):
            for word in range(entries.shape[1]):
                entries[place, word] = entries[place - 1, word]
        entries[begin + at, 0] = -row - 1
        for word in range(words.shape[1]):
            entries[begin + at, word + 1] = words[row, word]
        rows[slots[row]] = count + 1
    return lost


@compiled
def merge(lists: Lists, slots: Int64s, added: tuple[Int64s, Int64s, Int64s], gone: Int64s) -> None:
    """Take entries out whose ids are `gone`, and put sorted rows in behind their equals.

    The rows of `slots[i]` are `ends[i - 1]` to `ends[i]`; each list has room for all of them.
    """
    first, rows, _, entries, _ = lists
    ends, ids, words = added
    begin = 0
    for number in range(len(slots)):
        slot, end = slots[number], ends[number]
        place, kept = first[slot], 0
        for at in range(rows[slot]):
            if gone[entries[place + at, 0]] == 0:
                if kept < at:
                    for word in range(entries.shape[1]):
                        entries[place + kept, word] = entries[place + at, word]
                kept += 1
        total = kept + end - begin
        old, new = kept - 1, end - 1
        for at in range(total - 1, -1, -1):
            if new < begin:
                break
            if old >= 0 and _ahead(words, new, entries, place + old, False):
                for word in range(entries.shape[1]):
                    entries[place + at, word] = entries[place + old, word]
                old -= 1
            else:
                entries[place + at, 0] = ids[new]
                for word in range(words.shape[1]):
                    entries[place + at, word + 1] = words[new, word]
                new -= 1
        rows[slot] = total
        begin = end


@compiled
def heads(lists: Lists, slots: Int64s, limit: int, found: tuple[Int64s, Int64s]) -> int:
    """Write where each list's first ids end, and the ids; return how many there are."""
    ends, ids = found
    at = 0
    for number in range(len(slots)):
        slot = slots[number]
        for place in range(min(limit, lists.rows[slot])):
            ids[at] = lists.entries[lists.first[slot] + place, 0]
            at += 1
        ends[number] = at
    return at


@compiled
def name_rows(lists: Lists, slots: Int64s, ids: Int64s) -> None:
    """Replace the numbers of new rows by their ids."""
    for slot in slots:
        begin = lists.first[slot]
        for place in range(begin, begin + lists.rows[slot]):
            if lists.entries[place, 0] < 0:
                lists.entries[place, 0] = ids[-lists.entries[place, 0] - 1]


@compiled
def touch(slots: Int64s, stamps: Int64s, stamp: int, found: tuple[Int64s, Int64s]) -> int:
    """Number the slots in the order in which they first come: per row its number, and the slots.

    `stamps` are by slot and below `stamp`; afterwards they are below `stamp` plus the result.
    """
    numbers, touched = found
    count = 0
    for row in range(len(slots)):
        slot = slots[row]
        if stamps[slot] < stamp:
            stamps[slot] = stamp + count
            touched[count] = slot
            count += 1
        numbers[row] = stamps[slot] - stamp
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
