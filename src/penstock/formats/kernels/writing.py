"""Write values as text: escapes, quotes, times, and rows joined from their columns' texts."""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.kernels.characters import BACKSLASH, NEWLINE, QUOTE, RETURN, SPACE, TAB
from penstock.formats.kernels.copying import Bytes, Int32s
from penstock.formats.kernels.memory import load_byte, load_int, store_byte
from penstock.formats.kernels.text import copy_text

JOINED = 6
"""Numbers for each joined column: offsets, data, the data's limit, validity bytes or 0, its name's
text, that text's length."""
_HEX = b"0123456789abcdef"
_ESCAPE_MAX = 6
_NULL_LENGTH = 4


@compiled
def escape_json(source: int, end: int, target: int) -> int:
    """Write a text as a JSON string; return the address behind it. It may grow sixfold."""
    store_byte(target, QUOTE)
    target += 1
    while source < end:
        code = load_byte(source)
        source += 1
        if code in (QUOTE, BACKSLASH):
            store_byte(target, BACKSLASH)
            store_byte(target + 1, code)
            target += 2
        elif code >= SPACE:
            store_byte(target, code)
            target += 1
        else:
            target = _escape_control(code, target)
    store_byte(target, QUOTE)
    return target + 1


@compiled
def _escape_control(code: int, target: int) -> int:
    short = 0
    if code == NEWLINE:
        short = ord("n")
    elif code == RETURN:
        short = ord("r")
    elif code == TAB:
        short = ord("t")
    store_byte(target, BACKSLASH)
    if short:
        store_byte(target + 1, short)
        return target + 2
    store_byte(target + 1, ord("u"))
    store_byte(target + 2, 48)
    store_byte(target + 3, 48)
    store_byte(target + 4, 48 + (code >> 4))
    store_byte(target + 5, _HEX[code & 15])
    return target + 6


@compiled
def escaped_size(offsets: Int32s, data: Bytes) -> int:
    """Return the bytes that texts take at most as JSON strings."""
    size = 2 * (len(offsets) - 1)
    for index in range(offsets[0], offsets[-1]):
        code = data[index]
        size += 1 if code >= SPACE and code not in (QUOTE, BACKSLASH) else _ESCAPE_MAX
    return size


@compiled
def escape_texts(offsets: Int32s, data: Bytes, out_offsets: Int32s, out: Bytes) -> None:
    """Write every text as a JSON string, one behind the other."""
    base, start = data.ctypes.data, out.ctypes.data
    target = start
    out_offsets[0] = 0
    for row in range(len(offsets) - 1):
        target = escape_json(base + offsets[row], base + offsets[row + 1], target)
        out_offsets[row + 1] = target - start


@compiled
def joined_size(columns: int, count: int, rows: int) -> int:
    """Return the bytes that rows take at most when their columns' texts are joined."""
    size = rows * 4
    for column in range(count):
        about = columns + 8 * JOINED * column
        offsets = load_int(about)
        first = load_int(offsets) & 0xFFFFFFFF
        last = load_int(offsets + 4 * rows - 4) >> 32 if rows else first
        size += last - first + rows * (load_int(about + 40) + _NULL_LENGTH + 1)
    return size


@compiled
def join_rows(columns: int, count: int, ends: Int64s, out: Bytes, marks: int) -> None:
    """Write `{"a":1,"b":null}` and a newline for each row; `ends` gets where each row ends.

    `marks` holds, from the low byte up: the bracket before, between, and after (0: none), and 1 to
    leave NULLs out.
    """
    start = out.ctypes.data
    target = start
    opening, comma, closing = marks & 255, (marks >> 8) & 255, (marks >> 16) & 255
    skip_nulls = (marks >> 24) & 1
    for row in range(len(ends)):
        if opening:
            store_byte(target, opening)
            target += 1
        first = True
        for column in range(count):
            about = columns + 8 * JOINED * column
            present = load_int(about + 24)
            there = present == 0 or load_byte(present + row) != 0
            if skip_nulls and not there:
                continue
            if not first:
                store_byte(target, comma)
                target += 1
            first = False
            target = _join_value(about, row, there, opening != 0, target)
        if closing:
            store_byte(target, closing)
            target += 1
        ends[row] = target - start
        store_byte(target, NEWLINE)
        target += 1


@compiled
def _join_value(about: int, row: int, there: bool, spell_null: bool, target: int) -> int:
    name, length = load_int(about + 32), load_int(about + 40)
    target = copy_text(target, name, length, name + length)
    if there:
        both = load_int(load_int(about) + 4 * row)
        first, last = both & 0xFFFFFFFF, both >> 32
        source = load_int(about + 8) + first
        return copy_text(target, source, last - first, load_int(about + 16))
    if spell_null:
        for letter in range(_NULL_LENGTH):
            store_byte(target + letter, b"null"[letter])
        return target + _NULL_LENGTH
    return target


@compiled
def quote_csv(source: int, end: int, target: int, delimiter: int, quote: int) -> int:
    """Write a text as a CSV field, quoted if it must be; return the address behind it."""
    needed = source == end
    for at in range(source, end):
        code = load_byte(at)
        if code in (delimiter, quote, NEWLINE, RETURN):
            needed = True
    if not needed or quote == 0:
        return copy_text(target, source, end - source, end)
    store_byte(target, quote)
    target += 1
    for at in range(source, end):
        code = load_byte(at)
        store_byte(target, code)
        target += 1
        if code == quote:
            store_byte(target, code)
            target += 1
    store_byte(target, quote)
    return target + 1


@compiled
def quote_texts(offsets: Int32s, data: Bytes, out_offsets: Int32s, out: Bytes, marks: int) -> None:
    """Write every text as a CSV field, one behind the other.

    `marks` holds the delimiter in its low byte and the quote in the next.
    """
    delimiter, quote = marks & 255, marks >> 8
    base, start = data.ctypes.data, out.ctypes.data
    target = start
    out_offsets[0] = 0
    for row in range(len(offsets) - 1):
        low, high = base + offsets[row], base + offsets[row + 1]
        target = quote_csv(low, high, target, delimiter, quote)
        out_offsets[row + 1] = target - start
