"""The inner loops of sorted lists: room made, rows put in their place, lists merged and read.

An entry is a row of words: the row's id, then its sort key. A list is a block of entries; freed
blocks of one size hang together by their first word.
"""

from __future__ import annotations

from typing import NamedTuple

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import prefetch

SIZES = 48
"""How many sizes of blocks there are: 1, 2, 4 and so on."""
AHEAD = 12
"""So many rows before it is its turn, a list is asked for: among millions, each waits for memory.
"""
_WORD_BYTES = 8
END = SIZES
"""The place in the header behind the heads of the free blocks: where unused entries begin."""


FIRST, ROWS, ROOM, STAMP = range(4)
"""What is known of a list, side by side, so that one access to memory fetches all of it: where its
entries begin, how many there are, for how many there is room, and when it was last touched."""


class Lists(NamedTuple):
    """The lists as the kernels see them: a row of four by slot, the entries, the header."""

    slots: Int64s
    entries: Int64s
    header: Int64s


@compiled
def _size(rows: int) -> int:
    size = 0
    while (1 << size) < rows:
        size += 1
    return size


@compiled
def _copy(entries: Int64s, source: int, target: int) -> None:
    if source != target:
        for word in range(entries.shape[1]):
            entries[target, word] = entries[source, word]


@compiled
def room_needed(lists: Lists, slots: Int64s, wanted: Int64s) -> int:
    """Return how many entries new blocks for lists of the wanted lengths take at most."""
    total = 0
    for row in range(len(slots)):
        if wanted[row] > lists.slots[slots[row], ROOM]:
            total += 1 << _size(wanted[row])
    return total


@compiled
def free_block(lists: Lists, slot: int) -> None:
    """Give a list's block back."""
    if lists.slots[slot, ROOM] > 0:
        size = _size(lists.slots[slot, ROOM])
        lists.entries[lists.slots[slot, FIRST], 0] = lists.header[size]
        lists.header[size] = lists.slots[slot, FIRST] + 1
    lists.slots[slot, ROOM] = 0


@compiled
def make_room(lists: Lists, slots: Int64s, wanted: Int64s) -> None:
    """Move lists that are to grow into larger blocks; `room_needed` entries are unused."""
    known, entries, header = lists
    for row in range(len(slots)):
        slot = slots[row]
        if wanted[row] <= known[slot, ROOM]:
            continue
        size = _size(wanted[row])
        place = header[size] - 1
        if place >= 0:
            header[size] = entries[place, 0]
        else:
            place = header[END]
            header[END] += 1 << size
        for at in range(known[slot, ROWS]):
            _copy(entries, known[slot, FIRST] + at, place + at)
        free_block(lists, slot)
        known[slot, FIRST], known[slot, ROOM] = place, 1 << size


@compiled
def clear(lists: Lists, slots: Int64s) -> None:
    """Empty lists and give their blocks back."""
    for slot in slots:
        free_block(lists, slot)
        lists.slots[slot, ROWS] = 0


@compiled
def _ahead(words: Int64s, row: int, entries: Int64s, place: int, ties: bool) -> bool:
    """Say whether a new row stands ahead of an entry; among equals, what `ties` says."""
    for word in range(words.shape[1]):
        if words[row, word] != entries[place, word + 1]:
            return bool(words[row, word] < entries[place, word + 1])
    return ties


@compiled
def insert(
    lists: Lists, slots: Int64s, words: Int64s, rules: tuple[int, bool], dropped: Int64s
) -> int:
    """Put rows into their lists, of which no more than a number of entries is kept.

    A new entry's id is minus the row's number, less 1. Writes the ids of older entries that had
    to go, and returns how many there are.
    """
    known, entries, _ = lists
    limit, latest_first = rules
    entries_at, row_bytes = entries.ctypes.data, entries.shape[1] * _WORD_BYTES
    lost = 0
    for row in range(len(slots)):
        if row + AHEAD < len(slots):
            prefetch(entries_at + known[slots[row + AHEAD], FIRST] * row_bytes)
        begin, count = known[slots[row], FIRST], known[slots[row], ROWS]
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
            _copy(entries, place - 1, place)
        entries[begin + at, 0] = -row - 1
        for word in range(words.shape[1]):
            entries[begin + at, word + 1] = words[row, word]
        known[slots[row], ROWS] = count + 1
    return lost


@compiled
def _without(lists: Lists, slot: int, gone: Int64s) -> int:
    """Close up the entries of a list whose ids are not gone; return how many those are."""
    begin, kept = lists.slots[slot, FIRST], 0
    for place in range(begin, begin + lists.slots[slot, ROWS]):
        if gone[lists.entries[place, 0]] == 0:
            _copy(lists.entries, place, begin + kept)
            kept += 1
    return kept


@compiled
def merge(lists: Lists, slots: Int64s, added: tuple[Int64s, Int64s, Int64s], gone: Int64s) -> None:
    """Take entries out whose ids are `gone`, and put sorted rows in behind their equals.

    The rows of `slots[i]` are `ends[i - 1]` to `ends[i]`; each list has room for all of them.
    """
    entries, (ends, ids, words) = lists.entries, added
    begin = 0
    for number in range(len(slots)):
        slot, new = slots[number], ends[number] - 1
        place = lists.slots[slot, FIRST]
        old = _without(lists, slot, gone) - 1
        lists.slots[slot, ROWS] = old + 1 + ends[number] - begin
        while new >= begin:
            at = place + old + 1 + new - begin
            if old >= 0 and _ahead(words, new, entries, place + old, False):
                _copy(entries, place + old, at)
                old -= 1
            else:
                entries[at, 0] = ids[new]
                for word in range(words.shape[1]):
                    entries[at, word + 1] = words[new, word]
                new -= 1
        begin = ends[number]


@compiled
def heads(lists: Lists, slots: Int64s, limit: int, found: tuple[Int64s, Int64s]) -> int:
    """Write where each list's first ids end, and the ids; return how many there are."""
    ends, ids = found
    entries_at, row_bytes = lists.entries.ctypes.data, lists.entries.shape[1] * _WORD_BYTES
    at = 0
    for number in range(len(slots)):
        if number + AHEAD < len(slots):
            prefetch(entries_at + lists.slots[slots[number + AHEAD], FIRST] * row_bytes)
        slot = slots[number]
        for place in range(min(limit, lists.slots[slot, ROWS])):
            ids[at] = lists.entries[lists.slots[slot, FIRST] + place, 0]
            at += 1
        ends[number] = at
    return at


@compiled
def name_rows(lists: Lists, slots: Int64s, ids: Int64s) -> None:
    """Replace the numbers of new rows by their ids."""
    entries_at, row_bytes = lists.entries.ctypes.data, lists.entries.shape[1] * _WORD_BYTES
    for number in range(len(slots)):
        if number + AHEAD < len(slots):
            prefetch(entries_at + lists.slots[slots[number + AHEAD], FIRST] * row_bytes)
        slot = slots[number]
        begin = lists.slots[slot, FIRST]
        for place in range(begin, begin + lists.slots[slot, ROWS]):
            if lists.entries[place, 0] < 0:
                lists.entries[place, 0] = ids[-lists.entries[place, 0] - 1]
