"""The row store against a dict of rows, under removals, compaction, nesting and restarts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state import byte_heap
from penstock.state.row_store import RowStore

TAGS = pa.list_(pa.string())
PLACE = pa.struct([("x", pa.float64()), ("tags", TAGS)])
TYPES = {
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.int8(): st.integers(-128, 127),
    pa.bool_(): st.booleans(),
    pa.float64(): st.floats(allow_nan=False),
    pa.float32(): st.sampled_from([0.5, -0.0, float("inf")]),
    pa.decimal128(38, 2): st.integers(-(10**37), 10**37).map(lambda n: Decimal(n).scaleb(-2)),
    pa.string(): st.text("aé", max_size=12),
    pa.binary(): st.binary(max_size=4),
    pa.null(): st.none(),
    TAGS: st.lists(st.none() | st.text("ab", max_size=3), max_size=3),
    PLACE: st.fixed_dictionaries(
        {"x": st.none() | st.just(-0.0), "tags": st.none() | st.just(["a", None])}
    ),
    pa.map_(pa.string(), PLACE): st.lists(
        st.tuples(st.text("ab", max_size=2), st.none() | st.just({"x": 1.0, "tags": None})),
        max_size=2,
    ),
}
CHOSEN = st.lists(st.sampled_from(list(TYPES)), min_size=1, max_size=4)


def columns_of(rows: list[tuple[Any, ...]], types: list[pa.DataType]) -> list[Any]:
    return [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(types)]


def rows_of(store: RowStore, ids: list[int]) -> list[tuple[Any, ...]]:
    columns = store.take(np.array(ids, np.int64))
    for column, kind in zip(columns, store.types, strict=True):
        column.validate(full=True)
        assert column.type == kind
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


class Model:
    """A store beside a dict that holds the same rows."""

    def __init__(self, types: list[pa.DataType], data: Any) -> None:
        self._types, self._data = types, data
        self._row = st.tuples(*(st.none() | TYPES[kind] for kind in types))
        self._store, self._known = RowStore(types), {}

    def add(self) -> None:
        rows = self._data.draw(st.lists(self._row, max_size=6))
        ids = self._store.add(columns_of(rows, self._types), len(rows)).tolist()
        assert not set(ids) & set(self._known)
        self._known.update(zip(ids, rows, strict=True))

    def remove(self) -> None:
        gone = self._some()
        self._store.remove(np.array(gone, np.int64))
        self._known = {n: kept for n, kept in self._known.items() if n not in gone}

    def replace(self) -> None:
        some = self._some()
        rows = [self._data.draw(self._row) for _ in some]
        self._store.replace(np.array(some, np.int64), columns_of(rows, self._types))
        self._known.update(zip(some, rows, strict=True))

    def restart(self) -> None:
        self._store = restarted(self._store)

    def check(self) -> None:
        known = self._known
        assert len(self._store) == len(known)
        nothing = (None,) * len(self._types)
        expected = [*known.values(), *reversed(known.values()), nothing]
        assert rows_of(self._store, [*known, *reversed(known), -1]) == expected

    def _some(self) -> list[int]:
        known = sorted(self._known)
        return self._data.draw(st.lists(st.sampled_from(known), unique=True)) if known else []


@settings(max_examples=120, deadline=None)
@given(types=CHOSEN, data=st.data())
def test_the_store_does_what_a_dict_of_rows_does(types: list[pa.DataType], data: Any) -> None:
    model = Model(types, data)
    for _ in range(data.draw(st.integers(1, 8))):
        move = data.draw(st.sampled_from(["add", "add", "remove", "replace", "restart"]))
        getattr(model, move)()
        model.check()


@pytest.fixture
def small_heap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_heap, "DEAD_FEW", 1_000)
    monkeypatch.setattr(byte_heap, "MOVES_MIN", 3)


@pytest.mark.usefixtures("small_heap")
@pytest.mark.parametrize("restarting", [False, True])
def test_strings_survive_being_moved_while_rows_come_and_go(restarting: bool) -> None:
    store, known = RowStore([pa.string(), pa.int64(), pa.binary()]), {}
    chance = np.random.default_rng(3)
    for round_ in range(150):
        rows = [(f"{round_}-{n}" * 3, n, f"{n}".encode()) for n in range(20)]
        ids = store.add(columns_of(rows, list(store.types)), len(rows)).tolist()
        known.update(zip(ids, rows, strict=True))
        gone = chance.permutation(list(known))[: max(0, len(known) - 200)].tolist()
        store.remove(np.array(gone, np.int64))
        known = {number: row for number, row in known.items() if number not in gone}
        store = restarted(store) if restarting else store
        assert rows_of(store, list(known)) == list(known.values())
    assert store.size_bytes < 1_000_000


def restarted(store: RowStore) -> RowStore:
    again = RowStore(store.types)
    again.restore(store.snapshot())
    return again


def test_a_restarted_store_gives_the_same_ids() -> None:
    store = RowStore([pa.int64()])
    store.add([pa.array(range(10))], 10)
    store.remove(np.array([3, 7, 5]))
    again = restarted(store)
    more = [pa.array(range(5))]
    assert again.add(more, 5).tolist() == store.add(more, 5).tolist() == [3, 7, 5, 10, 11]


def test_kernels_read_fixed_columns_where_they_lie() -> None:
    store = RowStore([PLACE, pa.float32(), pa.date32(), pa.decimal128(20, 1)])
    rows = [({"x": 1.0, "tags": []}, 2.5, 7, Decimal("0.3")), (None, None, 8, None)]
    ids = store.add(columns_of(rows, list(store.types)), 2)
    values, nulls, bit = store.numbers(1)
    assert values[ids].tolist() == [2.5, 0.0]
    assert ((nulls[ids] & bit) != 0).tolist() == [False, True]
    assert store.numbers(2).values[ids].tolist() == [7, 8]
    assert store.numbers(3).values[ids].tolist() == [[3, 0], [0, 0]]


def test_rows_may_have_more_columns_than_a_word_has_bits() -> None:
    types = [pa.int64()] * 130
    rows = [tuple(None if n % 7 == row else n for n in range(130)) for row in range(7)]
    store = RowStore(types)
    ids = store.add(columns_of(rows, types), 7).tolist()
    assert rows_of(store, ids) == rows


def test_a_store_of_no_columns_counts_rows() -> None:
    store = RowStore([])
    assert store.add([], 3).tolist() == [0, 1, 2]
    assert len(store) == 3
    assert store.take(np.array([0])) == []
