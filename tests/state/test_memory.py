"""Arrays that grow keep what they hold, whether they are copied or grow where they lie."""

from __future__ import annotations

import numpy as np
import pytest

from penstock.state import memory
from penstock.state.columns import DenseColumns
from penstock.state.image import freeze, thaw
from penstock.state.memory import grown


@pytest.mark.parametrize("width", [(), (3,), (0,)])
def test_an_array_keeps_its_values_and_is_zero_beyond(width: tuple[int, ...]) -> None:
    array = np.zeros((2, *width), np.int64)
    array[:] = 7
    for rows in (5, 300_000, 300_001, 2_000_000):
        held = len(array)
        array = grown(array, rows)
        assert array.shape == (rows, *width)
        assert (array[:2] == 7).all()
        assert not array[held:].any()
        assert array.flags.c_contiguous
        assert array.flags.writeable


def test_a_large_array_grows_where_it_lies() -> None:
    array = grown(np.zeros(1, np.int64), 1_000_000)
    array[:] = 1
    longer = grown(array, 5_000_000)
    assert np.shares_memory(array, longer)
    assert int(longer.sum()) == 1_000_000


def test_where_addresses_are_short_arrays_are_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "RESERVED_BYTES", 1 << 62)
    array = grown(np.ones(1, np.int64), 1_000_000)
    assert int(grown(array, 2_000_000).sum()) == 1


def test_columns_are_as_long_as_was_asked_however_large() -> None:
    columns = DenseColumns(["i8", "f8", "(2,)i8", "u1", "O"])
    for rows in (1, 10, 1_000, 20_000, 400_000):
        columns.reserve(rows)
        assert all(len(array) == len(columns.arrays[0]) >= rows for array in columns.arrays)


def test_frozen_arrays_come_back_with_their_shapes() -> None:
    arrays = {"a": np.arange(6).reshape(2, 3), "b": np.zeros(0, np.uint8), "c": np.ones((2, 0))}
    found = thaw(freeze({**arrays, "d": arrays["a"][:, 1]}))
    assert found.keys() == {*arrays, "d"}
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
    assert found["d"].tolist() == [1, 4]


def test_columns_come_back_as_they_were() -> None:
    columns = DenseColumns(["i8", "f8", "(2,)i8", "u1", "O"])
    columns.reserve(5)
    for array in columns.arrays[:-1]:
        array[:5] = 3
    columns.arrays[-1][:5] = ["a", None, "", "b", None]
    again = DenseColumns(["i8", "f8", "(2,)i8", "u1", "O"])
    again.restore(columns.snapshot(4))
    for found, array in zip(again.arrays, columns.arrays, strict=True):
        assert found.dtype == array.dtype
        assert found[:4].tolist() == array[:4].tolist()


def test_columns_of_no_rows_come_back_too() -> None:
    again = DenseColumns(["i8", "O"])
    again.restore(DenseColumns(["i8", "O"]).snapshot(0))
    assert len(again.arrays[0]) == 0
