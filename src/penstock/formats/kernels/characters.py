# ruff: noqa: PLR2004 -- UTF-8 and hexadecimal digits are tables of numbers; names would hide them
"""Check and write single characters: UTF-8's forms, JSON's escapes."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import (
    LINE,
    copy_line,
    equal_bytes,
    load_byte,
    store_byte,
    trailing_zeros,
)

QUOTE, BACKSLASH, SLASH = ord('"'), ord("\\"), ord("/")
TAB, NEWLINE, RETURN, SPACE = ord("\t"), ord("\n"), ord("\r"), ord(" ")
ASCII_MAX = 127


@inlined
def peek(at: int, end: int) -> int:
    """Return the byte at `at`, or 0 from `end` on (a byte that no grammar here accepts)."""
    return load_byte(at) if at < end else 0


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
def hex4(at: int) -> int:
    """Return the value of four hexadecimal digits, or -1."""
    value = 0
    for offset in range(4):
        code = load_byte(at + offset)
        lower = code | SPACE
        if 48 <= code <= 57:
            digit = code - 48
        elif 97 <= lower <= 102:
            digit = lower - 87
        else:
            return -1
        value = value * 16 + digit
    return value


@compiled
def copy_unescaped(target: int, source: int, length: int, limit: int) -> int:
    """Copy a valid JSON string's text with its escapes resolved; return the address behind it.

    Reads no byte from `limit` on; `target` has a line to spare.
    """
    end = source + length
    while source + LINE <= limit:
        copy_line(target, source)
        plain = trailing_zeros(equal_bytes(source, BACKSLASH))
        if source + plain >= end:
            return target + end - source
        target, source = target + plain, source + plain
        if plain < LINE:
            target, source = _resolve(target, source, end)
    while source < end:
        if load_byte(source) == BACKSLASH:
            target, source = _resolve(target, source, end)
        else:
            store_byte(target, load_byte(source))
            target, source = target + 1, source + 1
    return target


@inlined
def _resolve(target: int, source: int, end: int) -> tuple[int, int]:
    """Write what the escape at `source` stands for; return the addresses behind both."""
    code = load_byte(source + 1)
    if code in (BACKSLASH, QUOTE):
        store_byte(target, code)
        return target + 1, source + 2
    if code == ord("u"):
        point, source = _code_point(source, end)
        return _store_character(target, point), source
    store_byte(target, _escaped(code))
    return target + 1, source + 2


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
