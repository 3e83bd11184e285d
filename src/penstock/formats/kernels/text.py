"""Walk over spaces and JSON strings, and copy texts; nothing here allocates."""

from __future__ import annotations

from penstock.formats.kernels.characters import (
    NEWLINE,
    RETURN,
    SPACE,
    TAB,
)
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import (
    LINE,
    copy_line,
    load_byte,
    load_int,
    store_byte,
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
def copy_text(target: int, source: int, length: int, limit: int) -> int:
    """Copy `length` bytes; return the address behind them. `target` has a line to spare."""
    done = 0
    while done < length and source + done + LINE <= limit:
        copy_line(target + done, source + done)
        done += LINE
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
