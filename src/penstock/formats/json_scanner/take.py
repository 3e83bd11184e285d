"""Read one wanted JSON value into its column's memory."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.formats.json_scanner.skip import after_literal, skip_value
from penstock.formats.kernels.memory import load_int
from penstock.formats.kernels.number import FRACTION, scan_number
from penstock.formats.kernels.text import QUOTE, end_of_string, peek
from penstock.formats.kernels.values import (
    BOOLEAN,
    INTEGER,
    LATER,
    TEXT,
    store,
    store_number,
    store_span,
    take_text,
)


@compiled
def take_value(
    at: int, end: int, limit: int, slot: int, output: int, row: int, stack: int, room: int
) -> int:  # noqa: E501, PLR0913, PLR0917 -- compiled, addresses cost nothing here
    """Store the value at `at` for a row; return the address behind it, 0 for the exact path."""
    code = peek(at, end)
    if code == ord("n"):
        return after_literal(at, end)
    take = load_int(slot)
    if take == LATER:
        after = skip_value(at, end, limit, stack, room)
        return store_span(output, row, at, after, 0)
    if code == QUOTE:
        return _take_string(at + 1, end, limit, slot, output, row)
    if code == ord("t") or code == ord("f"):  # noqa: PLR1714 -- compiled
        return _take_literal(at, end, take, output, row)
    return _take_number(at, end, slot, output, row)


@compiled
def _take_string(at: int, end: int, limit: int, slot: int, output: int, row: int) -> int:  # noqa: PLR0913, PLR0917 -- compiled
    close, escaped = end_of_string(at, end, limit)
    if close == 0:
        return 0
    if load_int(slot) == TEXT:
        return store_span(output, row, at, close, escaped) + 1
    stored = 0 if escaped else take_text(at, close, slot, output, row)
    return close + 1 if stored else 0


@compiled
def _take_number(at: int, end: int, slot: int, output: int, row: int) -> int:
    after, digits, exponent, flags = scan_number(at, end, True)
    take = load_int(slot)
    if after == 0:
        return 0
    if take == TEXT:
        return store_span(output, row, at, after, 0)
    if take == INTEGER and flags & FRACTION and not load_int(slot + 24):
        return 0
    return after if store_number(digits, exponent, flags, slot, output, row) else 0


@compiled
def _take_literal(at: int, end: int, take: int, output: int, row: int) -> int:
    after = after_literal(at, end)
    if after == 0:
        return 0
    if take == TEXT:
        return store_span(output, row, at, after, 0)
    if take == BOOLEAN:
        store(output, row, after - at == 4)
        return after
    return 0
