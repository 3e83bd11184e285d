"""States of operators that grow with new keys, for benchmarks of what growing costs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.state.chains import Chains
from penstock.state.columns import DenseColumns
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec
from penstock.state.row_store import RowStore

BATCH = 10_000
CHECKPOINT_KEYS = 1_000_000
Take = Callable[[list[Column], Int64s], None]
Snapshot = Callable[[], dict[str, bytes]]


def batches(keys: int) -> list[list[Column]]:
    """Return every key once, in an order without order: a number and a short text."""
    numbers = np.random.default_rng(1).permutation(keys) * 7
    return [
        [pa.array(numbers[at : at + BATCH]), pa.array(numbers[at : at + BATCH]).cast(pa.string())]
        for at in range(0, keys, BATCH)
    ]


def indexed(column: int) -> tuple[Take, Snapshot]:
    """Return what finds the slots of keys, as every grouped operator does."""
    codec = KeyCodec([(pa.int64(), pa.string())[column]])
    index = HashIndex(codec.width, sized=codec.sized)

    def take(columns: list[Column], ids: Int64s) -> None:
        index.upsert(codec.encode([columns[column]], BATCH))

    return take, lambda: {"index": index.snapshot()}


def aggregated() -> tuple[Take, Snapshot]:
    """Return what a grouped aggregate of six accumulators does with new keys."""
    find, index = indexed(0)
    columns = DenseColumns(["i8"] * 6)

    def take(rows: list[Column], ids: Int64s) -> None:
        find(rows, ids)
        columns.reserve(int(ids[-1]) + 1)
        for array in columns.arrays:
            array[ids] += 1

    return take, lambda: {**index(), "columns": columns.snapshot(CHECKPOINT_KEYS)}


def stored() -> tuple[Take, Snapshot]:
    """Return what a join does with rows of new keys: keep them and link them to their key."""
    find, index = indexed(0)
    store, chains = RowStore([pa.int64(), pa.string(), pa.int64(), pa.float64()]), Chains()

    def take(rows: list[Column], ids: Int64s) -> None:
        find(rows, ids)
        more = rows[0].cast(pa.float64(), safe=False)
        chains.add(ids, store.add([*rows, rows[0], more], BATCH))

    return take, lambda: {**index(), "rows": store.snapshot(), "chains": chains.snapshot()}


STATES: dict[str, Callable[[], tuple[Take, Snapshot]]] = {
    "index of numbers": lambda: indexed(0),
    "index of texts": lambda: indexed(1),
    "index and six accumulators": aggregated,
    "index, rows and chains": stored,
}
