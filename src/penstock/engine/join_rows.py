"""What a join keeps of one side: its rows by key, and of each how many partners it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.join_identities import Identities
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.expiry import Expiry
from penstock.state.hash_index import HashIndex
from penstock.state.image import freeze, thaw
from penstock.state.row_store import Fetched, RowStore

_PARTNERS, _SLOT, _IDENTITY = range(3)


class Partners(NamedTuple):
    """How many partners rows had and have; no row comes twice."""

    ids: Int64s
    before: Int64s
    after: Int64s


class JoinRows:
    """Rows by id, in the order in which they came for each key.

    Where rows are taken back, they are found again by `identity`: columns that tell them apart,
    or that make them interchangeable. Rows that `stay` are only added, and their partners are not
    counted, so that nothing needs to be known of a row but its columns.
    """

    def __init__(
        self,
        types: Sequence[pa.DataType],
        identity: Sequence[pa.DataType] | None,
        ttl_us: int | None,
        *,
        stay: bool = False,
    ) -> None:
        self._stay = stay
        self._rows = RowStore(types)
        self._chains = Chains()
        self._by_id = DenseColumns(["i8", "i8", "i8"], appended=True)
        self._expiry = None if ttl_us is None else Expiry(ttl_us)
        self.identity = None if identity is None else Identities(identity)

    def expand(self, slots: Int64s, now_us: int) -> tuple[Int64s, Int64s]:
        """Return each slot's rows: the position in `slots`, and the row's id."""
        positions, ids = self._chains.expand(slots)
        return self._living(positions, ids, now_us)

    def same(self, identities: Int64s, now_us: int) -> tuple[Int64s, Int64s]:
        """Return the rows of each identity: its position, and the row's id."""
        assert self.identity is not None
        return self._living(*self.identity.chains.expand(identities), now_us)

    def _living(self, positions: Int64s, ids: Int64s, now_us: int) -> tuple[Int64s, Int64s]:
        if self._expiry is None or not len(ids):
            return positions, ids
        alive = ~self._expiry.expired(ids, now_us)
        return (positions, ids) if alive.all() else (positions[alive], ids[alive])

    def counts(self, slots: Int64s) -> Int64s:
        """Return how many rows each slot has, those that have expired among them."""
        return self._chains.counts(slots)

    def take(self, ids: Int64s) -> list[Column]:
        """Return the columns of rows; id -1 stands for a row of NULLs."""
        return self._rows.take(ids)

    def fetch(self, ids: Int64s) -> Fetched:
        """Return rows whose columns are made when they are asked for, before anything changes."""
        return self._rows.fetch(ids)

    def add(
        self,
        columns: Sequence[Column],
        slots: Int64s,
        partners: Int64s,
        identities: Int64s | None,
        now_us: int,
    ) -> None:
        """Keep rows at the end of their slots."""
        ids = self._rows.add(columns, len(slots))
        self._chains.add(slots, ids)
        if self._stay:
            return
        self._by_id.reserve(self._rows.ids_end)
        self._by_id.arrays[_PARTNERS][ids] = partners
        self._by_id.arrays[_SLOT][ids] = slots
        if identities is not None and self.identity is not None:
            self._by_id.arrays[_IDENTITY][ids] = identities
            self.identity.chains.add(identities, ids)
        if self._expiry is not None:
            self._expiry.touch(ids, now_us)

    def replace(
        self, ids: Int64s, columns: Sequence[Column], partners: Int64s, now_us: int
    ) -> None:
        """Put rows in the place of others of the same slots."""
        self._rows.replace(ids, columns)
        self._by_id.arrays[_PARTNERS][ids] = partners
        if self._expiry is not None:
            self._expiry.touch(ids, now_us)

    def remove(self, ids: Int64s) -> Int64s:
        """Let go of rows, not yet of their identities; return the slots in which they were."""
        slots = self._by_id.arrays[_SLOT][ids]
        self._chains.remove(slots, ids)
        if self.identity is not None:
            self.identity.chains.remove(self._by_id.arrays[_IDENTITY][ids], ids)
        self._rows.remove(ids)
        if self._expiry is not None:
            self._expiry.forget(ids)
        return slots

    def sweep(self, now_us: int) -> Int64s:
        """Let go of some rows that have expired; return the slots in which they were."""
        if self._expiry is None:
            return np.zeros(0, np.int64)
        ids = self._expiry.sweep(now_us)
        identities = self._by_id.arrays[_IDENTITY][ids]
        slots = self.remove(ids)
        if self.identity is not None:
            self.identity.forget(identities)
        return slots

    def met(self, ids: Int64s, signs: Int64s) -> Partners:
        """Count partners gained (1) and lost (-1) by rows, which may come more than once."""
        unique, places = np.unique(ids, return_inverse=True)
        changes = np.bincount(places, weights=signs, minlength=len(unique)).astype(np.int64)
        before = self._by_id.arrays[_PARTNERS][unique]
        after = np.maximum(before + changes, 0)
        self._by_id.arrays[_PARTNERS][unique] = after
        return Partners(unique, before, after)

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold."""
        return self._by_id.size_bytes + sum(part.size_bytes for part in self._parts().values())

    def snapshot(self) -> dict[str, bytes]:
        """Return all rows."""
        ends = self._rows.ids_end
        columns = {f"by_id{n}": array[:ends] for n, array in enumerate(self._by_id.arrays)}
        return {"by_id": freeze(columns)} | {
            name: part.snapshot() for name, part in self._parts().items()
        }

    def restore(self, state: Mapping[str, bytes]) -> None:
        """Take back what `snapshot` returned."""
        for name, part in self._parts().items():
            # A time to live may be new: what was kept until now is then kept until it changes.
            if name in state:
                part.restore(state[name])
        columns = thaw(state["by_id"])
        self._by_id = DenseColumns(["i8", "i8", "i8"], appended=True)
        self._by_id.reserve(len(columns["by_id0"]))
        for number, array in enumerate(self._by_id.arrays):
            array[: len(columns["by_id0"])] = columns[f"by_id{number}"]

    def _parts(self) -> dict[str, RowStore | Chains | Expiry | HashIndex]:
        parts: dict[str, RowStore | Chains | Expiry | HashIndex] = {
            "rows": self._rows,
            "chains": self._chains,
        }
        if self._expiry is not None:
            parts["expiry"] = self._expiry
        if self.identity is not None:
            parts |= {"identities": self.identity.index, "same": self.identity.chains}
        return parts
