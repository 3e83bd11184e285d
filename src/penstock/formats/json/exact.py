"""Read one JSON record at a time: the exact path, which decides what a record means.

>>> from penstock.core.types import BIGINT, Field
>>> reader = ExactReader(Schema((Field("n", BIGINT),)), JsonSettings())
>>> reader.row(b'{"n": "3"}')
(3,)
>>> reader.row(b'{"n": ')
Traceback (most recent call last):
    ...
penstock.formats.errors.BadRecord: not JSON: expecting value at 6
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from penstock.core.types import BINARIES, STRINGS, Field, Kind, Schema, SqlType
from penstock.formats.errors import BadRecord
from penstock.formats.exactly import BYTE_ORDER_MARK
from penstock.formats.json.settings import JsonSettings
from penstock.formats.scalars import (
    BadValue,
    integer_limits,
    no_such,
    text_parser,
    whole_text,
)

NESTING_MAX = 256
"""Objects and arrays within each other; deeper records are invalid."""
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_INT_KINDS = (Kind.INT, Kind.BIGINT, Kind.INTERVAL_YEAR, Kind.INTERVAL_DAY)
_LONG_MAX = float(2**63)

Converter = Callable[[Any], Any]


class Number(str):
    """A JSON number in its own words, so that 1.50 stays 1.50 in a STRING and in a DECIMAL."""

    __slots__ = ()


def _refuse_constant(name: str) -> Any:
    raise BadRecord(f"not JSON: {name} is no JSON value")


# Control characters within strings are let through, as Flink configures its parser.
_PARSER = json.JSONDecoder(
    parse_float=Number, parse_int=Number, parse_constant=_refuse_constant, strict=False
)


class ExactReader:
    """Reads the wanted columns of single records."""

    def __init__(self, wanted: Schema, settings: JsonSettings) -> None:
        self._settings = settings
        self._columns = [self._column(field, "") for field in wanted.fields]

    def row(self, record: bytes) -> tuple[Any, ...]:
        """Return the record's values in the columns' order; BadRecord with the reason."""
        value = parse_record(record)
        return tuple(take(value) for take in self._columns)

    def reader(self, field: Field) -> Callable[[str], Any]:
        """Return the function from the JSON text of a column's value to that value."""
        convert = self._guarded(field, field.name)
        return lambda text: convert(_parse(text))

    def _column(self, field: Field, prefix: str) -> Converter:
        name, path = field.name, prefix + field.name
        convert = self._guarded(field, path)
        required = self._settings.fail_on_missing_field

        def take(row: dict[str, Any]) -> Any:
            if required and name not in row:
                raise BadRecord(f"column '{path}' is missing")
            return convert(row.get(name))

        return take

    def _guarded(self, field: Field, path: str) -> Converter:
        """Convert, or answer an error as `json.ignore-parse-errors` asks."""
        convert = self._converter(field.type, path)
        lenient = self._settings.ignore_parse_errors

        def guarded(value: Any) -> Any:
            if value is None:
                return None
            try:
                return convert(value)
            except BadValue as wrong:
                if lenient:
                    return None
                raise BadRecord(f"column '{path}': {wrong}") from None

        return guarded

    def _converter(self, type_: SqlType, path: str) -> Converter:
        if type_.kind is Kind.ROW:
            return self._row(type_, path)
        if type_.kind is Kind.ARRAY:
            return self._array(type_, path)
        if type_.kind in {Kind.MAP, Kind.MULTISET}:
            return self._map(type_, path)
        return scalar_converter(type_, self._settings)

    def _row(self, type_: SqlType, path: str) -> Converter:
        columns = [(f.name, self._column(f, f"{path}.")) for f in type_.children]

        def convert(value: Any) -> dict[str, Any]:
            row = _expect(dict, value, type_)
            return {name: take(row) for name, take in columns}

        return convert

    def _array(self, type_: SqlType, path: str) -> Converter:
        element = self._guarded(type_.children[0], f"{path}[]")
        return lambda value: [element(item) for item in _expect(list, value, type_)]

    def _map(self, type_: SqlType, path: str) -> Converter:
        count = Field("value", SqlType(Kind.INT))
        field = count if type_.kind is Kind.MULTISET else type_.children[1]
        convert_value = self._guarded(field, f"{path}[]")

        def convert(value: Any) -> list[tuple[str, Any]]:
            entries = _expect(dict, value, type_).items()
            return [(whole_text(key), convert_value(item)) for key, item in entries]

        return convert


