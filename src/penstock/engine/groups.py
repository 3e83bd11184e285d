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
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec
from penstock.state.slot_rows import SlotRows, Taken


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
        self._many_forms = any(pa.types.is_floating(t) or pa.types.is_nested(t) for t in types)
        self._reset()

    def _reset(self) -> None:
        self._keys = HashIndex(self._codec.width, sized=self._codec.sized)
        self._held = SlotRows(self._dtypes, spare=kernels.SPARE)
        self._base = 1

    def touch(self, keys: Sequence[Column], rows: int) -> Touched:
        """Return the groups of a batch's rows, those that are new among them empty."""
        slots, fresh = self._keys.upsert(self._codec.encode(keys, rows))
        self._reserve(slots[fresh])
        numbers, groups = np.empty((2, rows), np.int64)
        known = self._held.words
        count = kernels.number_groups(known, self._base, slots, (numbers, groups))
        self._base += count
        existed = np.ones(count, np.bool_)
        existed[numbers[fresh]] = False
        return Touched(slots, numbers, groups[:count], existed)

    def find(self, keys: Sequence[Column], rows: int) -> Int64s:
        """Return the slots of keys, -1 where there is no such group."""
        return self._keys.find(self._codec.encode(keys, rows))

    def _reserve(self, fresh_slots: Int64s) -> None:
        self._held.reserve(self._keys.slots_end)
        self._held.clear(fresh_slots)

    def empty(self, slots: Int64s) -> None:
        """Take all rows out of these groups."""
        self._held.clear(slots)

    def forget(self, slots: Int64s) -> None:
        """Drop groups; their slots are given to later ones."""
        if len(slots):
            self._held.clear(slots)
            self._keys.remove(slots)

    def take(self, slots: Int64s) -> Taken:
        """Return copies of these groups' accumulators, for a batch to work on.

        They stay in the processor's cache however many groups there are.
        """
        return self._held.take(slots)

    def put(self, slots: Int64s, held: Taken) -> None:
        """Put what `take` returned back."""
        self._held.put(slots, held)

    def key_columns(self, slots: Int64s) -> list[Column]:
        """Return the key columns of these groups."""
        return self._codec.decode(self._keys.gather(slots))

    def keys_in(self, keys: Sequence[Column], touched: Touched, groups: Int64s) -> list[Column]:
        """Return the key columns of a batch's groups, by their numbers.

        They are taken from the batch, which is in the processor's cache, unless a key has more
        than one form: 0.0 is -0.0, and then the one that came first stands.
        """
        if self._many_forms:
            return self.key_columns(touched.groups[groups])
        firsts = np.empty(len(touched.groups), np.int64)
        rows = np.arange(len(touched.numbers))
        firsts[touched.numbers[::-1]] = rows[::-1]
        return [column.take(firsts[groups]) for column in keys]

    def snapshot(self) -> State:
        """Return keys, accumulators and row counts; slots stay what they are."""
        return {
            "keys": self._keys.snapshot(),
            "held": self._held.snapshot(self._keys.slots_end),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        self._keys.restore(state["keys"])
        self._held.restore(state["held"])
        # Marks of batches from before would be taken for marks of ours.
        self._held.words[:, kernels.MARK] = 0

    @property
    def size_bytes(self) -> int:
        """The memory that keys and accumulators hold."""
        return self._keys.size_bytes + self._held.size_bytes


def clear(held: Sequence[Numbers], places: Int64s | Bools) -> None:
    """Empty accumulators at these places."""
    for array in held:
        array[places] = None if array.dtype == object else 0
