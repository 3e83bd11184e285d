"""Check and skip a JSON value that nobody wants."""

from __future__ import annotations

from typing import NamedTuple

from penstock.core.compiled import compiled
from penstock.formats.kernels.characters import QUOTE, peek
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_byte, store_byte
from penstock.formats.kernels.number import NINE, scan_number
from penstock.formats.kernels.strings import end_of_string
from penstock.formats.kernels.text import after_space

OPEN_OBJECT, CLOSE_OBJECT = ord("{"), ord("}")
OPEN_ARRAY, CLOSE_ARRAY = ord("["), ord("]")
COMMA, COLON = ord(","), ord(":")
_TO_CLOSING = CLOSE_OBJECT - OPEN_OBJECT
"""Added to an opening bracket it gives the closing one; the same for both kinds."""
_LITERAL = 4
"""Letters of `true` and `null`, and of `false` behind its first."""


class Walk(NamedTuple):
    """What stays the same within a record.

    `end` is the address behind the record, `limit` the one behind the input, `stack` that of
    memory for `room` open brackets; `row` is the record's index.
    """

    end: int
    limit: int
    stack: int
    room: int
    row: int


@inlined
def skip_value(at: int, walk: Walk) -> int:
    """Return the address behind the value at `at`, or 0 when it is not valid."""
    code = peek(at, walk.end)
    if code in (OPEN_OBJECT, OPEN_ARRAY):
        return _skip_container(at, walk)
    return skip_simple(at, walk.end, walk.limit)


@inlined
def skip_simple(at: int, end: int, limit: int) -> int:
    """Return the address behind a string, a number or a literal, or 0."""
    code = peek(at, end)
    if code == QUOTE:
        close, _ = end_of_string(at + 1, end, limit)
        return close + 1 if close else 0
    if code > NINE:
        return after_literal(at, end)
    return scan_number(at, end, True).after


@inlined
def after_literal(at: int, end: int) -> int:
    """Return the address behind true, false or null, or 0."""
    code = peek(at, end)
    if code == ord("t"):
        return _after_letters(at, end, ord("r"), ord("u"), ord("e"))
    if code == ord("n"):
        return _after_letters(at, end, ord("u"), ord("l"), ord("l"))
    if code == ord("f") and peek(at + 1, end) == ord("a"):
        return _after_letters(at + 1, end, ord("l"), ord("s"), ord("e"))
    return 0


@inlined
def _after_letters(at: int, end: int, second: int, third: int, fourth: int) -> int:
    """Return the address behind four letters of which the first was seen, or 0."""
    same = (
        at + _LITERAL <= end
        and load_byte(at + 1) == second
        and load_byte(at + 2) == third
        and load_byte(at + 3) == fourth
    )
    return at + _LITERAL if same else 0


@inlined
def _after_name(at: int, end: int, limit: int) -> int:
    """Return the address of the value behind `"name":`, or 0."""
    if peek(at, end) != QUOTE:
        return 0
    close, _ = end_of_string(at + 1, end, limit)
    if close == 0:
        return 0
    at = after_space(close + 1, end)
    return after_space(at + 1, end) if peek(at, end) == COLON else 0


@compiled
def _skip_container(at: int, walk: Walk) -> int:
    """Walk through nested brackets with a stack of their kinds instead of recursion."""
    end, stack = walk.end, walk.stack
    level = 0
    while at != 0:
        code = peek(at, end)
        if code in (OPEN_OBJECT, OPEN_ARRAY):
            if level == walk.room:
                return 0
            store_byte(stack + level, code)
            level += 1
            at = after_space(at + 1, end)
            if peek(at, end) != code + _TO_CLOSING:
                at = _after_name(at, end, walk.limit) if code == OPEN_OBJECT else at
                continue
        else:
            at = skip_simple(at, end, walk.limit)
        at, level = _climb(at, end, stack, level)
        if level == 0 or at == 0:
            return at
        if load_byte(stack + level - 1) == OPEN_OBJECT:
            at = _after_name(at, end, walk.limit)
    return 0


@inlined
def _climb(at: int, end: int, stack: int, level: int) -> tuple[int, int]:
    """Close brackets behind a value; return where the next value or name starts, and the level.

    At level 0 the address is the one behind the last bracket; 0 stands for what is not valid.
    """
    while at != 0:
        at = after_space(at, end)
        code = peek(at, end)
        if code == COMMA:
            return after_space(at + 1, end), level
        if code != load_byte(stack + level - 1) + _TO_CLOSING:
            break
        level -= 1
        at += 1
        if level == 0:
            return at, level
    return 0, level
