"""Follow a record along the shapes that earlier records had; see the room's page for how."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.core.compiled import compiled
from penstock.formats.json_scanner.edges import (
    BEHIND,
    DEPTH,
    LENGTH,
    LITERAL,
    MASK,
    NEXT,
    OTHER,
    SLOT_INDEX,
    Behind,
)
from penstock.formats.json_scanner.plan import HEADER
from penstock.formats.json_scanner.skip import Walk, skip_value
from penstock.formats.json_scanner.take import take_value
from penstock.formats.kernels.digits import WORD_DIGITS, digits_value, leading_digits
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import (
    LINE,
    load_byte,
    load_int,
    store_byte,
    trailing_zeros,
    unlike_bytes,
)
from penstock.formats.kernels.number import MINUS, ZERO
from penstock.formats.kernels.slots import OUTPUT, SLOT
from penstock.formats.kernels.strings import end_by_bytes, look_at_line
from penstock.formats.kernels.values import store, store_span, take_text

NOTHING, END, ROW_INSIDE, SKIP_TEXT, TAKE_TEXT = (
    int(Behind.NOTHING), int(Behind.END), int(Behind.ROW), int(Behind.SKIP_TEXT),
    int(Behind.TAKE_TEXT),
)  # fmt: skip
SKIP_DIGITS, TAKE_DIGITS, TAKE_TIME = (
    int(Behind.SKIP_DIGITS), int(Behind.TAKE_DIGITS), int(Behind.TAKE_TIME),
)  # fmt: skip
ROOM = 4 * LINE
"""Bytes that must stand behind a record, for it is looked at a line at a time."""
_DIGITS_MAX = 18
_TENS = np.array([10**power for power in range(WORD_DIGITS + 1)])


class Columns(NamedTuple):
    """The addresses of the plan's numbers and of the outputs, and the record's row."""

    words: int
    outputs: int
    row: int


@inlined
def follow(at: int, walk: Walk, columns: Columns, edge: int) -> int:
    """Return the address behind a record that has a known shape, 0 when its shape is unknown."""
    while True:
        after = _behind_literal(at, walk.end, edge)
        if after:
            behind = load_int(edge + BEHIND)
            if behind == END:
                if after == walk.end:
                    return after
                after = 0
            elif behind != NOTHING:
                after = _behind_value(after, walk, columns, edge)
        if after:
            at, edge = after, load_int(edge + NEXT)
        else:
            edge = load_int(edge + OTHER)
            if edge == 0:
                return 0


@inlined
def _behind_literal(at: int, end: int, edge: int) -> int:
    unlike = unlike_bytes(at, load_int(edge + LITERAL)) & load_int(edge + MASK)
    after = at + load_int(edge + LENGTH)
    return after if unlike == 0 and after <= end else 0


@inlined
def _behind_value(at: int, walk: Walk, columns: Columns, edge: int) -> int:
    """Take or skip the value at `at`; return the address behind it, 0 when it does not fit."""
    behind, slot = load_int(edge + BEHIND), load_int(edge + SLOT_INDEX)
    if behind == SKIP_TEXT:
        close, _ = _close_of(at, walk.end)
        return close + 1 if close else 0
    about = columns.words + 8 * (HEADER + SLOT * slot)
    output = columns.outputs + 8 * OUTPUT * slot
    if behind == TAKE_DIGITS:
        return _take_digits(at, about, output, columns.row)
    if behind == TAKE_TIME:
        close, escaped = _close_of(at, walk.end)
        if close == 0 or escaped:
            return 0
        return close + 1 if take_text(at, close, about, output, columns.row) else 0
    if behind == TAKE_TEXT:
        close, escaped = _close_of(at, walk.end)
        return store_span(output, columns.row, at, close, escaped) + 1 if close else 0
    if behind == SKIP_DIGITS:
        after, _ = _digits(at)
        return after
    if behind == ROW_INSIDE:
        store_byte(load_int(output + 16) + columns.row, 1)
        return at
    return _any_value(at, walk, columns, edge)


@inlined
def _close_of(at: int, end: int) -> tuple[int, int]:
    """Return the address of a string's closing quote and whether escapes stand before it."""
    start, carry, escaped = at, 0, 0
    while at < end:
        line = look_at_line(at, carry)
        before = (line.closing & -line.closing) - 1
        if line.odd & before:
            return end_by_bytes(start, end)
        escaped |= line.slashes & before
        if line.closing:
            return at + trailing_zeros(line.closing), escaped != 0
        at, carry = at + LINE, line.carry
    return 0, 0


@inlined
def _digits(at: int) -> tuple[int, int]:
    """Return the address behind a whole number of up to 18 digits, 0 when it is none, and it."""
    negative = load_byte(at) == MINUS
    at += negative
    start = at
    count = leading_digits(load_int(at))
    if count == 0 or (count > 1 and load_byte(at) == ZERO):
        return 0, 0
    value = digits_value(load_int(at), count)
    at += count
    while count == WORD_DIGITS:
        count = leading_digits(load_int(at))
        if at + count - start > _DIGITS_MAX:
            return 0, 0
        if count == 0:
            break
        value = value * _TENS[count] + digits_value(load_int(at), count)
        at += count
    return at, -value if negative else value


@inlined
def _take_digits(at: int, about: int, output: int, row: int) -> int:
    after, value = _digits(at)
    fits = load_int(about + 8) <= value <= load_int(about + 16)
    if after == 0 or not fits:
        return 0
    store(output, row, value)
    return after


@compiled
def _any_value(at: int, walk: Walk, columns: Columns, edge: int) -> int:
    """Take or skip a value as the scanner does."""
    slot = load_int(edge + SLOT_INDEX)
    inner = Walk(walk.end, walk.limit, walk.stack, walk.room - load_int(edge + DEPTH), walk.row)
    if slot < 0:
        return skip_value(at, inner)
    about = columns.words + 8 * (HEADER + SLOT * slot)
    return take_value(at, inner, about, columns.outputs + 8 * OUTPUT * slot)
