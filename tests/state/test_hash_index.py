"""The index against a dict, under inserts, removals, growth and strings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state.hash_index import HashIndex
from penstock.state.hash_kernels import Keys
from penstock.state.key_codec import KeyCodec

TYPES = [pa.string(), pa.int16(), pa.float64(), pa.binary(), pa.decimal128(38, 2), pa.bool_()]
TEXTS = st.none() | st.text("ab", max_size=9)
KEYS = st.tuples(TEXTS, st.none() | st.integers(-2, 2), st.none() | st.sampled_from([0.5, 1.0]))
MOVES = st.sampled_from(["add", "remove", "restart"])
STEPS = st.lists(st.tuples(MOVES, st.lists(KEYS, min_size=1, max_size=12)), max_size=8)


def encode(codec: KeyCodec, rows: list[tuple[Any, ...]]) -> Keys:
    columns = [
        pa.array(column, kind)
        for column, kind in zip(zip(*rows, strict=True), codec.types, strict=True)
    ]
    return codec.encode(columns, len(rows))


def restarted(index: HashIndex, codec: KeyCodec) -> HashIndex:
    again = HashIndex(codec.width, sized=codec.sized)
    again.restore(index.snapshot())
    return again


@settings(max_examples=150, deadline=None)
@given(steps=STEPS)
def test_the_index_does_what_a_dict_does(steps: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
    codec = KeyCodec([pa.string(), pa.int64(), pa.float64()])
    index = HashIndex(codec.width, sized=codec.sized)
    known: dict[tuple[Any, ...], int] = {}
    for move, rows in steps:
        keys = encode(codec, rows)
        if move == "restart":
            index = restarted(index, codec)
        if move == "add":
            slots, fresh = index.upsert(keys)
            assert [rows[row] for row in fresh] == [
                key for key in dict.fromkeys(rows) if key not in known
            ]
            known.update(zip(rows, slots.tolist(), strict=True))
        found = index.find(keys).tolist()
        assert found == [known.get(row, -1) for row in rows]
        if move == "remove":
            gone = {row: known.pop(row) for row in rows if row in known}
            index.remove(np.array(list(gone.values()), np.int64))
        assert len(index) == len(known)
        assert sorted(index.live_slots().tolist()) == sorted(known.values())
    columns = codec.decode(index.gather(np.array(list(known.values()), np.int64)))
    assert list(zip(*(column.to_pylist() for column in columns), strict=True)) == list(known)


def test_keys_stay_findable_while_the_table_grows_and_shrinks() -> None:
    index = HashIndex(width=1)
    chance = np.random.default_rng(5)
    known: dict[int, int] = {}
    for round_ in range(60):
        numbers = chance.integers(0, 20_000, 700)
        slots, _ = index.upsert(Keys.of_words(numbers))
        known.update(zip(numbers.tolist(), slots.tolist(), strict=True))
        assert len(set(known.values())) == len(known)
        if round_ % 3 == 2:
            gone = list(known)[:: 1 + round_ % 2 * 3]
            index.remove(np.array([known.pop(number) for number in gone], np.int64))
        everything = np.arange(20_000)
        expected = [known.get(number, -1) for number in everything.tolist()]
        assert index.find(Keys.of_words(everything)).tolist() == expected


def test_a_removed_keys_slot_is_used_again() -> None:
    index = HashIndex(width=1)
    index.upsert(Keys.of_words(np.array([1, 2])))
    index.remove(np.array([0]))
    assert index.upsert(Keys.of_words(np.array([3, 4])))[0].tolist() == [0, 2]


def test_a_restarted_index_gives_the_same_slots_and_grows_on() -> None:
    codec = KeyCodec([pa.int64()])
    index = HashIndex(codec.width)
    index.upsert(encode(codec, [(number,) for number in range(3_000)]))
    index.remove(np.array([5, 9, 7]))
    again = restarted(index, codec)
    more = encode(codec, [(number,) for number in range(1_000, 20_000)])
    for slots, expected in zip(again.upsert(more), index.upsert(more), strict=True):
        assert slots.tolist() == expected.tolist()
    assert again.find(more).tolist() == index.find(more).tolist()


def test_an_empty_index_may_be_restarted() -> None:
    codec = KeyCodec([pa.int64()])
    index = restarted(HashIndex(codec.width), codec)
    assert index.upsert(encode(codec, [(1,), (2,)]))[0].tolist() == [0, 1]
    assert restarted(index, codec).find(encode(codec, [(2,), (3,)])).tolist() == [1, -1]


def test_bytes_of_removed_keys_do_not_pile_up() -> None:
    codec = KeyCodec([pa.string()])
    index = HashIndex(codec.width, sized=True)
    index.upsert(encode(codec, [("stays",)]))
    for round_ in range(60):
        rows = [(f"{round_}-{number}-" + "x" * 100,) for number in range(1_000)]
        index.remove(index.upsert(encode(codec, rows))[0])
    assert index.size_bytes < 10_000_000
    assert index.find(encode(codec, [("stays",), ("gone",)])).tolist() == [0, -1]


def test_keys_of_every_type_come_back_as_they_were() -> None:
    codec = KeyCodec(TYPES)
    rows = [
        ("a", 1, 1.5, b"\x00", Decimal("12.50"), True),
        (None, None, None, None, None, None),
        ("", 0, 0.0, b"", Decimal("-0.07"), False),
        ("ab", -1, float("inf"), b"c", Decimal(10**30), None),
    ]
    columns = [
        pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), TYPES, strict=True)
    ]
    index = HashIndex(codec.width, sized=codec.sized)
    slots, fresh = index.upsert(codec.encode(columns, len(rows)))
    assert len(fresh) == len(rows)
    for found, column in zip(codec.decode(index.gather(slots)), columns, strict=True):
        found.validate(full=True)
        assert found.equals(column)


def test_nulls_and_bounds_between_strings_make_different_keys() -> None:
    codec = KeyCodec([pa.string(), pa.string()])
    index = HashIndex(codec.width, sized=True)
    rows = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc"), (None, "abc"), ("abc", None)]
    assert len(index.upsert(encode(codec, rows))[1]) == len(rows)


def test_all_nan_are_one_key_and_zero_has_no_sign() -> None:
    codec = KeyCodec([pa.float64()])
    index = HashIndex(codec.width)
    other_nan = np.array([0x7FF8000000000001], np.int64).view(np.float64)[0]
    rows = [(float("nan"),), (other_nan,), (0.0,), (-0.0,)]
    assert index.upsert(encode(codec, rows))[0].tolist() == [0, 0, 1, 1]


def test_sliced_columns_give_the_same_keys() -> None:
    codec = KeyCodec([pa.string(), pa.int32()])
    texts, numbers = pa.array(["x", "a", None, "b"]), pa.array([9, 1, 2, None], pa.int32())
    index = HashIndex(codec.width, sized=True)
    whole = index.upsert(codec.encode([texts, numbers], 4))[0]
    part = index.find(codec.encode([texts.slice(1, 2), numbers.slice(1, 2)], 2))
    assert part.tolist() == whole[1:3].tolist()
