"""Keys of nested types: equal when SQL says so, and the same again when decoded."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec

ARRAY = pa.list_(pa.string())
ROW = pa.struct([("a", pa.int32()), ("tags", ARRAY), ("b", pa.struct([("c", pa.string())]))])
MAP = pa.map_(pa.string(), pa.list_(ROW))
TYPES = [ARRAY, ROW, MAP, pa.int8()]
TEXTS = st.none() | st.text("ab", max_size=2)
ARRAYS = st.none() | st.lists(TEXTS, max_size=2)
ROWS = st.none() | st.fixed_dictionaries(
    {
        "a": st.none() | st.integers(0, 1),
        "tags": ARRAYS,
        "b": st.none() | st.fixed_dictionaries({"c": TEXTS}),
    }
)
MAPS = st.none() | st.lists(
    st.tuples(st.text("ab", max_size=1), st.none() | st.lists(ROWS, max_size=1)), max_size=2
)
KEYS = st.lists(st.tuples(ARRAYS, ROWS, MAPS, st.none() | st.integers(0, 1)), max_size=8)


@settings(max_examples=150, deadline=None)
@given(rows=KEYS, begin=st.integers(0, 3))
def test_rows_are_one_key_if_and_only_if_they_are_equal(rows: list[Any], begin: int) -> None:
    columns = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(TYPES)]
    sliced, rows = [column.slice(begin) for column in columns], rows[begin:]
    codec = KeyCodec(TYPES)
    index = HashIndex(codec.width, sized=codec.sized)
    slots, fresh = index.upsert(codec.encode(sliced, len(rows)))
    for row, slot in zip(rows, slots.tolist(), strict=True):
        assert [other == row for other in rows] == [slot == other for other in slots.tolist()]
    decoded = codec.decode(index.gather(slots))
    for found, column in zip(decoded, sliced, strict=True):
        found.validate(full=True)
        assert found.type == column.type
        assert found.to_pylist() == column.to_pylist()
    assert len(fresh) == len(index)


def test_zeros_and_nans_inside_an_array_are_one_key() -> None:
    codec = KeyCodec([pa.list_(pa.float64())])
    nan = float("nan")
    keys = codec.encode([pa.array([[0.0, nan], [-0.0, nan]])], 2)
    assert HashIndex(codec.width, sized=True).upsert(keys)[0].tolist() == [0, 0]


def test_what_stands_behind_a_null_is_no_part_of_the_key() -> None:
    mask = pa.array([False, True, True])
    values, offsets = pa.array(["a", "b", "c"]), pa.array([0, 1, 2, 3], pa.int32())
    hidden = pa.ListArray.from_arrays(offsets, values, mask=mask)
    fields = pa.StructArray.from_arrays([values], ["x"], mask=mask)
    codec = KeyCodec([hidden.type, fields.type])
    keys = codec.encode([hidden, fields], 3)
    index = HashIndex(codec.width, sized=True)
    assert index.upsert(keys)[0].tolist() == [0, 1, 1]
    assert codec.decode(keys)[0].to_pylist() == [["a"], None, None]


def test_a_key_may_have_more_columns_than_a_word_has_bits() -> None:
    codec = KeyCodec([pa.int8()] * 100)
    rows = [tuple(None if n == row else 1 for n in range(100)) for row in range(100)]
    columns = [pa.array([row[n] for row in rows], pa.int8()) for n in range(100)]
    keys = codec.encode(columns, 100)
    assert len(HashIndex(codec.width).upsert(keys)[1]) == 100
    assert [column.to_pylist() for column in codec.decode(keys)] == [
        column.to_pylist() for column in columns
    ]
