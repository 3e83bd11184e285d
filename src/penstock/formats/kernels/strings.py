"""Find where a JSON string ends, a line of bytes at a time, and check all that stands in it.

Escaped quotes are told apart without a branch: in a run of backslashes every other one escapes what
follows. A subtraction finds those: its borrow walks along each run, and where it stops tells
whether the run's length is odd.
"""

from __future__ import annotations

from typing import NamedTuple

from penstock.core.compiled import compiled
from penstock.formats.kernels.characters import (
    ASCII_MAX,
    BACKSLASH,
    QUOTE,
    SLASH,
    after_character,
    hex4,
    peek,
)
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import (
    LINE,
    equal_bytes,
    high_bytes,
    load_byte,
    trailing_zeros,
)

_ODD = -0x5555555555555556
"""Every other bit of a word, as int64."""


class Line(NamedTuple):
    """What stands in a line of a string, a bit for each byte.

    `quotes` and `slashes`: all quotes and backslashes; `escaped`: bytes behind an escaping
    backslash; `odd`: bytes that need a closer look; `carry`: 1 when the next line's first byte is
    escaped.
    """

    quotes: int
    slashes: int
    escaped: int
    odd: int
    carry: int


@inlined
def look_at_line(at: int, carry: int) -> Line:
    """Look at the `LINE` bytes at `at`; `carry` says that the first of them is escaped."""
    quotes, slashes = equal_bytes(at, QUOTE), equal_bytes(at, BACKSLASH)
    starting = slashes & ~carry
    runs = (((starting << 1) | _ODD) - starting) ^ _ODD
    escaped = runs ^ (slashes | carry)
    odd = high_bytes(at) | (escaped & ~(quotes | slashes))
    return Line(quotes, slashes, escaped, odd, ((runs & slashes) >> 63) & 1)


@inlined
def end_of_string(at: int, end: int, limit: int) -> tuple[int, int]:
    """Return the address of the closing quote and whether escapes stand before it (then not 0).

    `at` is the byte after the opening quote; (0, 0) when the string is not closed before `end`,
    not UTF-8 or wrongly escaped. Reads no byte from `limit` on.
    """
    start = at
    while at < end and at + LINE <= limit:
        marks = equal_bytes(at, QUOTE) | equal_bytes(at, BACKSLASH) | high_bytes(at)
        if marks:
            at += trailing_zeros(marks)
            if at < end and load_byte(at) == QUOTE:
                return at, 0
            break
        at += LINE
    return _end_of_escaped(start, end, limit)


@inlined
def foreseen_end(at: int, end: int, limit: int) -> tuple[int, int]:
    """Do the same where a string is sure to stand, and many of them hold escapes.

    The first quote is taken for the closing one. Whether it is, and whether all before it is well,
    only decides a branch: the next bytes are looked at while that is still being found out.
    """
    start, carry, escaped = at, 0, 0
    while at < end and at + LINE <= limit:
        line = look_at_line(at, carry)
        first = line.quotes & -line.quotes
        if (line.odd & (first - 1)) | (line.escaped & first):
            return _end_of_escaped(start, end, limit)
        escaped |= line.slashes & (first - 1)
        if first:
            close = at + trailing_zeros(first)
            return (close, escaped) if close < end else (0, 0)
        at, carry = at + LINE, line.carry
    return _end_of_escaped(start, end, limit)


@compiled
def _end_of_escaped(at: int, end: int, limit: int) -> tuple[int, int]:
    """Do the same with escapes before the closing quote."""
    start, carry, escaped = at, 0, 0
    while at < end and at + LINE <= limit:
        line = look_at_line(at, carry)
        closing = line.quotes & ~line.escaped
        before = (closing & -closing) - 1
        if line.odd & before:
            break
        escaped |= line.slashes & before
        if closing:
            close = at + trailing_zeros(closing)
            return (close, escaped) if close < end else (0, 0)
        at, carry = at + LINE, line.carry
    return (0, 0) if at >= end else end_by_bytes(start, end)


@compiled
def end_by_bytes(at: int, end: int) -> tuple[int, int]:
    """Do the same byte by byte: for other escapes, letters beyond ASCII and the buffer's end."""
    escaped = 0
    while at < end:
        code = load_byte(at)
        if code == QUOTE:
            return at, escaped
        if code == BACKSLASH:
            escaped = 1
            at = _after_escape(at, end)
        else:
            at = at + 1 if code <= ASCII_MAX else after_character(at, end)
        if at == 0:
            break
    return 0, 0


@compiled
def _after_escape(at: int, end: int) -> int:
    """Return the address behind the escape at `at`, or 0 when it is none."""
    code = peek(at + 1, end)
    if code == ord("u"):
        return at + 6 if at + 6 <= end and hex4(at + 2) >= 0 else 0
    simple = (QUOTE, BACKSLASH, SLASH, ord("n"), ord("t"), ord("r"), ord("b"), ord("f"))
    return at + 2 if code in simple else 0
