"""Read one wanted JSON value into its column's memory."""

from __future__ import annotations

from penstock.formats.json_scanner.skip import Walk, after_literal, skip_value
from penstock.formats.kernels.characters import QUOTE, peek
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_int
from penstock.formats.kernels.number import FRACTION, scan_number
from penstock.formats.kernels.strings import end_of_string
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

_TRUE_LENGTH = 4


@inlined
def take_value(at: int, walk: Walk, slot: int, output: int) -> int:
    """Store the value at `at`; return the address behind it, 0 for the exact path."""
    code = peek(at, walk.end)
    if code == ord("n"):
        return after_literal(at, walk.end)
    if load_int(slot) == LATER:
        return store_span(output, walk.row, at, skip_value(at, walk), 0)
    if code == QUOTE:
        return _take_string(at + 1, walk, slot, output)
    if code == ord("t") or code == ord("f"):
        return _take_literal(at, walk, slot, output)
    return _take_number(at, walk, slot, output)


@inlined
def _take_string(at: int, walk: Walk, slot: int, output: int) -> int:
    close, escaped = end_of_string(at, walk.end, walk.limit)
    if close == 0:
        return 0
    if load_int(slot) == TEXT:
        return store_span(output, walk.row, at, close, escaped) + 1
    if escaped:
        return 0
    return close + 1 if take_text(at, close, slot, output, walk.row) else 0


@inlined
def _take_number(at: int, walk: Walk, slot: int, output: int) -> int:
    number = scan_number(at, walk.end, True)
    take = load_int(slot)
    if number.after == 0:
        return 0
    if take == TEXT:
        return store_span(output, walk.row, at, number.after, 0)
    if take == INTEGER and number.flags & FRACTION and not load_int(slot + 24):
        return 0
    return number.after if store_number(number, slot, output, walk.row) else 0


@inlined
def _take_literal(at: int, walk: Walk, slot: int, output: int) -> int:
    after, take = after_literal(at, walk.end), load_int(slot)
    if after == 0:
        return 0
    if take == TEXT:
        return store_span(output, walk.row, at, after, 0)
    if take == BOOLEAN:
        store(output, walk.row, after - at == _TRUE_LENGTH)
        return after
    return 0
