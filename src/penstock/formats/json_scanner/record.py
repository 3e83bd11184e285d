"""Walk through records once: names through the trie, wanted values to their columns."""

from __future__ import annotations

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
    skip_value,
)
from penstock.formats.json_scanner.take import take_value
from penstock.formats.kernels.memory import load_int, load_word, store_byte, store_int
from penstock.formats.kernels.slots import OUTPUT, SLOT
from penstock.formats.kernels.text import (
    QUOTE,
    WORD,
    after_space,
    end_of_string,
    first_word,
    peek,
)
from penstock.formats.kernels.values import ROW

NESTING_MAX = 256
"""As on the exact path: objects and arrays within each other."""
_FRAME = 16
"""Bytes that an open object takes on the stack: which one it is, names found in it."""
_STACK_BYTES = NESTING_MAX + 64 * _FRAME


@compiled
def scan_records(
    span: Int64s,
    starts: Int64s,
    ends: Int64s,
    plan: int,
    keys: int,
    outputs: int,
    seen: Int64s,
    refused: np.ndarray,
) -> int:  # type: ignore[type-arg]  # noqa: E501, PLR0913, PLR0917 -- compiled
    """Scan every record, mark in `refused` those left to the exact path; return their number.

    `span` holds the first address of the input and the one behind it; `plan`, `keys` and
    `outputs` are addresses; `seen` has a zero for each slot.
    """
    stack = np.empty(_STACK_BYTES, np.uint8)
    count = 0
    for row in range(len(starts)):
        start, end = span[0] + starts[row], span[0] + ends[row]
        at = after_space(start, end)
        if peek(at, end) == OPEN_OBJECT:
            at = _scan_object(
                at, end, span[1], plan, keys, outputs, seen.ctypes.data, row, stack.ctypes.data
            )
        else:
            at = 0
        if at == 0 or after_space(at, end) != end:
            refused[row] = 1
            count += 1
    return count


@compiled
def _scan_object(
    at: int,
    end: int,
    limit: int,
    plan: int,
    keys: int,
    outputs: int,
    seen: int,
    row: int,
    stack: int,
) -> int:  # noqa: E501, PLR0913, PLR0917 -- compiled
    """Return the address behind the object at `at`, or 0."""
    objects = plan + 8 * (HEADER + SLOT * load_int(plan + 8))
    frames = stack + NESTING_MAX
    depth, found, current = 0, 0, objects
    at = after_space(at + 1, end)
    empty = peek(at, end) == CLOSE_OBJECT
    while True:
        if not empty:
            if peek(at, end) != QUOTE:
                return 0
            close, escaped = end_of_string(at + 1, end, limit)
            if close == 0 or escaped:
                return 0
            slot = _find(plan, current, keys, at + 1, close - at - 1, limit)
            at = after_space(close + 1, end)
            if peek(at, end) != COLON:
                return 0
            at = after_space(at + 1, end)
            room = NESTING_MAX - depth - 1
            if slot < 0:
                at = skip_value(at, end, limit, stack, room)
            else:
                if load_int(seen + 8 * slot) == row + 1:
                    return 0
                store_int(seen + 8 * slot, row + 1)
                found += 1
                about = plan + 8 * (HEADER + SLOT * slot)
                output = outputs + 8 * OUTPUT * slot
                if load_int(about) == ROW and peek(at, end) == OPEN_OBJECT:
                    store_byte(load_int(output + 16) + row, 1)
                    store_int(frames + depth * _FRAME, current)
                    store_int(frames + depth * _FRAME + 8, found)
                    depth, found = depth + 1, 0
                    current = objects + 8 * OBJECT * load_int(about + 32)
                    at = after_space(at + 1, end)
                    empty = peek(at, end) == CLOSE_OBJECT
                    continue
                at = take_value(at, end, limit, about, output, row, stack, room)
            if at == 0:
                return 0
            at = after_space(at, end)
        empty = False
        while peek(at, end) == CLOSE_OBJECT:
            if load_int(plan) and found < load_int(current + 16):
                return 0
            if depth == 0:
                return at + 1
            depth -= 1
            current = load_int(frames + depth * _FRAME)
            found = load_int(frames + depth * _FRAME + 8)
            at = after_space(at + 1, end)
        if peek(at, end) != COMMA:
            return 0
        at = after_space(at + 1, end)


@compiled
def _find(plan: int, current: int, keys: int, at: int, length: int, limit: int) -> int:
    """Return the slot that a name stands for in an object, or -1."""
    table = plan + 8 * load_int(current)
    mask = load_int(current + 8)
    word = first_word(at, length, limit)
    mixed = np.uint64(word ^ (length * LENGTH_FACTOR)) * np.uint64(KEY_FACTOR)
    place = np.int64(mixed >> np.uint64(HASH_SHIFT)) & mask
    while True:
        entry = table + 8 * ENTRY * place
        slot = load_int(entry + 24) - 1
        if slot < 0:
            return -1
        if load_int(entry) == word and load_int(entry + 8) == length:
            if length <= WORD or _same(at, keys + load_int(entry + 16), length):
                return slot
        place = (place + 1) & mask


@compiled
def _same(left: int, right: int, length: int) -> bool:
    """Compare two texts of more than eight bytes whose first eight are equal."""
    offset = WORD
    while offset + WORD <= length:
        if load_word(left + offset) != load_word(right + offset):
            return False
        offset += WORD
    return bool(load_word(left + length - WORD) == load_word(right + length - WORD))
