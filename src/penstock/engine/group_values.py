"""The different values that arguments have in each group: for DISTINCT, and for lost extremes.

One index serves all aggregates over the same arguments: each has a variant, its own FILTER, and
an entry says for which variants its value is there. Where rows are only added that is a bit;
where they are taken out as well, it is how many rows have the value, and the entries of a group
are chained, so that its least value is found again when it is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine import group_kernels as kernels
from penstock.state.arrow import Bools
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.hash_kernels import Keys
from penstock.state.image import freeze, thaw
from penstock.state.key_codec import KeyCodec

VARIANTS_MAX = 63
"""A row says in the bits of one word for which variants it counts."""


class GroupValues:
    """Values by group; `chained` if they must be found by group, `counted` if rows go again."""

    def __init__(
        self, types: Sequence[pa.DataType], variants: int, *, counted: bool, chained: bool
    ) -> None:
        self._codec = KeyCodec(types)
        self._counted, self._chained, self._variants = counted, chained, variants
        self._reset()

    def _reset(self) -> None:
        self._entries = HashIndex(1 + self._codec.width, sized=self._codec.sized)
        self._counts = DenseColumns([f"({self._variants},)i8" if self._counted else "i8"])
        self._chains = Chains()

    def add(
        self, groups: Int64s, columns: Sequence[Column], wanted: Int64s, signs: Int64s
    ) -> Int64s:
        """Take rows in, or out; return for which variants each row's value came or went.

        `groups` are slots; `wanted` and the result have a bit per variant.
        """
        rows = np.flatnonzero(wanted)
        if len(rows) < len(wanted):
            columns = [column.take(rows) for column in columns]
            groups, signs = groups[rows], signs[rows] if len(signs) else signs
        crossed = np.zeros(len(wanted), np.int64)
        if len(rows):
            crossed[rows] = self._added(groups, columns, wanted[rows], signs)
        return crossed

    def _added(
        self, groups: Int64s, columns: Sequence[Column], wanted: Int64s, signs: Int64s
    ) -> Int64s:
        entries, fresh = self._entries.upsert(self._keys(groups, columns))
        self._counts.reserve(self._entries.slots_end)
        self._counts.clear(entries[fresh])
        if self._chained:
            self._chains.add(groups[fresh], entries[fresh])
        crossed, (counts,) = np.empty(len(entries), np.int64), self._counts.arrays
        if self._counted:
            kernels.come_and_gone(counts, entries, (wanted, signs), crossed)
            self._forget_unused(groups, entries, crossed, signs)
        else:
            kernels.seen_first(counts, entries, wanted, crossed)
        return crossed

    def _keys(self, groups: Int64s, columns: Sequence[Column]) -> Keys:
        keys = self._codec.encode(columns, len(groups))
        return keys._replace(words=np.column_stack([groups, keys.words]))

    def _forget_unused(
        self, groups: Int64s, entries: Int64s, crossed: Int64s, signs: Int64s
    ) -> None:
        """Drop the entries that no row has any more."""
        (counts,) = self._counts.arrays
        rows = np.flatnonzero((crossed != 0) & (signs < 0))
        rows = rows[~counts[entries[rows]].any(axis=1)]
        gone, first = np.unique(entries[rows], return_index=True)
        if self._chained:
            self._chains.remove(groups[rows[first]], gone)
        self._entries.remove(gone)

    def of_groups(self, groups: Int64s, variant: int) -> tuple[Int64s, list[Column]]:
        """Return the values of groups for one variant: each one's position in `groups`, columns."""
        positions, entries = self._chains.expand(groups)
        there = self._counts.arrays[0][entries, variant] > 0
        keys = self._entries.gather(entries[there])
        values = keys._replace(words=np.ascontiguousarray(keys.words[:, 1:]))
        return positions[there], self._codec.decode(values)

    def forget(self, groups: Int64s) -> None:
        """Drop all values of groups whose life has ended."""
        _, entries = self._chains.expand(groups)
        self._chains.clear(groups)
        self._entries.remove(entries)

    def snapshot(self) -> bytes:
        """Return all entries with what is known of them."""
        counts = self._counts.arrays[0][: self._entries.slots_end]
        parts = (self._entries.snapshot(), self._chains.snapshot())
        arrays = {str(n): np.frombuffer(part, np.uint8) for n, part in enumerate(parts)}
        return freeze({"counts": counts, **arrays})

    def restore(self, state: bytes) -> None:
        """Take back what `snapshot` returned."""
        self._reset()
        parts = thaw(state)
        self._entries.restore(parts["0"].tobytes())
        self._chains.restore(parts["1"].tobytes())
        self._counts.reserve(len(parts["counts"]))
        self._counts.arrays[0][: len(parts["counts"])] = parts["counts"]

    @property
    def size_bytes(self) -> int:
        """The memory that the values hold."""
        return sum(part.size_bytes for part in (self._entries, self._counts, self._chains))


def bits_of(variants: Sequence[Bools], rows: int) -> Int64s:
    """Return per row a word with a bit for each variant that wants it; no mask wants every row."""
    words = np.zeros(rows, np.int64)
    for variant, mask in enumerate(variants):
        bit = np.int64(1 << variant)
        words |= np.where(mask, bit, 0) if len(mask) else bit
    return words
