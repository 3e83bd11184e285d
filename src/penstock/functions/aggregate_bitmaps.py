"""Aggregates that make a BITMAP, or count what is in it: BITMAP_BUILD_AGG, BITMAP_OR_AGG ….

A partial result is a set as bytes, so that it goes into a checkpoint as it is. What a batch adds
to a group is brought together first, and then combined with what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_, xor
from typing import Any

import numpy as np
from pyroaring import BitMap

from penstock.core.batch import Int64s
from penstock.core.roaring import bitmap_bytes, bitmap_of, read_bitmap
from penstock.core.types import BIGINT, BITMAP, Kind, SqlType
from penstock.functions.aggregate_collected import collected_kernel, python_values, stretches
from penstock.functions.aggregate_kernel import (
    ALL_ADDED,
    Accumulators,
    AggregateKernel,
    Bools,
    Finished,
    Fold,
    Merge,
    Numbers,
)
from penstock.functions.bitmaps import INTEGERS_IN_BITMAPS
from penstock.functions.function import AggregateFunction, MakeKernel, Resolve, Signature

Combine = Callable[[BitMap, BitMap], BitMap]
Gather = Callable[[Sequence[Any]], BitMap]
"""Makes one set of the values of a group, at least one."""
Give = Callable[[BitMap], Any]


def _takes(kinds: Sequence[Kind], result: SqlType) -> Resolve:
    def resolve(types: Sequence[SqlType]) -> Signature | None:
        if len(types) != 1 or types[0].kind not in kinds:
            return None
        return Signature((types[0],), result.with_nullable(True))

    return resolve


def _sets_by(combine: Combine) -> Gather:
    return lambda values: reduce(combine, map(read_bitmap, values))


def _makes(gather: Gather, combine: Combine, give: Give) -> MakeKernel:
    updating = collected_kernel(lambda values: give(gather(values)))
    dtypes, fold, merge = ("O",), _fold(gather, combine), _merge(combine)
    kernel = AggregateKernel(dtypes, fold, merge, _finish(give), columnar=True, updating=updating)
    return lambda arguments, result: kernel


def _fold(gather: Gather, combine: Combine) -> Fold:
    def fold(
        accumulators: Accumulators,
        slots: Int64s,
        values: Numbers,
        keep: Bools,
        signs: Int64s = ALL_ADDED,
    ) -> None:
        rows = np.flatnonzero(keep) if len(keep) else np.arange(len(slots))
        order = rows[np.argsort(slots[rows], kind="stable")]
        in_order = python_values(values, order)
        for slot, place, until in stretches(slots[order]):
            _add(accumulators[0], slot, gather(in_order[place:until]), combine)

    return fold


def _merge(combine: Combine) -> Merge:
    def merge(
        into: Accumulators, into_rows: Int64s, source: Accumulators, source_rows: Int64s
    ) -> None:
        for slot, data in zip(into_rows.tolist(), source[0][source_rows], strict=True):
            if data is not None:
                _add(into[0], slot, read_bitmap(data), combine)

    return merge


def _add(sets: Numbers, slot: int, more: BitMap, combine: Combine) -> None:
    known = sets[slot]
    sets[slot] = bitmap_bytes(more if known is None else combine(read_bitmap(known), more))


def _finish(give: Give) -> Callable[[Accumulators], Finished]:
    def finish(accumulators: Accumulators) -> Finished:
        valid = np.array([data is not None for data in accumulators[0]], np.bool_)
        results = np.full(len(valid), None)
        for place in np.flatnonzero(valid):
            results[place] = give(read_bitmap(accumulators[0][place]))
        return results, valid

    return finish


_SETS = (Kind.BITMAP,)
_KINDS: tuple[tuple[str, str, Sequence[Kind], Gather, Combine, str, str], ...] = (
    ("BUILD", "the integers as a set", INTEGERS_IN_BITMAPS, bitmap_of, or_, "x", "{1,2,3}"),
    ("AND", "what is in every set", _SETS, _sets_by(and_), and_,
     "BITMAP_BUILD(ARRAY[x, 5])", "{5}"),
    ("OR", "what is in some set", _SETS, _sets_by(or_), or_,
     "BITMAP_BUILD(ARRAY[x, 5])", "{1,2,3,5}"),
    ("XOR", "what is in an odd number of sets", _SETS, _sets_by(xor), xor,
     "BITMAP_BUILD(ARRAY[x, 5])", "{1,2,3,5}"),
)  # fmt: skip
FUNCTIONS = tuple(
    function
    for name, what, kinds, gather, combine, example, answer in _KINDS
    for function in (
        AggregateFunction(
            f"BITMAP_{name}_AGG",
            f"Gives {what}.",
            _takes(kinds, BITMAP),
            (f"BITMAP_TO_STRING(BITMAP_{name}_AGG({example}))", answer),
            _makes(gather, combine, bitmap_bytes),
        ),
        AggregateFunction(
            f"BITMAP_{name}_CARDINALITY_AGG",
            f"Counts {what}.",
            _takes(kinds, BIGINT),
            (f"BITMAP_{name}_CARDINALITY_AGG({example})", str(answer.count(",") + 1)),
            _makes(gather, combine, len),
        ),
    )
)
