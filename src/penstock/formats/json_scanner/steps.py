"""The steps of a walk along a shape: pass a literal, take or skip the value behind it.

Each returns the address behind what it passed, 0 when that is not there. None reads more than a few
lines beyond its record; the walk sees to it that so much stands there.
"""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import compiled
from penstock.formats.json_scanner.edges import (
    BEHIND,
    DEPTH,
    LENGTH,
    LITERAL,
    MASK,
    SLOT_INDEX,
    Behind,
)
from penstock.formats.json_scanner.plan import HEADER
from penstock.formats.json_scanner.record import Guide
from penstock.formats.json_scanner.skip import Walk, skip_value
from penstock.formats.json_scanner.take import take_value
from penstock.formats.kernels.characters import QUOTE
from penstock.formats.kernels.digits import WORD_DIGITS, digits_value, leading_digits
from penstock.formats.kernels.inlining import inlined, pasted
from penstock.formats.kernels.memory import (
    equal_bytes,
    load_byte,
    load_int,
    store_byte,
    trailing_zeros,
    unlike_bytes,
)
from penstock.formats.kernels.number import MINUS, ZERO
from penstock.formats.kernels.slots import OUTPUT, SLOT
from penstock.formats.kernels.strings import foreseen_end
from penstock.formats.kernels.values import store, store_span, take_time

ROW_INSIDE, SKIP_TEXT, TAKE_TEXT = (
    int(Behind.ROW), int(Behind.SKIP_TEXT), int(Behind.TAKE_TEXT),
)  # fmt: skip
SKIP_DIGITS, TAKE_DIGITS, TAKE_TIME = (
    int(Behind.SKIP_DIGITS), int(Behind.TAKE_DIGITS), int(Behind.TAKE_TIME),
)  # fmt: skip
_DIGITS_MAX = 18
_TENS = np.array([10**power for power in range(WORD_DIGITS + 1)])


@inlined
def behind_literal(at: int, end: int, edge: int) -> int:
    """Return the address behind the edge's literal, 0 when the record has another there."""
    unlike = unlike_bytes(at, load_int(edge + LITERAL)) & load_int(edge + MASK)
    after = at + load_int(edge + LENGTH)
    return after if unlike == 0 and after <= end else 0


@pasted
def behind_value(at: int, walk: Walk, guide: Guide, edge: int) -> int:
    """Take or skip the value at `at`; return the address behind it, 0 when it does not fit."""
    behind = load_int(edge + BEHIND)
    if behind == SKIP_TEXT:
        close, _ = foreseen_end(at, walk.end, walk.limit)
        return close + 1 if close else 0
    if behind == SKIP_DIGITS:
        after, _ = _signed_digits(at)
        return after
    slot = load_int(edge + SLOT_INDEX)
    about = guide.words + 8 * (HEADER + SLOT * slot)
    output = guide.outputs + 8 * OUTPUT * slot
    if behind == TAKE_DIGITS:
        return _take_digits(at, about, output, walk.row)
    if behind == TAKE_TEXT:
        close, escaped = foreseen_end(at, walk.end, walk.limit)
        return store_span(output, walk.row, at, close, escaped) + 1 if close else 0
    if behind == TAKE_TIME:
        return _take_time(at, walk, about, output)
    return _behind_rare(at, walk, guide, edge)


@pasted
def _take_time(at: int, walk: Walk, about: int, output: int) -> int:
    close = at + trailing_zeros(equal_bytes(at, QUOTE))
    fits = close < walk.end and take_time(at, close, about, output, walk.row) != 0
    return close + 1 if fits else 0


@pasted
def _take_digits(at: int, about: int, output: int, row: int) -> int:
    after, value = _signed_digits(at)
    fits = load_int(about + 8) <= value <= load_int(about + 16)
    if after == 0 or not fits:
        return 0
    store(output, row, value)
    return after


@inlined
def _signed_digits(at: int) -> tuple[int, int]:
    """Return the address behind a whole number and its value; see `_digits`."""
    return _negative(at) if load_byte(at) == MINUS else _digits(at)


@inlined
def _digits(at: int) -> tuple[int, int]:
    """Return the address behind digits, at most 18 and with no zero before others, and their value.

    The address is 0 when there are none such.
    """
    start, word = at, load_int(at)
    count = leading_digits(word)
    if count == 0 or (count > 1 and load_byte(at) == ZERO):
        return 0, 0
    value = digits_value(word, count)
    at += count
    while count == WORD_DIGITS:
        word = load_int(at)
        count = leading_digits(word)
        if count == 0:
            break
        value = value * _TENS[count] + digits_value(word, count)
        at += count
    return at if at - start <= _DIGITS_MAX else 0, value


@compiled
def _negative(at: int) -> tuple[int, int]:
    """Read the digits behind a minus; a call apart, or all others would wait for the sign."""
    after, value = _digits(at + 1)
    return after, -value


@compiled
def _behind_rare(at: int, walk: Walk, guide: Guide, edge: int) -> int:
    """Go into a ROW, or take or skip a value as the scanner does."""
    slot = load_int(edge + SLOT_INDEX)
    inner = Walk(walk.end, walk.limit, walk.stack, walk.room - load_int(edge + DEPTH), walk.row)
    if slot < 0:
        return skip_value(at, inner)
    about = guide.words + 8 * (HEADER + SLOT * slot)
    output = guide.outputs + 8 * OUTPUT * slot
    if load_int(edge + BEHIND) == ROW_INSIDE:
        store_byte(load_int(output + 16) + walk.row, 1)
        return at
    return take_value(at, inner, about, output)