def parse_record(record: bytes) -> dict[str, Any]:
    """Return the record as an object of texts, Numbers, booleans, lists and objects."""
    try:
        text = record.removeprefix(BYTE_ORDER_MARK).decode()
    except UnicodeDecodeError as wrong:
        raise BadRecord(f"not UTF-8: wrong byte at {wrong.start}") from None
    if not text.strip():
        raise BadRecord("empty record")
    value = _parse(text)
    if not isinstance(value, dict):
        raise BadRecord(f"not a JSON object: {_kind_of(value)}")
    return value


def compact(value: Any) -> str:
    """Return a value's JSON text without spaces, numbers in their own words.

    >>> compact({"a": [Number("1.50"), None, True, "x"]})
    '{"a":[1.50,null,true,"x"]}'
    """
    if isinstance(value, dict):
        entries = ",".join(f"{_quoted(key)}:{compact(item)}" for key, item in value.items())
        return f"{{{entries}}}"
    if isinstance(value, list):
        return f"[{','.join(compact(item) for item in value)}]"
    if isinstance(value, Number):
        return value
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def scalar_converter(type_: SqlType, settings: JsonSettings) -> Converter:
    """Return the function from a parsed JSON value to a value of a type without children."""
    parse = text_parser(type_, settings.standard)
    if type_.kind in STRINGS:
        return lambda value: parse(_text(value))
    if type_.kind in _INT_KINDS:
        return _integer_converter(type_, parse)
    if type_.kind in BINARIES:
        return lambda value: parse(_plain_text(value, type_))
    if type_.kind is Kind.BOOLEAN:
        return lambda value: value if isinstance(value, bool) else parse(_scalar(value, type_))
    return lambda value: parse(_scalar(value, type_))


def _parse(text: str) -> Any:
    if text.count("{") + text.count("[") > NESTING_MAX and _nesting(text) > NESTING_MAX:
        raise BadRecord(f"nested deeper than {NESTING_MAX}")
    try:
        return _PARSER.decode(text)
    except json.JSONDecodeError as wrong:
        reason = wrong.msg[:1].lower() + wrong.msg[1:]
        raise BadRecord(f"not JSON: {reason} at {wrong.pos}") from None


def _nesting(text: str) -> int:
    level = deepest = 0
    for piece in _BRACKETS.findall(text):
        level += 1 if piece in "[{" else -1 if piece in "]}" else 0
        deepest = max(deepest, level)
    return deepest


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else compact(value)


def _scalar(value: Any, type_: SqlType) -> str:
    if isinstance(value, dict | list):
        raise no_such(compact(value), type_)
    return _text(value)


def _plain_text(value: Any, type_: SqlType) -> str:
    if not isinstance(value, str) or isinstance(value, Number):
        raise no_such(_text(value), type_)
    return value


def _integer_converter(type_: SqlType, parse: Callable[[str], Any]) -> Converter:
    """Cut a number's fraction off, as Jackson does; whole numbers stay exact."""
    checked = integer_limits(type_)

    def convert(value: Any) -> Any:
        if not isinstance(value, Number) or value.removeprefix("-").isdigit():
            return parse(_scalar(value, type_))
        number = float(value)
        if not -_LONG_MAX <= number < _LONG_MAX:
            raise no_such(value, type_, " (out of range)")
        return checked(int(number), value)

    return convert


def _expect(wanted: type, value: Any, type_: SqlType) -> Any:
    if not isinstance(value, wanted):
        raise no_such(_text(value), type_)
    return value


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _kind_of(value: Any) -> str:
    if isinstance(value, Number):
        return "a number"
    names = {list: "an array", str: "a string", bool: "a boolean"}
    return names.get(type(value), "null")
