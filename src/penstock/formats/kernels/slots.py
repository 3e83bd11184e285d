"""What kernels must know of a wanted value, as numbers: its kind, limits and time layout.

The schema is data for them, so that one compiled kernel serves every table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from penstock.core.types import Field, Kind, SqlType
from penstock.formats.scalars import INTEGER_BITS
from penstock.formats.times import TimeStandard, unit_us

SLOT = 8
"""Numbers for each slot: take, lowest, highest, whether fractions are cut, object, unit (the scale
of a DECIMAL), separator, zoned."""
DECIMAL_DIGITS_MAX = 18
"""A DECIMAL of so many digits is one int64 in kernels."""
OUTPUT = 8
"""Numbers for each slot: the addresses of values (of texts: where they start), lengths of texts and
validity bytes; three in which a kernel remembers a minute; the addresses that Arrow's validity
bits and offsets of texts go to."""


class Take(IntEnum):
    """What a kernel does with a wanted value; the order is relied on by `values.py`."""

    INTEGER = 1
    DOUBLE = 2
    DECIMAL = 3
    BOOLEAN = 4
    TEXT = 5
    TIMESTAMP = 6
    DATE = 7
    TIME = 8
    LATER = 9
    """Note where it stands; Python converts it afterwards."""
    ROW = 10


SPANS = (Take.TEXT, Take.LATER)
"""Those of which a kernel notes start and length."""
_TAKES = {
    Kind.FLOAT: Take.DOUBLE, Kind.DOUBLE: Take.DOUBLE, Kind.BOOLEAN: Take.BOOLEAN,
    Kind.DATE: Take.DATE, Kind.TIME: Take.TIME, Kind.TIMESTAMP: Take.TIMESTAMP,
    Kind.TIMESTAMP_LTZ: Take.TIMESTAMP, Kind.CHAR: Take.TEXT, Kind.VARCHAR: Take.TEXT,
    Kind.TINYINT: Take.INTEGER, Kind.SMALLINT: Take.INTEGER, Kind.INT: Take.INTEGER,
    Kind.BIGINT: Take.INTEGER,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A wanted value: its field, what to do with it, and the slots of a ROW's fields."""

    index: int
    field: Field
    take: Take
    children: tuple[Slot, ...] = ()


def scalar_take(type_: SqlType) -> Take:
    """Return what to do with a value of a type without children.

    >>> scalar_take(SqlType(Kind.DOUBLE)), scalar_take(SqlType(Kind.DECIMAL, precision=38))
    (<Take.DOUBLE: 2>, <Take.LATER: 9>)
    """
    if type_.kind is Kind.DECIMAL:
        return Take.DECIMAL if (type_.precision or 10) <= DECIMAL_DIGITS_MAX else Take.LATER
    return _TAKES.get(type_.kind, Take.LATER)


def slot_numbers(slot: Slot, standard: TimeStandard, child: int = 0) -> list[int]:
    """Return the slot's `SLOT` numbers; `child` is the object that a ROW's fields stand in."""
    type_ = slot.field.type
    if slot.take is Take.DECIMAL:
        most = 10 ** (type_.precision or 10) - 1
        return [int(slot.take), -most, most, 0, 0, type_.scale or 0, 0, 0]
    half = 1 << (INTEGER_BITS.get(type_.kind, 64) - 1)
    cut = int(type_.kind in {Kind.INT, Kind.BIGINT})
    separator = ord(" " if standard is TimeStandard.SQL else "T")
    zoned = int(type_.kind is Kind.TIMESTAMP_LTZ)
    return [int(slot.take), -half, half - 1, cut, child, unit_us(type_), separator, zoned]
