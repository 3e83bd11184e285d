"""Walk through a record once: names through the trie, wanted values to their columns."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.json_scanner.plan import (
    ENTRY,
    HASH_SHIFT,
    HEADER,
    KEY_FACTOR,
    LENGTH_FACTOR,
    OBJECT,
)
from penstock.formats.json_scanner.skip import (
    CLOSE_OBJECT,
    COLON,
    COMMA,
    OPEN_OBJECT,
    Walk,
    skip_value,
)
from penstock.formats.json_scanner.take import take_value
from penstock.formats.kernels.characters import QUOTE, peek
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.inlining import inlined, pasted
from penstock.formats.kernels.memory import load_int, load_word, store_byte, store_int
from penstock.formats.kernels.slots import OUTPUT, SLOT
from penstock.formats.kernels.strings import end_of_string
from penstock.formats.kernels.text import WORD, after_space, first_word
from penstock.formats.kernels.values import ROW

NESTING_MAX = 256
"""As on the exact path: objects and arrays within each other."""
_FRAME = 16
"""Bytes that an open object takes on the stack: which one it is, names found in it."""
_STACK_BYTES = NESTING_MAX + 64 * _FRAME


class Guide(NamedTuple):
    """Addresses of the plan's numbers, of its objects and names, of outputs and of `seen`.

    `seen` has an int64 for each slot: the row in which it was last met, plus 1.
    """

    words: int
    objects: int
    names: int
    outputs: int
    seen: int


class Open(NamedTuple):
    """The object that the walk is in: how deep, its place in the plan, names found in it."""

    depth: int
    current: int
    found: int


@compiled
def scan_rows(addresses: Int64s, unread: Bytes, first_row: int, end_row: int) -> None:
    """Scan rows that are marked unread; the mark stays on those that the exact path must read.

    `addresses` holds the input's first and the one behind it, then those of the records' starts and
    ends, of the plan's numbers and names, of the outputs, and of a zero for each slot.
    """
    stack = np.empty(_STACK_BYTES, np.uint8)
    starts, ends, words = addresses[2], addresses[3], addresses[4]
    objects = words + 8 * (HEADER + SLOT * load_int(words + 8))
    guide = Guide(words, objects, addresses[5], addresses[6], addresses[7])
    for row in range(first_row, end_row):
        if unread[row] == 0:
            continue
        end = addresses[0] + load_int(ends + 8 * row)
        at = after_space(addresses[0] + load_int(starts + 8 * row), end)
        walk = Walk(end, addresses[1], stack.ctypes.data, NESTING_MAX - 1, row)
        at = _scan_object(at, walk, guide) if peek(at, end) == OPEN_OBJECT else 0
        unread[row] = at == 0 or after_space(at, end) != end


@pasted
def _scan_object(at: int, walk: Walk, guide: Guide) -> int:
    """Return the address behind the object at `at`, or 0."""
    inside = Open(0, guide.objects, 0)
    at = after_space(at + 1, walk.end)
    empty = peek(at, walk.end) == CLOSE_OBJECT
    while True:
        if not empty:
            at, slot = _name(at, walk, guide, inside.current)
            if at == 0:
                return 0
            if slot >= 0:
                inside = Open(inside.depth, inside.current, inside.found + 1)
                if _opens_row(at, walk, guide, slot):
                    inside = _enter(walk, guide, slot, inside)
                    at = after_space(at + 1, walk.end)
                    empty = peek(at, walk.end) == CLOSE_OBJECT
                    continue
            at = _value(at, walk, guide, slot, inside.depth)
            if at == 0:
                return 0
        empty = False
        at, inside = _leave(after_space(at, walk.end), walk, guide, inside)
        if inside.depth < 0 or at == 0:
            return at
        if peek(at, walk.end) != COMMA:
            return 0
        at = after_space(at + 1, walk.end)


@pasted
def _name(at: int, walk: Walk, guide: Guide, current: int) -> tuple[int, int]:
    """Read a name and its colon; return the value's address (0: not by us) and the name's slot.

    A wanted name that the record has met before is not for us: the exact path takes the last.
    """
    if peek(at, walk.end) != QUOTE:
        return 0, -1
    close, escaped = end_of_string(at + 1, walk.end, walk.limit)
    if close == 0 or escaped:
        return 0, -1
    slot = _find(guide, current, at + 1, close - at - 1, walk.limit)
    at = after_space(close + 1, walk.end)
    if peek(at, walk.end) != COLON:
        return 0, -1
    if slot >= 0:
        seen = guide.seen + 8 * slot
        if load_int(seen) == walk.row + 1:
            return 0, -1
        store_int(seen, walk.row + 1)
    return after_space(at + 1, walk.end), slot


@inlined
def _opens_row(at: int, walk: Walk, guide: Guide, slot: int) -> bool:
    about = guide.words + 8 * (HEADER + SLOT * slot)
    return load_int(about) == ROW and peek(at, walk.end) == OPEN_OBJECT


@inlined
def _enter(walk: Walk, guide: Guide, slot: int, inside: Open) -> Open:
    """Go into the object that is a wanted ROW, and remember the way back."""
    store_byte(load_int(guide.outputs + 8 * OUTPUT * slot + 16) + walk.row, 1)
    frame = walk.stack + NESTING_MAX + inside.depth * _FRAME
    store_int(frame, inside.current)
    store_int(frame + 8, inside.found)
    child = load_int(guide.words + 8 * (HEADER + SLOT * slot) + 32)
    return Open(inside.depth + 1, guide.objects + 8 * OBJECT * child, 0)


@inlined
def _leave(at: int, walk: Walk, guide: Guide, inside: Open) -> tuple[int, Open]:
    """Close the objects that end here; depth -1 says that the record's own did."""
    while peek(at, walk.end) == CLOSE_OBJECT:
        complete = load_int(guide.words) == 0 or inside.found == load_int(inside.current + 16)
        if not complete:
            return 0, inside
        if inside.depth == 0:
            return at + 1, Open(-1, inside.current, 0)
        frame = walk.stack + NESTING_MAX + (inside.depth - 1) * _FRAME
        inside = Open(inside.depth - 1, load_int(frame), load_int(frame + 8))
        at = after_space(at + 1, walk.end)
    return at, inside


