"""Split CSV records and read their fields in one compiled pass.

As with JSON the kernel says "read" or "not by me": doubled quotes, escapes, wrong counts and odd
values go record by record to the exact path.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from penstock.core.batch import Int64s, Records
from penstock.core.compiled import compiled
from penstock.core.types import Schema
from penstock.formats.columns import address_of, places_of
from penstock.formats.csv.exact import CsvReader
from penstock.formats.csv.settings import CsvSettings
from penstock.formats.kernels.characters import ASCII_MAX, NEWLINE, RETURN, after_character, peek
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_byte, load_int
from penstock.formats.kernels.slots import OUTPUT, SLOT, Slot, scalar_take, slot_numbers
from penstock.formats.kernels.values import LATER, TEXT, store_span, take_text
from penstock.formats.scanned import Scanned, SlotColumns
from penstock.formats.times import TimeStandard

HEADER = 6
"""Numbers at the start: columns, delimiter, quote, comment mark, NULL's address and length."""
_ANY = 256
"""A mark that no byte equals."""
_BYTE_ORDER_MARK_START = 0xEF


class Text(NamedTuple):
    """Where a field's text starts and stops, and the row that it belongs to."""

    start: int
    stop: int
    row: int


class CsvScanner:
    """Scans records for the wanted columns."""

    def __init__(self, schema: Schema, wanted: Schema, settings: CsvSettings) -> None:
        self._slots = tuple(
            Slot(index, field, scalar_take(field.type)) for index, field in enumerate(wanted.fields)
        )
        literal = settings.null_literal
        self._null = np.frombuffer((literal or "").encode() + b"\0", np.uint8)
        null_length = -1 if literal is None else len(self._null) - 1
        comment = ord("#") if settings.allow_comments else _ANY
        quote = ord(settings.quote) if settings.quote else _ANY
        numbers = [len(schema), ord(settings.delimiter), quote, comment,
                   address_of(self._null), null_length]  # fmt: skip
        numbers += [_place(wanted, name) for name in schema.names]
        for slot in self._slots:
            numbers += slot_numbers(slot, TimeStandard.SQL)
        self._plan = np.array(numbers, np.int64)
        self._columns = _columns(self._slots, schema, wanted, settings)

    def scan(self, records: Records) -> Scanned:
        """Return the wanted columns and the indices of the records to be read otherwise."""
        memory = self._columns.memory(records)
        starts, ends = places_of(records)
        arrays: list[np.ndarray[Any, Any]] = [starts, ends, self._plan, memory.outputs]
        addresses = [memory.span[0], *(address_of(array) for array in arrays)]
        scan_csv(np.array(addresses, np.int64), memory.refused)
        return self._columns.scanned(memory)


def can_scan(settings: CsvSettings) -> bool:
    """Say whether the kernel knows these settings; with an escape character it does not."""
    return not settings.escape


def _place(wanted: Schema, name: str) -> int:
    index = wanted.index(name)
    return -1 if index is None else index


def _columns(
    slots: tuple[Slot, ...], schema: Schema, wanted: Schema, settings: CsvSettings
) -> SlotColumns:
    reader = CsvReader(schema, wanted, settings)
    return SlotColumns(
        slots, slots, wanted.arrow, convert=lambda slot: reader.converter(slot.field)
    )


@compiled
def scan_csv(addresses: Int64s, refused: Bytes) -> None:
    """Scan every record and mark in `refused` those that are left to the exact path.

    `addresses` holds the input's first, then those of the records' starts and ends, of the plan
    and of the outputs.
    """
    origin, starts, ends, plan, outputs = (
        addresses[0], addresses[1], addresses[2], addresses[3], addresses[4]
    )  # fmt: skip
    for row in range(len(refused)):
        start = origin + load_int(starts + 8 * row)
        end = _without_line_end(start, origin + load_int(ends + 8 * row))
        first = peek(start, end)
        odd = first == 0 or first == load_int(plan + 24) or first == _BYTE_ORDER_MARK_START
        refused[row] = odd or not _scan_fields(start, end, plan, outputs, row)


@inlined
def _without_line_end(start: int, end: int) -> int:
    while end > start and (load_byte(end - 1) == NEWLINE or load_byte(end - 1) == RETURN):
        end -= 1
    return end


@inlined
def _scan_fields(at: int, end: int, plan: int, outputs: int, row: int) -> bool:
    columns, slots = load_int(plan), plan + 8 * (HEADER + load_int(plan))
    for column in range(columns):
        start, stop, at = _field(at, end, load_int(plan + 8), load_int(plan + 16))
        if stop == 0:
            return False
        index = load_int(plan + 8 * (HEADER + column))
        if index >= 0:
            field = Text(start, stop, row)
            if not _take_field(field, plan, slots + 8 * SLOT * index, outputs + 8 * OUTPUT * index):
                return False
        if column < columns - 1:
            if peek(at, end) != load_int(plan + 8):
                return False
            at += 1
    return at == end


@inlined
def _field(at: int, end: int, delimiter: int, quote: int) -> tuple[int, int, int]:
    """Return where a field's text starts and stops, and where its delimiter should be.

    It stops at 0 when a quote is not closed or the text is not UTF-8.
    """
    if peek(at, end) != quote:
        stop = _find_mark(at, end, delimiter)
        return at, stop, stop
    stop = _find_mark(at + 1, end, quote)
    return at + 1, 0 if stop == end else stop, stop + 1


@inlined
def _find_mark(at: int, end: int, mark: int) -> int:
    """Return where the mark stands, or `end`; 0 when the text is not UTF-8."""
    while at < end:
        code = load_byte(at)
        if code == mark:
            break
        at = at + 1 if code <= ASCII_MAX else after_character(at, end)
        if at == 0:
            break
    return at


@inlined
def _take_field(field: Text, plan: int, slot: int, output: int) -> bool:
    """Store a field's value; False for the exact path."""
    take, length = load_int(slot), field.stop - field.start
    if load_int(plan + 40) == length and _equal(field.start, load_int(plan + 32), length):
        return True
    if take != TEXT and length == 0:
        return True
    if take in (TEXT, LATER):
        return store_span(output, field.row, field.start, field.stop, 0) != 0
    return take_text(field.start, field.stop, slot, output, field.row) != 0


@inlined
def _equal(left: int, right: int, length: int) -> bool:
    offset = 0
    while offset < length and load_byte(left + offset) == load_byte(right + offset):
        offset += 1
    return offset == length
