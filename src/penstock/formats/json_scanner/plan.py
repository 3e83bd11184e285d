"""Turn wanted columns into the numbers that the compiled scanner walks by.

The plan is one int64 array: per slot (a wanted value) and per object, at fixed places, then the
hash tables of names. Slots are numbered depth first, so a ROW comes before its fields.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.types import Field, Kind, Schema
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.slots import Slot, Take, scalar_take, slot_numbers
from penstock.formats.kernels.text import WORD
from penstock.formats.times import TimeStandard

HEADER, OBJECT, ENTRY = 2, 4, 4
"""How many numbers stand at the start, for each object and for each entry of a hash table."""
KEY_FACTOR = 0x9E3779B97F4A7C15
LENGTH_FACTOR = 0x2545F4914F6CDD1D
HASH_SHIFT = 40
DEPTH_MAX = 30
"""ROWs within each other that the scanner follows; deeper schemas take the exact path."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The slots of the columns, and all that the kernel needs to know of them as numbers.

    `words` is the array; `names` holds their bytes, to which the hash tables point.
    """

    columns: tuple[Slot, ...]
    slots: tuple[Slot, ...]
    words: Int64s
    names: Bytes


def scannable(fields: tuple[Field, ...], depth: int = 0) -> bool:
    """Say whether the scanner can follow these columns' ROWs."""
    if depth > DEPTH_MAX:
        return False
    rows = [field.type.children for field in fields if field.type.kind is Kind.ROW]
    return all(scannable(children, depth + 1) for children in rows)


def make_plan(wanted: Schema, standard: TimeStandard, complete: bool) -> Plan:
    """Return the plan for the wanted columns; `complete` asks for all names in every record."""
    slots: list[Slot] = []
    columns = _numbered(wanted.fields, slots)
    rows = [slot for slot in slots if slot.take is Take.ROW]
    objects = [columns, *(slot.children for slot in rows)]
    child_of = {slot.index: 1 + position for position, slot in enumerate(rows)}
    names = bytearray()
    numbers = [int(complete), len(slots)]
    for slot in slots:
        numbers += slot_numbers(slot, standard, child_of.get(slot.index, 0))
    tables = [_table(members, names) for members in objects]
    start = len(numbers) + OBJECT * len(objects)
    for members, table in zip(objects, tables, strict=True):
        numbers += [start, len(table) // ENTRY - 1, len(members), 0]
        start += len(table)
    numbers += [number for table in tables for number in table]
    words = np.array(numbers, np.int64)
    return Plan(columns, tuple(slots), words, np.frombuffer(bytes(names) + bytes(WORD), np.uint8))


def _numbered(fields: tuple[Field, ...], slots: list[Slot]) -> tuple[Slot, ...]:
    """Append the fields' slots and those below them; return the fields' own."""
    own = []
    for field in fields:
        index = len(slots)
        take = Take.ROW if field.type.kind is Kind.ROW else scalar_take(field.type)
        slots.append(Slot(index, field, take))
        children = _numbered(field.type.children, slots) if take is Take.ROW else ()
        slots[index] = Slot(index, field, take, children)
        own.append(slots[index])
    return tuple(own)


def _table(members: tuple[Slot, ...], names: bytearray) -> list[int]:
    """Return an open-addressed table of (first word, length, key position, slot + 1)."""
    size = 4
    while size < 2 * len(members):
        size *= 2
    table = [0] * (size * ENTRY)
    for slot in members:
        name = slot.field.name.encode()
        word = int.from_bytes(name[:WORD].ljust(WORD, b"\0"), "little", signed=True)
        place = _hash(word, len(name)) & (size - 1)
        while table[place * ENTRY + 3]:
            place = (place + 1) & (size - 1)
        start = place * ENTRY
        table[start : start + ENTRY] = [word, len(name), len(names), slot.index + 1]
        names += name
    return table


def _hash(word: int, length: int) -> int:
    mixed = (word ^ (length * LENGTH_FACTOR)) * KEY_FACTOR
    return (mixed & (2**64 - 1)) >> HASH_SHIFT
