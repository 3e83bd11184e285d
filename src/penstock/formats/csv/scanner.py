"""Split CSV records and read their fields in one compiled pass.

As with JSON the kernel says "read" or "not by me": doubled quotes, escapes, wrong counts and odd
values go record by record to the exact path.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s, Records
from penstock.core.compiled import compiled
from penstock.core.types import Schema
from penstock.formats.columns import address_of
from penstock.formats.csv.exact import CsvReader
from penstock.formats.csv.settings import CsvSettings
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.memory import load_byte, load_int
from penstock.formats.kernels.slots import OUTPUT, SLOT, Slot, scalar_take, slot_numbers
from penstock.formats.kernels.text import after_character, peek
from penstock.formats.kernels.values import LATER, TEXT, store_span, take_text
from penstock.formats.scanned import Scanned, SlotColumns, scan_memory
from penstock.formats.times import TimeStandard

HEADER = 6
"""Numbers at the start: columns, delimiter, quote, comment mark, NULL's address and length."""
_ANY = 256
"""A mark that no byte equals."""
_BYTE_ORDER_MARK_START = 0xEF


class CsvScanner:
    """Scans records for the wanted columns."""

    def __init__(self, schema: Schema, wanted: Schema, settings: CsvSettings) -> None:
        self._slots = tuple(
            Slot(index, field, scalar_take(field.type.kind))
            for index, field in enumerate(wanted.fields)
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
        memory = scan_memory(self._slots, records)
        scan_csv(
            memory.span, records.starts, records.ends,
            address_of(self._plan), address_of(memory.outputs), memory.refused,
        )  # fmt: skip
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
    converters = {slot.index: reader.converter(slot.field) for slot in slots}
    return SlotColumns(
        slots, slots, wanted.arrow, convert=lambda slot, text: converters[slot.index](text)
    )


@compiled
def scan_csv(
    span: Int64s, starts: Int64s, ends: Int64s, plan: int, outputs: int, refused: Bytes
) -> int:  # noqa: E501, PLR0913, PLR0917 -- compiled
    """Scan every record, mark in `refused` those left to the exact path; return their number."""
    count = 0
    for row in range(len(starts)):
        start, end = span[0] + starts[row], span[0] + ends[row]
        while end > start and (load_byte(end - 1) == 10 or load_byte(end - 1) == 13):  # noqa: PLR1714 -- compiled
            end -= 1
        first = peek(start, end)
        odd = first == 0 or first == load_int(plan + 24) or first == _BYTE_ORDER_MARK_START  # noqa: PLR1714 -- compiled
        if odd or not _scan_fields(start, end, plan, outputs, row):
            refused[row] = 1
            count += 1
    return count


@compiled
def _scan_fields(at: int, end: int, plan: int, outputs: int, row: int) -> bool:
    columns, delimiter, quote = load_int(plan), load_int(plan + 8), load_int(plan + 16)
    slots = plan + 8 * (HEADER + columns)
    for column in range(columns):
        quoted = peek(at, end) == quote
        start = at + 1 if quoted else at
        stop = _field_end(start, end, quote if quoted else delimiter)
        at = stop + 1 if quoted else stop
        if stop == 0 or (quoted and stop == end):
            return False
        index = load_int(plan + 8 * (HEADER + column))
        if index >= 0:
            about, output = slots + 8 * SLOT * index, outputs + 8 * OUTPUT * index
            if not _take_field(start, stop, plan, about, output, row):
                return False
        if column == columns - 1:
            return at == end
        if peek(at, end) != delimiter:
            return False
        at += 1
    return False


@compiled
def _field_end(at: int, end: int, mark: int) -> int:
    """Return where the mark stands, or `end`; 0 when the text is not UTF-8."""
    while at < end:
        code = load_byte(at)
        if code == mark:
            return at
        at = at + 1 if code < 128 else after_character(at, end)
        if at == 0:
            return 0
    return at


@compiled
def _take_field(at: int, end: int, plan: int, slot: int, output: int, row: int) -> bool:
    take, length = load_int(slot), load_int(plan + 40)
    if length == end - at and _equal(at, load_int(plan + 32), length):
        return True
    if take == TEXT:
        return bool(store_span(output, row, at, end, 0))
    if at == end:
        return True
    if take == LATER:
        return bool(store_span(output, row, at, end, 0))
    return bool(take_text(at, end, slot, output, row))


@compiled
def _equal(left: int, right: int, length: int) -> bool:
    for offset in range(length):
        if load_byte(left + offset) != load_byte(right + offset):
            return False
    return True
