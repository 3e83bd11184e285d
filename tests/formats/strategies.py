"""Schemas, JSON records that nearly fit them, and records that somebody damaged."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from penstock.core.types import Field, Kind, Schema, SqlType

NAMES = ("a", "b", "wind_speed", "Distance(mi)", "Astronomical_Twilight", "Astronomical_T", "é", "")
SCALARS = tuple(
    SqlType(kind, precision=precision, scale=scale)
    for kind, precision, scale in (
        (Kind.BOOLEAN, None, None), (Kind.TINYINT, None, None), (Kind.SMALLINT, None, None),
        (Kind.INT, None, None), (Kind.BIGINT, None, None), (Kind.FLOAT, None, None),
        (Kind.DOUBLE, None, None), (Kind.DECIMAL, 10, 2),
        (Kind.DECIMAL, 18, 9), (Kind.DECIMAL, 4, 0), (Kind.DECIMAL, 30, 3),
        (Kind.VARCHAR, None, None),
        (Kind.VARBINARY, None, None), (Kind.DATE, None, None), (Kind.TIME, 3, None),
        (Kind.TIMESTAMP, 3, None), (Kind.TIMESTAMP, 6, None), (Kind.TIMESTAMP_LTZ, 3, None),
    )
)  # fmt: skip
NUMBER_TEXTS = (
    "0", "-0", "7", "3.7", "-3.7", "1e3", "1E-2", "127", "128", "-128", "-129", "32768",
    "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "99999999999999999999", "1e400", "1e-400",
    "0.1", "0.30000000000000004", "123456789012345678901234567890.5", "2.5e-310", "1.005",
)  # fmt: skip
SOUND_TEXTS = (
    "2020-02-29 23:59:59", "2020-01-01 00:00:00.123456789", "2020-01-01 00:00:00.5Z",
    "2019-02-29 00:00:00", "2020-01-01T00:00:00", "2020-01-01T00:00Z", "2020-01-01T10:00",
    "2020-1-1 00:00:00", "0000-01-01", "2020-12-31", "9999-12-31", "24:00:00", "23:59:59.999",
    "true", "FALSE", " True ", "abc", "", " 42 ", "+5", "NaN", "-Infinity", "Infinity", "1f",
    ".5", "5.", "1_0", "0x10", "aGk=", "aGk", "٣",
)  # fmt: skip
DAMAGE = (
    b"", b"\xff", b'"', b"\\", b"{", b"]", b",", b"0", b"\xc3", b"\\u12", b"\\ud83d", b" ", b"}",
    b"\x00", b"-", b".",
)  # fmt: skip

scalar_types = st.sampled_from(SCALARS)


def _nested(inner: st.SearchStrategy[SqlType]) -> st.SearchStrategy[SqlType]:
    text = SqlType(Kind.VARCHAR)
    return st.one_of(
        inner.map(lambda type_: SqlType(Kind.ARRAY, children=(Field("element", type_),))),
        inner.map(
            lambda type_: SqlType(Kind.MAP, children=(Field("key", text), Field("value", type_)))
        ),
        fields(inner).map(lambda children: SqlType(Kind.ROW, children=children)),
    )


def fields(types: st.SearchStrategy[SqlType]) -> st.SearchStrategy[tuple[Field, ...]]:
    pairs = st.lists(st.tuples(st.sampled_from(NAMES), types), max_size=5, unique_by=lambda p: p[0])
    return pairs.map(lambda given: tuple(Field(name, type_) for name, type_ in given))


types = st.recursive(scalar_types, _nested, max_leaves=4)
schemas = fields(types).map(Schema)
flat_schemas = fields(scalar_types).filter(len).map(Schema)

texts = st.one_of(st.sampled_from(SOUND_TEXTS), st.sampled_from(NUMBER_TEXTS), st.text(max_size=40))
leaves = st.one_of(
    st.sampled_from(("null", "true", "false", *NUMBER_TEXTS)),
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.tuples(texts, st.booleans()).map(lambda p: json.dumps(p[0], ensure_ascii=p[1])),
)
spaces = st.sampled_from(("", "", "", " ", "\n\t "))


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> str:
    """Draw the text of an object, its names among those of the schemas."""
    names = draw(st.lists(st.sampled_from(NAMES), max_size=6))
    parts = [
        f"{draw(spaces)}{_name(draw, name)}{draw(spaces)}:{draw(spaces)}{draw(values(depth - 1))}"
        for name in names
    ]
    return "{" + ",".join(parts) + draw(spaces) + "}"


def values(depth: int) -> st.SearchStrategy[str]:
    if depth <= 0:
        return leaves
    arrays = st.lists(leaves, max_size=3).map(lambda items: f"[{','.join(items)}]")
    return st.one_of(leaves, leaves, objects(depth), arrays)


def _name(draw: st.DrawFn, name: str) -> str:
    return json.dumps(name, ensure_ascii=draw(st.booleans()))


@st.composite
def fitting(draw: st.DrawFn, schema: Schema) -> bytes:
    """Draw a record whose values mostly fit the schema's types."""
    return json.dumps({f.name: draw(fitting_value(f.type)) for f in schema.fields}).encode()


def fitting_value(type_: SqlType) -> st.SearchStrategy[Any]:
    kind = type_.kind
    if kind is Kind.ROW:
        return st.fixed_dictionaries({f.name: fitting_value(f.type) for f in type_.children})
    if kind is Kind.ARRAY:
        return st.lists(fitting_value(type_.children[0].type), max_size=3)
    if kind is Kind.MAP:
        item = fitting_value(type_.children[1].type)
        return st.dictionaries(st.sampled_from(NAMES), item, max_size=3)
    known: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.BOOLEAN: st.booleans(),
        Kind.DATE: st.dates().map(str),
        Kind.TIME: st.times().map(str),
        Kind.TIMESTAMP: st.datetimes().map(str),
        Kind.TIMESTAMP_LTZ: st.datetimes().map(lambda when: f"{when}Z"),
        Kind.VARCHAR: st.text(max_size=50),
        Kind.VARBINARY: st.just("aGk="),
    }
    numbers = st.one_of(st.integers(-128, 127), st.floats(allow_nan=False, allow_infinity=False))
    return st.one_of(known.get(kind, numbers), known.get(kind, numbers), st.none())


@st.composite
def damaged(draw: st.DrawFn, record: bytes) -> bytes:
    """Draw the record with a few bytes put in, taken out or changed."""
    broken = bytearray(record)
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(broken)))
        piece = draw(st.sampled_from(DAMAGE))
        broken[place : place + draw(st.integers(0, 2))] = piece
    return bytes(broken)


@st.composite
def records(draw: st.DrawFn, schema: Schema) -> list[bytes]:
    """Draw records of every sort: fitting, odd, damaged."""
    odd = objects().map(str.encode)
    one = st.one_of(fitting(schema), odd, odd.flatmap(damaged), fitting(schema).flatmap(damaged))
    return draw(st.lists(one, max_size=6))