@pasted
def _value(at: int, walk: Walk, guide: Guide, slot: int, depth: int) -> int:
    """Take or skip the value at `at`; return the address behind it, or 0."""
    inner = Walk(walk.end, walk.limit, walk.stack, walk.room - depth, walk.row)
    if slot < 0:
        return skip_value(at, inner)
    about = guide.words + 8 * (HEADER + SLOT * slot)
    return take_value(at, inner, about, guide.outputs + 8 * OUTPUT * slot)


@inlined
def _find(guide: Guide, current: int, at: int, length: int, limit: int) -> int:
    """Return the slot that a name stands for in an object, or -1."""
    table, mask = guide.words + 8 * load_int(current), load_int(current + 8)
    word = first_word(at, length, limit)
    mixed = np.uint64(word ^ (length * LENGTH_FACTOR)) * np.uint64(KEY_FACTOR)
    place = np.int64(mixed >> np.uint64(HASH_SHIFT)) & mask
    while True:
        entry = table + 8 * ENTRY * place
        slot = load_int(entry + 24) - 1
        if slot < 0:
            return -1
        alike = load_int(entry) == word and load_int(entry + 8) == length
        if alike and (length <= WORD or _same(at, guide.names + load_int(entry + 16), length)):
            return slot
        place = (place + 1) & mask


@inlined
def _same(left: int, right: int, length: int) -> bool:
    """Compare two texts of more than eight bytes whose first eight are equal."""
    offset = WORD
    while offset + WORD <= length:
        if load_word(left + offset) != load_word(right + offset):
            return False
        offset += WORD
    return bool(load_word(left + length - WORD) == load_word(right + length - WORD))
