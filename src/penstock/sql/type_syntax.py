"""How types are written: STRING, DECIMAL(10, 2), ARRAY<INT NOT NULL>, ROW<a INT, `b c` STRING>."""

from __future__ import annotations

from collections.abc import Callable

from penstock.core.types import BYTES, STRING, UNBOUNDED, Field, Kind, SqlType
from penstock.sql.errors import BadDeclaration, UnknownType
from penstock.sql.interval_syntax import read_units, units_kind
from penstock.sql.reader import Reader, listed

Read = Callable[[Reader], SqlType]

DECIMAL_DIGITS_MAX = 38
FRACTION_DIGITS_MAX = 9


def read_type(reader: Reader) -> SqlType:
    """Read a type with its NOT NULL, also in the suffix forms `INT ARRAY` and `INT MULTISET`."""
    start = reader.mark()
    word = reader.word("a type")
    read = TYPES.get(word)
    if read is None:
        raise UnknownType(word, TYPES, reader.at(reader.since(start)))
    result = _nullability(reader, read(reader))
    while reader.peek("ARRAY") or reader.peek("MULTISET"):
        kind = Kind(reader.word("a type"))
        result = _nullability(reader, SqlType(kind, children=(Field("element", result),)))
    return result


def _nullability(reader: Reader, given: SqlType) -> SqlType:
    if reader.accept("NOT"):
        reader.expect("NULL")
        return given.with_nullable(False)
    if not reader.peek("NULL", "ON"):
        # NULL ON EMPTY belongs to the JSON_VALUE that the type is RETURNING of.
        reader.accept("NULL")
    return given


def _flat(kind: Kind) -> Read:
    return lambda reader: SqlType(kind)


def _double(reader: Reader) -> SqlType:
    reader.accept("PRECISION")
    return SqlType(Kind.DOUBLE)


def _number_in_parentheses(reader: Reader, default: int, limits: tuple[int, int]) -> int:
    if not reader.accept("("):
        return default
    start = reader.mark()
    number = reader.number("a length or precision")
    place = reader.at(reader.since(start))
    reader.expect(")")
    if not limits[0] <= number <= limits[1]:
        raise BadDeclaration(f"between {limits[0]} and {limits[1]}, not {number}", where=place)
    return number


def _sized(fixed: Kind, varying: Kind) -> Read:
    """Without a length, CHAR and BINARY hold one, VARCHAR and VARBINARY any number."""

    def read(reader: Reader) -> SqlType:
        kind = varying if reader.accept("VARYING") else fixed
        default = UNBOUNDED if kind is varying else 1
        return SqlType(kind, precision=_number_in_parentheses(reader, default, (1, UNBOUNDED)))

    return read


def _decimal(reader: Reader) -> SqlType:
    digits, scale = 10, 0
    if reader.accept("("):
        start = reader.mark()
        digits = reader.number("the number of digits")
        if reader.accept(","):
            scale = reader.number("the number of digits behind the point")
        place = reader.at(reader.since(start))
        reader.expect(")")
        if not (1 <= digits <= DECIMAL_DIGITS_MAX and scale <= digits):
            hint = f"1 to {DECIMAL_DIGITS_MAX} digits, at most so many of them behind the point"
            raise BadDeclaration(
                f"DECIMAL({digits}, {scale}) does not exist", where=place, hint=hint
            )
    return SqlType(Kind.DECIMAL, precision=digits, scale=scale)


def _fraction(reader: Reader, default: int) -> int:
    return _number_in_parentheses(reader, default, (0, FRACTION_DIGITS_MAX))


def _time(reader: Reader) -> SqlType:
    precision = _fraction(reader, 0)
    if reader.accept("WITHOUT"):
        reader.expect("TIME", "ZONE")
    return SqlType(Kind.TIME, precision=precision)


def _timestamp(reader: Reader) -> SqlType:
    precision = _fraction(reader, 6)
    kind = Kind.TIMESTAMP
    if reader.accept("WITH"):
        reader.expect("LOCAL")
        kind = Kind.TIMESTAMP_LTZ
        reader.expect("TIME", "ZONE")
    elif reader.accept("WITHOUT"):
        reader.expect("TIME", "ZONE")
    return SqlType(kind, precision=precision)


def _timestamp_ltz(reader: Reader) -> SqlType:
    return SqlType(Kind.TIMESTAMP_LTZ, precision=_fraction(reader, 6))


def _interval(reader: Reader) -> SqlType:
    return SqlType(units_kind(read_units(reader)))


def _collection(kind: Kind, *parts: str) -> Read:
    def read(reader: Reader) -> SqlType:
        reader.expect("<")
        children: list[Field] = []
        for part in parts:
            if children:
                reader.expect(",")
            children.append(Field(part, read_type(reader)))
        reader.expect(">")
        return SqlType(kind, children=tuple(children))

    return read


def _row(reader: Reader) -> SqlType:
    closing = ")" if reader.accept("(") else ">"
    if closing == ">":
        reader.expect("<")
    children = listed(reader, lambda: _row_field(reader))
    reader.expect(closing)
    return SqlType(Kind.ROW, children=children)


def _row_field(reader: Reader) -> Field:
    name = reader.name("the name of a ROW's field").name
    field = Field(name, read_type(reader))
    if reader.peek_string():
        reader.string("a comment")
    return field


TYPES: dict[str, Read] = {
    "BOOLEAN": _flat(Kind.BOOLEAN),
    "TINYINT": _flat(Kind.TINYINT),
    "SMALLINT": _flat(Kind.SMALLINT),
    "INT": _flat(Kind.INT),
    "INTEGER": _flat(Kind.INT),
    "BIGINT": _flat(Kind.BIGINT),
    "FLOAT": _flat(Kind.FLOAT),
    "DOUBLE": _double,
    "DECIMAL": _decimal,
    "DEC": _decimal,
    "NUMERIC": _decimal,
    "CHAR": _sized(Kind.CHAR, Kind.VARCHAR),
    "CHARACTER": _sized(Kind.CHAR, Kind.VARCHAR),
    "VARCHAR": _sized(Kind.VARCHAR, Kind.VARCHAR),
    "STRING": lambda reader: STRING,
    "BINARY": _sized(Kind.BINARY, Kind.VARBINARY),
    "VARBINARY": _sized(Kind.VARBINARY, Kind.VARBINARY),
    "BYTES": lambda reader: BYTES,
    "DATE": _flat(Kind.DATE),
    "TIME": _time,
    "TIMESTAMP": _timestamp,
    "TIMESTAMP_LTZ": _timestamp_ltz,
    "INTERVAL": _interval,
    "ARRAY": _collection(Kind.ARRAY, "element"),
    "MAP": _collection(Kind.MAP, "key", "value"),
    "MULTISET": _collection(Kind.MULTISET, "element"),
    "ROW": _row,
    "BITMAP": _flat(Kind.BITMAP),
    "VARIANT": _flat(Kind.VARIANT),
}
