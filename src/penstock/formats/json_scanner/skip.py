"""Check and skip a JSON value that nobody wants."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import load_byte, store_byte
from penstock.formats.kernels.number import scan_number
from penstock.formats.kernels.text import QUOTE, after_space, end_of_string, peek

OPEN_OBJECT, CLOSE_OBJECT = ord("{"), ord("}")
OPEN_ARRAY, CLOSE_ARRAY = ord("["), ord("]")
COMMA, COLON = ord(","), ord(":")
_TO_CLOSING = CLOSE_OBJECT - OPEN_OBJECT
"""Added to an opening bracket it gives the closing one; the same for both kinds."""


@compiled
def skip_value(at: int, end: int, limit: int, stack: int, room: int) -> int:
    """Return the address behind the value at `at`, or 0 when it is not valid.

    `stack` is the address of at least `room` bytes, which is how deep brackets may nest.
    """
    code = peek(at, end)
    if code == OPEN_OBJECT or code == OPEN_ARRAY:  # noqa: PLR1714 -- compiled
        return _skip_container(at, end, limit, stack, room)
    return skip_simple(at, end, limit)


@compiled
def skip_simple(at: int, end: int, limit: int) -> int:
    """Return the address behind a string, a number or a literal, or 0."""
    code = peek(at, end)
    if code == QUOTE:
        close, _ = end_of_string(at + 1, end, limit)
        return close + 1 if close else 0
    if code > ord("9"):
        return after_literal(at, end)
    return scan_number(at, end, True)[0]


@compiled
def after_literal(at: int, end: int) -> int:
    """Return the address behind true, false or null, or 0."""
    code = peek(at, end)
    if code == ord("t"):
        return after_letters(at, end, ord("r"), ord("u"), ord("e"))
    if code == ord("n"):
        return after_letters(at, end, ord("u"), ord("l"), ord("l"))
    if code == ord("f") and peek(at + 1, end) == ord("a"):
        return after_letters(at + 1, end, ord("l"), ord("s"), ord("e"))
    return 0


@compiled
def after_letters(at: int, end: int, second: int, third: int, fourth: int) -> int:
    """Return the address behind four letters of which the first was seen, or 0."""
    same = (
        at + 4 <= end
        and load_byte(at + 1) == second
        and load_byte(at + 2) == third
        and load_byte(at + 3) == fourth
    )
    return at + 4 if same else 0


@compiled
def after_name(at: int, end: int, limit: int) -> int:
    """Return the address of the value behind `"name":`, or 0."""
    if peek(at, end) != QUOTE:
        return 0
    close, _ = end_of_string(at + 1, end, limit)
    if close == 0:
        return 0
    at = after_space(close + 1, end)
    return after_space(at + 1, end) if peek(at, end) == COLON else 0


@compiled
def _skip_container(at: int, end: int, limit: int, stack: int, room: int) -> int:
    level = 0
    while at != 0:
        code = peek(at, end)
        if code == OPEN_OBJECT or code == OPEN_ARRAY:  # noqa: PLR1714 -- compiled
            if level == room:
                return 0
            store_byte(stack + level, code)
            level += 1
            at = after_space(at + 1, end)
            if peek(at, end) != code + _TO_CLOSING:
                at = after_name(at, end, limit) if code == OPEN_OBJECT else at
                continue
        else:
            at = skip_simple(at, end, limit)
            if at == 0:
                return 0
            at = after_space(at, end)
        at, level = _climb(at, end, stack, level)
        if level == 0 or at == 0:
            return at
        if load_byte(stack + level - 1) == OPEN_OBJECT:
            at = after_name(at, end, limit)
    return 0


@compiled
def _climb(at: int, end: int, stack: int, level: int) -> tuple[int, int]:
    """Close brackets behind a value; return where the next value or name starts, and the level.

    At level 0 the address is the one behind the last bracket.
    """
    while at != 0:
        code = peek(at, end)
        if code == COMMA:
            return after_space(at + 1, end), level
        if code != load_byte(stack + level - 1) + _TO_CLOSING:
            return 0, level
        level -= 1
        if level == 0:
            return at + 1, level
        at = after_space(at + 1, end)
    return 0, level
