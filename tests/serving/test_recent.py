"""Recent rows are bounded, and a reader misses none and sees none twice."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from penstock.serving.recent import ROWS_MAX, RecentRows

SCHEMA = pa.schema([("a", pa.int64())])


@given(parts=st.lists(st.integers(0, 4), max_size=8), looks=st.lists(st.integers(0, 8)))
def test_news_taken_in_any_pieces_are_all_rows_once(parts: list[int], looks: list[int]) -> None:
    recent, seen, cursor, value = RecentRows(SCHEMA, 10**9), [], 0, 0
    for number, count in enumerate(parts):
        batch = pa.record_batch({"x": pa.array(range(value, value + count), pa.int64())})
        recent.add([batch], now_us=number)
        value += count
        if number in looks:
            upto = recent.number
            seen += recent.between(cursor, upto).column("a").to_pylist()
            cursor = upto
    seen += recent.between(cursor, recent.number).column("a").to_pylist()
    assert seen == list(range(value))


def test_old_rows_and_rows_beyond_the_limit_are_dropped() -> None:
    recent = RecentRows(SCHEMA, window_us=100)
    big = pa.record_batch({"a": pa.array(range(ROWS_MAX), pa.int64())})
    recent.add([big], now_us=0)
    recent.add([big.slice(0, 10)], now_us=50)
    assert recent.young(0, recent.number).num_rows == 10
    recent.add([big.slice(0, 1)], now_us=151)
    assert recent.young(0, recent.number).num_rows == 1


def test_of_a_table_with_a_key_only_what_its_changes_leave_behind_is_young() -> None:
    recent = RecentRows(pa.schema([("k", pa.string()), ("n", pa.int64())]), 100, key=["k"])
    first = pa.record_batch({"k": ["a", "b", "c"], "n": [1, 1, 1]})
    then = pa.record_batch({"k": ["a", "a", "b"], "n": [1, 2, 1]})
    recent.add([first], now_us=0)
    recent.add([then], now_us=50, kinds=[np.array([1, 2, 3], np.int8)])
    assert recent.young(0, recent.number).to_pydict() == {"k": ["c", "a"], "n": [1, 2]}
    assert recent.young(0, 1).num_rows == 3
    assert recent.young(50, recent.number).to_pydict() == {"k": ["a"], "n": [2]}
