"""The SQL types of Flink's dialect and the Arrow types that carry them.

>>> str(SqlType(Kind.DECIMAL, precision=10, scale=2, nullable=False))
'DECIMAL(10, 2) NOT NULL'
>>> SqlType(Kind.TIMESTAMP, precision=3).arrow
TimestampType(timestamp[us])
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import pyarrow as pa


class Kind(StrEnum):
    """The root of a type, by the name that `DESCRIBE` prints."""

    NULL = "NULL"
    BOOLEAN = "BOOLEAN"
    TINYINT = "TINYINT"
    SMALLINT = "SMALLINT"
    INT = "INT"
    BIGINT = "BIGINT"
    FLOAT = "FLOAT"
    DOUBLE = "DOUBLE"
    DECIMAL = "DECIMAL"
    CHAR = "CHAR"
    VARCHAR = "VARCHAR"
    BINARY = "BINARY"
    VARBINARY = "VARBINARY"
    DATE = "DATE"
    TIME = "TIME"
    TIMESTAMP = "TIMESTAMP"
    TIMESTAMP_LTZ = "TIMESTAMP_LTZ"
    INTERVAL_DAY = "INTERVAL DAY TO SECOND"
    INTERVAL_YEAR = "INTERVAL YEAR TO MONTH"
    ARRAY = "ARRAY"
    MAP = "MAP"
    MULTISET = "MULTISET"
    ROW = "ROW"
    BITMAP = "BITMAP"
    VARIANT = "VARIANT"


INTEGERS = (Kind.TINYINT, Kind.SMALLINT, Kind.INT, Kind.BIGINT)
NUMBERS = (*INTEGERS, Kind.FLOAT, Kind.DOUBLE, Kind.DECIMAL)
STRINGS = (Kind.CHAR, Kind.VARCHAR)
BINARIES = (Kind.BINARY, Kind.VARBINARY)
TIMESTAMPS = (Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)
UNBOUNDED = 2**31 - 1
"""The length of STRING and BYTES, which are VARCHAR(2147483647) and VARBINARY(2147483647)."""

_FLAT: dict[Kind, Any] = {
    Kind.NULL: pa.null(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.TINYINT: pa.int8(),
    Kind.SMALLINT: pa.int16(),
    Kind.INT: pa.int32(),
    Kind.BIGINT: pa.int64(),
    Kind.FLOAT: pa.float32(),
    Kind.DOUBLE: pa.float64(),
    Kind.CHAR: pa.string(),
    Kind.VARCHAR: pa.string(),
    Kind.BINARY: pa.binary(),
    Kind.VARBINARY: pa.binary(),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.time64("us"),
    Kind.TIMESTAMP: pa.timestamp("us"),
    Kind.TIMESTAMP_LTZ: pa.timestamp("us", tz="UTC"),
    Kind.INTERVAL_DAY: pa.duration("us"),
    Kind.INTERVAL_YEAR: pa.int32(),
    Kind.BITMAP: pa.binary(),
    Kind.VARIANT: pa.string(),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A named column, or a named part of a ROW."""

    name: str
    type: SqlType

    def __str__(self) -> str:
        """Return the field as DDL writes it."""
        return f"`{self.name}` {self.type}"


@dataclass(frozen=True, slots=True)
class SqlType:
    """A type with its nullability.

    `precision` is digits for DECIMAL, fractional digits for times, length for strings and
    binaries. `children` holds the fields of a ROW, `element` of an ARRAY or MULTISET, `key` and
    `value` of a MAP. A ROW with a `name` is an object of a structured type.
    """

    kind: Kind
    nullable: bool = True
    precision: int | None = None
    scale: int | None = None
    children: tuple[Field, ...] = ()
    name: str | None = None

    def __str__(self) -> str:
        """Return the type as Flink's DESCRIBE prints it, which says of objects no NOT NULL."""
        return self._text() + ("" if self.nullable or self.name is not None else " NOT NULL")

    def _text(self) -> str:
        if self.kind in {Kind.VARCHAR, Kind.VARBINARY} and self.precision in {None, UNBOUNDED}:
            return "STRING" if self.kind is Kind.VARCHAR else "BYTES"
        if self.kind is Kind.DECIMAL:
            return f"DECIMAL({self.precision}, {self.scale})"
        if self.kind is Kind.ROW:
            parts = [str(child) for child in self.children]
            if self.name is not None:
                return f"STRUCTURED<{', '.join([repr(self.name), *parts])}>"
            return f"ROW<{', '.join(parts)}>"
        if self.children:
            return f"{self.kind}<{', '.join(str(child.type) for child in self.children)}>"
        return f"{self.kind}({self.precision})" if self.precision is not None else str(self.kind)

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type of a column of this type; times are microseconds, LTZ is UTC."""
        if self.kind is Kind.DECIMAL:
            return pa.decimal128(self.precision or 10, self.scale or 0)
        if self.kind is Kind.ROW:
            return pa.struct([child_field(child) for child in self.children])
        if self.kind is Kind.ARRAY:
            return pa.list_(self.children[0].type.arrow)
        if self.kind is Kind.MAP:
            return pa.map_(self.children[0].type.arrow, self.children[1].type.arrow)
        if self.kind is Kind.MULTISET:
            return pa.map_(self.children[0].type.arrow, pa.int32())
        flat: pa.DataType = _FLAT[self.kind]
        return flat

    def with_nullable(self, nullable: bool) -> SqlType:
        """Return the same type, nullable or not."""
        return replace(self, nullable=nullable)


def child_field(field: Field) -> pa.Field[Any]:
    """Return the Arrow field of a column; Arrow's own nullability stays open, plans check it."""
    return pa.field(field.name, field.type.arrow)


@dataclass(frozen=True, slots=True)
class Schema:
    """An ordered list of columns with unique names."""

    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(field.name for field in self.fields)

    @property
    def arrow(self) -> pa.Schema:
        """The Arrow schema of a batch of these columns."""
        return pa.schema([child_field(field) for field in self.fields])

    def index(self, name: str) -> int | None:
        """Return the position of the column named exactly `name`, or None."""
        return self.names.index(name) if name in self.names else None

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.fields)

    def __str__(self) -> str:
        """Return the columns as DDL writes them."""
        return f"({', '.join(str(field) for field in self.fields)})"


BOOLEAN = SqlType(Kind.BOOLEAN)
INT = SqlType(Kind.INT)
BIGINT = SqlType(Kind.BIGINT)
DOUBLE = SqlType(Kind.DOUBLE)
STRING = SqlType(Kind.VARCHAR, precision=UNBOUNDED)
BYTES = SqlType(Kind.VARBINARY, precision=UNBOUNDED)
BITMAP = SqlType(Kind.BITMAP)
VARIANT = SqlType(Kind.VARIANT)
TIMESTAMP_3 = SqlType(Kind.TIMESTAMP, precision=3)
TIMESTAMP_LTZ_3 = SqlType(Kind.TIMESTAMP_LTZ, precision=3)
