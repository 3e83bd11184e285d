"""The groups of an unbounded aggregation: a slot per key with its accumulators and row count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine import group_kernels as kernels
from penstock.engine.operator import State
from penstock.state.arrow import Bools, Numbers
from penstock.state.columns import DenseColumns
from penstock.state.flat import flat, unflat
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec
from penstock.state.snapshot import pack, unpack


@dataclass(frozen=True, slots=True)
class Touched:
    """The groups of a batch: each row's slot and group number; per group, its slot and past.

    Groups are numbered from 0 in the order of their first rows; `existed` says which the state
    knew before.
    """

    slots: Int64s
    numbers: Int64s
    groups: Int64s
    existed: Bools


class Groups:
    """Keys with their accumulators, and how many rows each has."""

    def __init__(self, types: Sequence[pa.DataType], dtypes: Sequence[str]) -> None:
        self._codec, self._dtypes = KeyCodec(types), tuple(dtypes)
        self._reset()

    def _reset(self) -> None:
        self._keys = HashIndex(self._codec.width, sized=self._codec.sized)
        self._accumulators = DenseColumns(self._dtypes)
        self._known = DenseColumns(["i8", "i8"])
        self._base = 1

    @property
    def accumulators(self) -> Sequence[Numbers]:
        """The accumulator columns by slot."""
        return self._accumulators.arrays

    @property
    def rows(self) -> Int64s:
        """How many rows each slot has, where the operator counts them."""
        rows: Int64s = self._known.arrays[1]
        return rows

    def touch(self, keys: Sequence[Column], rows: int) -> Touched:
        """Return the groups of a batch's rows, those that are new among them empty."""
        slots, fresh = self._keys.upsert(self._codec.encode(keys, rows))
        self._reserve(slots[fresh])
        numbers, groups = np.empty((2, rows), np.int64)
        marks = self._known.arrays[0]
        count = kernels.number_groups(marks, self._base, slots, (numbers, groups))
        self._base += count
        existed = np.ones(count, np.bool_)
        existed[numbers[fresh]] = False
        return Touched(slots, numbers, groups[:count], existed)

    def _reserve(self, fresh_slots: Int64s) -> None:
        for columns in (self._accumulators, self._known):
            columns.reserve(self._keys.slots_end)
            columns.clear(fresh_slots)

    def clear(self, slots: Int64s, accumulators: slice = slice(None)) -> None:
        """Empty the accumulators of these groups."""
        for array in self._accumulators.arrays[accumulators]:
            array[slots] = None if array.dtype == object else 0

    def empty(self, slots: Int64s) -> None:
        """Take all rows out of these groups."""
        self.clear(slots)
        self.rows[slots] = 0

    def forget(self, slots: Int64s) -> None:
        """Drop groups; their slots are given to later ones."""
        if len(slots):
            self.clear(slots)
            self._keys.remove(slots)

    def results(self, slots: Int64s, accumulators: slice) -> list[Numbers]:
        """Return copies of these groups' accumulators."""
        return [array[slots] for array in self._accumulators.arrays[accumulators]]

    def key_columns(self, slots: Int64s) -> list[Column]:
        """Return the key columns of these groups."""
        return self._codec.decode(self._keys.gather(slots))

    def live_slots(self) -> Int64s:
        """Return the slots of all groups, ascending."""
        return self._keys.live_slots()

    def snapshot(self) -> State:
        """Return keys, accumulators and row counts; slots stay what they are."""
        slots = self.live_slots()
        accumulators = [array[slots] for array in self.accumulators]
        columns = {str(number): column for number, column in enumerate(flat(accumulators))}
        rows = pack({"slot": slots, "rows": self.rows[slots], **columns})
        return {"keys": self._keys.snapshot(), "groups": rows}

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        self._keys.restore(state["keys"])
        slots, rows, *columns = unpack(state["groups"]).columns
        places = slots.to_numpy()
        self._reserve(places)
        self.rows[places] = rows.to_numpy()
        values = iter(columns)
        for array in self.accumulators:
            array[places] = unflat(values, array)

    @property
    def size_bytes(self) -> int:
        """The memory that keys and accumulators hold."""
        parts = (self._keys, self._accumulators, self._known)
        return sum(part.size_bytes for part in parts)
