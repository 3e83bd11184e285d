"""Walk over spaces and JSON strings, check UTF-8, resolve escapes; nothing here allocates."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.formats.kernels.memory import (
    BLOCK,
    copy_block,
    load_byte,
    load_int,
    special_bytes,
    store_byte,
    trailing_zeros,
)

QUOTE, BACKSLASH, SLASH = ord('"'), ord("\\"), ord("/")
WORD = 8
"""Bytes in a machine word."""


@compiled
def peek(at: int, end: int) -> int:
    """Return the byte at `at`, or 0 from `end` on (a byte that no grammar here accepts)."""
    return load_byte(at) if at < end else 0


@compiled
def after_space(at: int, end: int) -> int:
    """Return the address of the first byte that is no JSON white space, at most `end`."""
    while at < end:
        code = load_byte(at)
        if code > 32 or not (code == 32 or code == 10 or code == 13 or code == 9):  # noqa: PLR1714 -- compiled
            break
        at += 1
    return at


@compiled
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


@compiled
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
        if code == QUOTE or code == BACKSLASH or code > 127:  # noqa: PLR1714 -- compiled
            break
        at += 1
    return at


@compiled
def _after_escape(at: int, end: int) -> int:
    """Return the address behind the escape at `at`, or 0 when it is none."""
    code = peek(at + 1, end)
    if code == ord("u"):
        return at + 6 if at + 6 <= end and hex4(at + 2) >= 0 else 0
    known = (
        code == QUOTE or code == BACKSLASH or code == SLASH or code == ord("n")  # noqa: PLR1714 -- compiled
    ) or (code == ord("t") or code == ord("r") or code == ord("b") or code == ord("f"))  # noqa: PLR1714 -- compiled
    return at + 2 if known else 0


@compiled
def hex4(at: int) -> int:
    """Return the value of four hexadecimal digits, or -1."""
    value = 0
    for offset in range(4):
        code = load_byte(at + offset)
        lower = code | 32
        if 48 <= code <= 57:
            digit = code - 48
        elif 97 <= lower <= 102:
            digit = lower - 87
        else:
            return -1
        value = value * 16 + digit
    return value


@compiled
def after_character(at: int, end: int) -> int:
    """Return the address behind the UTF-8 character at `at`, or 0 when its bytes are wrong."""
    first = load_byte(at)
    if first < 128:
        return at + 1
    second = peek(at + 1, end)
    if 0xC2 <= first <= 0xDF:
        return at + 2 if 0x80 <= second <= 0xBF else 0
    if 0xE0 <= first <= 0xEF:
        low = 0xA0 if first == 0xE0 else 0x80
        high = 0x9F if first == 0xED else 0xBF
        ok = low <= second <= high and _continues(at + 2, end)
        return at + 3 if ok else 0
    if 0xF0 <= first <= 0xF4:
        low = 0x90 if first == 0xF0 else 0x80
        high = 0x8F if first == 0xF4 else 0xBF
        ok = low <= second <= high and _continues(at + 2, end) and _continues(at + 3, end)
        return at + 4 if ok else 0
    return 0


@compiled
def _continues(at: int, end: int) -> bool:
    return 0x80 <= peek(at, end) <= 0xBF


@compiled
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


@compiled
def copy_unescaped(target: int, source: int, length: int) -> int:
    """Copy a valid JSON string's text with its escapes resolved; return the address behind it."""
    end = source + length
    while source < end:
        code = load_byte(source)
        if code != BACKSLASH:
            store_byte(target, code)
            target += 1
            source += 1
        elif load_byte(source + 1) == ord("u"):
            point, source = _code_point(source, end)
            target = _store_character(target, point)
        else:
            store_byte(target, _escaped(load_byte(source + 1)))
            target += 1
            source += 2
    return target


@compiled
def _escaped(code: int) -> int:
    if code == ord("n"):
        return 10
    if code == ord("t"):
        return 9
    if code == ord("r"):
        return 13
    if code == ord("b"):
        return 8
    return 12 if code == ord("f") else code


@compiled
def _code_point(at: int, end: int) -> tuple[int, int]:
    """Return the code point of an escape and the address behind; half a pair becomes '?'."""
    first = hex4(at + 2)
    at += 6
    if first < 0xD800 or first > 0xDFFF:
        return first, at
    paired = first < 0xDC00 and at + 6 <= end
    if paired and load_byte(at) == BACKSLASH and load_byte(at + 1) == ord("u"):
        second = hex4(at + 2)
        if 0xDC00 <= second <= 0xDFFF:
            return 0x10000 + (first - 0xD800) * 1024 + (second - 0xDC00), at + 6
    return ord("?"), at


@compiled
def _store_character(target: int, point: int) -> int:
    """Write a code point as UTF-8; return the address behind it."""
    if point < 0x80:
        store_byte(target, point)
        return target + 1
    if point < 0x800:
        store_byte(target, 0xC0 | (point >> 6))
        store_byte(target + 1, 0x80 | (point & 63))
        return target + 2
    if point < 0x10000:
        store_byte(target, 0xE0 | (point >> 12))
        store_byte(target + 1, 0x80 | ((point >> 6) & 63))
        store_byte(target + 2, 0x80 | (point & 63))
        return target + 3
    store_byte(target, 0xF0 | (point >> 18))
    store_byte(target + 1, 0x80 | ((point >> 12) & 63))
    store_byte(target + 2, 0x80 | ((point >> 6) & 63))
    store_byte(target + 3, 0x80 | (point & 63))
    return target + 4


@compiled
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
