"""BITMAP, a set of 32-bit integers: built, combined, counted and taken apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pyroaring import BitMap

from penstock.core.roaring import (
    bitmap_bytes,
    bitmap_numbers,
    bitmap_of,
    bitmap_text,
    read_bitmap,
)
from penstock.core.types import BIGINT, BITMAP, BYTES, INT, INTEGERS, STRING, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.containers import array_of
from penstock.functions.function import Kernel, ScalarFunction
from penstock.functions.signature import BINARY_TEXT, one_of, takes

INTEGERS_IN_BITMAPS = INTEGERS[:3]
"""A BIGINT has more bits than a BITMAP has places."""
_SET = one_of(Kind.BITMAP, default=BITMAP)
_PAIR = takes(_SET, _SET, gives=BITMAP)


def _numbers(given: SqlType) -> SqlType | None:
    if given.kind is Kind.NULL:
        return array_of(INT)
    fits = given.kind is Kind.ARRAY and given.children[0].type.kind in INTEGERS_IN_BITMAPS
    return given if fits else None


def _build(numbers: Sequence[int | None]) -> bytes:
    return bitmap_bytes(bitmap_of(number for number in numbers if number is not None))


def _from_bytes(data: bytes) -> bytes:
    return bitmap_bytes(read_bitmap(data))


def _of_one(function: Callable[[BitMap], object]) -> Kernel:
    return by_row(lambda data: function(read_bitmap(data)))


def _of_two(function: Callable[[BitMap, BitMap], BitMap]) -> Kernel:
    def combined(left: bytes, right: bytes) -> bytes:
        return bitmap_bytes(function(read_bitmap(left), read_bitmap(right)))

    return by_row(combined)


_ONE_TWO, _TWO_THREE = "BITMAP_BUILD(ARRAY[1, 2])", "BITMAP_BUILD(ARRAY[2, 3])"
_PAIRS: tuple[tuple[str, str, Callable[[BitMap, BitMap], BitMap], str], ...] = (
    ("BITMAP_AND", "Gives what is in both sets.", BitMap.__and__, "{2}"),
    ("BITMAP_OR", "Gives what is in one of two sets, or in both.", BitMap.__or__, "{1,2,3}"),
    ("BITMAP_XOR", "Gives what is in only one of two sets.", BitMap.__xor__, "{1,3}"),
    ("BITMAP_ANDNOT", "Gives what is in a set and not in another.", BitMap.__sub__, "{1}"),
)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "BITMAP_BUILD", "Makes a set of an array of integers; NULLs are left out.",
        takes(_numbers, gives=BITMAP), by_row(_build),
        (("BITMAP_BUILD(ARRAY[3, 1, -1, 1])", "{1,3,4294967295}"),
         ("BITMAP_BUILD(ARRAY[CAST(NULL AS INT)])", "{}")), guarded=True,
    ),
    *(
        ScalarFunction(
            name, summary, _PAIR, _of_two(function),
            ((f"{name}({_ONE_TWO}, {_TWO_THREE})", answer),
             (f"{name}({_ONE_TWO}, CAST(NULL AS BITMAP))", None)), guarded=True,
        )
        for name, summary, function, answer in _PAIRS
    ),
    ScalarFunction(
        "BITMAP_CARDINALITY", "Counts what is in a set.", takes(_SET, gives=BIGINT), _of_one(len),
        ((f"BITMAP_CARDINALITY({_ONE_TWO})", "2"),), guarded=True,
    ),
    ScalarFunction(
        "BITMAP_TO_ARRAY", "Gives what is in a set in order, large numbers as negative ones.",
        takes(_SET, gives=array_of(INT)), _of_one(bitmap_numbers),
        (("BITMAP_TO_ARRAY(BITMAP_BUILD(ARRAY[3, -1, 1]))", "[1, 3, -1]"),), guarded=True,
    ),
    ScalarFunction(
        "BITMAP_TO_STRING", "Writes a set as a text.", takes(_SET, gives=STRING),
        _of_one(bitmap_text), ((f"BITMAP_TO_STRING({_ONE_TWO})", "{1,2}"),), guarded=True,
    ),
    ScalarFunction(
        "BITMAP_TO_BYTES", "Gives a set as bytes in Roaring's portable form.",
        takes(_SET, gives=BYTES), by_row(bytes),
        ((f"BITMAP_TO_STRING(BITMAP_FROM_BYTES(BITMAP_TO_BYTES({_ONE_TWO})))", "{1,2}"),),
        guarded=True,
    ),
    ScalarFunction(
        "BITMAP_FROM_BYTES", "Reads a set from bytes in Roaring's portable form.",
        takes(BINARY_TEXT, gives=BITMAP), by_row(_from_bytes),
        (("BITMAP_FROM_BYTES(X'3A3000000100000000000000100000000500')", "{5}"),
         ("BITMAP_FROM_BYTES(X'3A30000000000000')", "{}")), guarded=True,
    ),
)  # fmt: skip
