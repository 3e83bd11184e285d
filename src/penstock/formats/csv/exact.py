"""Read one CSV record at a time: the exact path, which decides what a record means.

>>> split_fields('a,"b ""c"", d",', CsvSettings())
['a', 'b "c", d', '']
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from penstock.core.types import STRINGS, Field, Kind, Schema
from penstock.formats.csv.settings import CsvSettings
from penstock.formats.errors import BadRecord, NoRow
from penstock.formats.exactly import BYTE_ORDER_MARK
from penstock.formats.scalars import BadValue, shown, text_parser
from penstock.formats.times import TimeStandard

Converter = Callable[[str], Any]


class CsvReader:
    """Reads the wanted columns of single records."""

    def __init__(self, schema: Schema, wanted: Schema, settings: CsvSettings) -> None:
        self._settings = settings
        self._count = len(schema)
        names = {name: place for place, name in enumerate(schema.names)}
        self._columns = [(names[field.name], self.converter(field)) for field in wanted.fields]

    def row(self, record: bytes) -> tuple[Any, ...]:
        """Return the record's values in the columns' order; BadRecord with the reason."""
        text = _text_of(record)
        if self._settings.allow_comments and text.startswith("#"):
            raise NoRow
        fields = self._checked(split_fields(text, self._settings))
        return tuple(
            convert(fields[place]) if place < len(fields) else None
            for place, convert in self._columns
        )

    def converter(self, field: Field) -> Converter:
        """Return the function from a field's text to its column's value."""
        parse = self._parser(field)
        literal, lenient = self._settings.null_literal, self._settings.ignore_parse_errors
        empty_is_null = field.type.kind not in STRINGS

        def convert(text: str) -> Any:
            if text == literal or (empty_is_null and not text):
                return None
            try:
                return parse(text)
            except BadValue as wrong:
                if lenient:
                    return None
                raise BadRecord(f"column '{field.name}': {wrong}") from None

        return convert

    def _parser(self, field: Field) -> Converter:
        """Return the parser of a type; an ARRAY's or a ROW's parts are separated texts."""
        delimiter = self._settings.element_delimiter
        if field.type.kind is Kind.ARRAY:
            element = self.converter(field.type.children[0])
            return lambda text: [element(part) for part in text.split(delimiter)]
        if field.type.kind is Kind.ROW:
            children = [(child.name, self.converter(child)) for child in field.type.children]
            return lambda text: {
                name: convert(part)
                for (name, convert), part in zip(children, text.split(delimiter), strict=False)
            }
        return text_parser(field.type, TimeStandard.SQL)

    def _checked(self, fields: list[str]) -> list[str]:
        """Refuse too many fields, and too few unless errors are ignored; one empty may trail."""
        if len(fields) == self._count + 1 and not fields[-1]:
            return fields[:-1]
        few = len(fields) < self._count and not self._settings.ignore_parse_errors
        if few or len(fields) > self._count:
            raise BadRecord(f"{len(fields)} fields instead of {self._count}")
        return fields


def split_fields(text: str, settings: CsvSettings) -> list[str]:
    """Return the fields of a line, quotes taken off; BadRecord when a quote is not closed."""
    fields, place = [], 0
    while True:
        quoted = settings.quote and text.startswith(settings.quote, place)
        read = _quoted_field if quoted else _plain_field
        field, place = read(text, place, settings)
        fields.append(field)
        if place == len(text):
            return fields
        place += 1


def _plain_field(text: str, place: int, settings: CsvSettings) -> tuple[str, int]:
    """Return the field that starts at `place`, and where its delimiter or the end is."""
    if not settings.escape:
        end = text.find(settings.delimiter, place)
        end = len(text) if end < 0 else end
        return text[place:end], end
    letters = []
    while place < len(text) and text[place] != settings.delimiter:
        place += text[place] == settings.escape and place + 1 < len(text)
        letters.append(text[place])
        place += 1
    return "".join(letters), place


def _quoted_field(text: str, place: int, settings: CsvSettings) -> tuple[str, int]:
    start = place
    letters: list[str] = []
    place += 1
    while place < len(text):
        letter = text[place]
        if letter == settings.quote:
            if not text.startswith(settings.quote, place + 1):
                return "".join(letters), _after_quote(text, place + 1, settings)
            place += 1
        elif letter == settings.escape and place + 1 < len(text):
            place += 1
        letters.append(text[place])
        place += 1
    raise BadRecord(f"not CSV: the quote at {start} is not closed")


def _after_quote(text: str, place: int, settings: CsvSettings) -> int:
    if place < len(text) and text[place] != settings.delimiter:
        raise BadRecord(f"not CSV: {shown(text[place])} behind a closing quote at {place}")
    return place


def _text_of(record: bytes) -> str:
    try:
        text = record.removeprefix(BYTE_ORDER_MARK).decode().rstrip("\r\n")
    except UnicodeDecodeError as wrong:
        raise BadRecord(f"not UTF-8: wrong byte at {wrong.start}") from None
    if not text:
        raise BadRecord("empty record")
    return text
