"""What kernels must know of a wanted value, as numbers: its kind, limits and time layout.

The schema is data for them, so that one compiled kernel serves every table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from penstock.core.types import Field, Kind
from penstock.formats.scalars import INTEGER_BITS
from penstock.formats.times import TimeStandard, unit_us

SLOT = 8
"""Numbers for each slot: take, lowest, highest, fractions cut, object, unit, separator, zoned."""
OUTPUT = 3
"""Addresses for each slot: values, lengths of spans, validity bytes."""


class Take(IntEnum):
    """What a kernel does with a wanted value; the order is relied on by `values.py`."""

    INTEGER = 1
    DOUBLE = 2
    BOOLEAN = 3
    TEXT = 4
    TIMESTAMP = 5
    DATE = 6
    TIME = 7
    LATER = 8
    """Note where it stands; Python converts it afterwards."""
    ROW = 9


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


def scalar_take(kind: Kind) -> Take:
    """Return what to do with a value of a kind without children.

    >>> scalar_take(Kind.DOUBLE), scalar_take(Kind.DECIMAL)
    (<Take.DOUBLE: 2>, <Take.LATER: 8>)
    """
    return _TAKES.get(kind, Take.LATER)


def slot_numbers(slot: Slot, standard: TimeStandard, child: int = 0) -> list[int]:
    """Return the slot's `SLOT` numbers; `child` is the object that a ROW's fields stand in."""
    type_ = slot.field.type
    half = 1 << (INTEGER_BITS.get(type_.kind, 64) - 1)
    cut = int(type_.kind in {Kind.INT, Kind.BIGINT})
    separator = ord(" " if standard is TimeStandard.SQL else "T")
    zoned = int(type_.kind is Kind.TIMESTAMP_LTZ)
    return [int(slot.take), -half, half - 1, cut, child, unit_us(type_), separator, zoned]
