"""Walk over spaces and JSON strings, and copy texts; nothing here allocates."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.formats.kernels.characters import (
    ASCII_MAX,
    BACKSLASH,
    NEWLINE,
    QUOTE,
    RETURN,
    SLASH,
    SPACE,
    TAB,
    after_character,
    hex4,
    peek,
)
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import (
    BLOCK,
    copy_block,
    load_byte,
    load_int,
    special_bytes,
    store_byte,
    trailing_zeros,
)

WORD = 8
"""Bytes in a machine word."""


@inlined
def after_space(at: int, end: int) -> int:
    """Return the address of the first byte that is no JSON white space, at most `end`."""
    while at < end:
        code = load_byte(at)
        if code > SPACE or code not in (SPACE, NEWLINE, RETURN, TAB):
            break
        at += 1
    return at


@inlined
def end_of_string(at: int, end: int, limit: int) -> tuple[int, int]:
    """Return the address of the closing quote and whether escapes stand before it.

    `at` is the byte after the opening quote; (0, 0) when the string is not closed before `end`,
    not UTF-8 or wrongly escaped. Reads no byte from `limit` on.
    """
    escaped = 0
    while at < end:
        at = _end_of_plain(at, end, limit)
        if at >= end:
            break
        code = load_byte(at)
        if code == QUOTE:
            return at, escaped
        if code == BACKSLASH:
            escaped = 1
            at = _after_escape(at, end)
        else:
            at = after_character(at, end)
        if at == 0:
            break
    return 0, 0


@inlined
def _end_of_plain(at: int, end: int, limit: int) -> int:
    """Return the next quote, backslash or byte beyond ASCII; whatever stands from `end` on."""
    while at + BLOCK <= limit:
        bits = special_bytes(at)
        if bits != 0:
            return at + trailing_zeros(bits)
        at += BLOCK
        if at >= end:
            return at
    while at < end:
        code = load_byte(at)
        if code in (QUOTE, BACKSLASH) or code > ASCII_MAX:
            break
        at += 1
    return at


@compiled
def _after_escape(at: int, end: int) -> int:
    """Return the address behind the escape at `at`, or 0 when it is none."""
    code = peek(at + 1, end)
    if code == ord("u"):
        return at + 6 if at + 6 <= end and hex4(at + 2) >= 0 else 0
    simple = (QUOTE, BACKSLASH, SLASH, ord("n"), ord("t"), ord("r"), ord("b"), ord("f"))
    return at + 2 if code in simple else 0


@inlined
def copy_text(target: int, source: int, length: int, limit: int) -> int:
    """Copy `length` bytes; return the address behind them. `target` has a block to spare."""
    done = 0
    while done < length and source + done + BLOCK <= limit:
        copy_block(target + done, source + done)
        done += BLOCK
    while done < length:
        store_byte(target + done, load_byte(source + done))
        done += 1
    return target + length


@inlined
def first_word(at: int, length: int, limit: int) -> int:
    """Return the first eight bytes of a text as one number, zeros beyond its length."""
    if length >= WORD:
        return load_int(at)
    if at + WORD <= limit:
        return load_int(at) & ((1 << (8 * length)) - 1)
    word = 0
    for offset in range(length):
        word |= load_byte(at + offset) << (8 * offset)
    return word
