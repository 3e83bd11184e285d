"""Rows of sort words stand in the order of the values, also after the layout was widened."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state.sort_codec import SortCodec, SortColumn

LONGS = st.one_of(st.sampled_from([-(2**63), 2**63 - 1, 0]), st.integers(-(2**63), 2**63 - 1))
VALUES: list[tuple[pa.DataType, st.SearchStrategy[Any]]] = [
    (pa.int64(), LONGS),
    (pa.int32(), st.integers(-(2**31), 2**31 - 1)),
    (pa.float64(), st.floats(allow_nan=False)),
    (pa.string(), st.text(max_size=20)),
    (pa.binary(), st.binary(max_size=20)),
    (pa.bool_(), st.booleans()),
    (pa.decimal128(10, 2), st.decimals(-10_000, 10_000, places=2)),
    (pa.decimal128(38, 0), st.integers(-(10**38) + 1, 10**38 - 1).map(Decimal)),
]


@st.composite
def columns(draw: st.DrawFn) -> tuple[SortColumn, list[Any], list[Any]]:
    """Draw a column of an order with two batches of values."""
    kind, values = draw(st.sampled_from(VALUES))
    column = SortColumn(kind, draw(st.booleans()), draw(st.booleans()))
    some = st.lists(st.one_of(st.none(), values), max_size=8)
    return column, draw(some), draw(some)


def place(column: SortColumn, value: Any) -> tuple[int, Any]:
    """Return what Python sorts by, ascending: NULL is -1 or 1, values 0."""
    if value is None:
        return (-1 if column.nulls_first else 1), 0
    return 0, value.encode() if isinstance(value, str) else value


@settings(deadline=None)
@given(drawn=columns())
def test_words_compare_as_values_do(drawn: tuple[SortColumn, list[Any], list[Any]]) -> None:
    column, early, late = drawn
    codec = SortCodec([column])
    first, second = (pa.array(values, column.type) for values in (early, late))
    before = codec.layout_for([first], codec.least)
    after = codec.layout_for([second], before)
    words = codec.widened(codec.encode([first], before), before, after)
    rows = [tuple(row) for row in np.vstack([words, codec.encode([second], after)]).tolist()]
    values = [place(column, value) for value in early + late]
    for one, mine in zip(rows, values, strict=True):
        for other, theirs in zip(rows, values, strict=True):
            wanted = mine < theirs
            if column.descending and mine[0] == theirs[0] == 0:
                wanted = theirs < mine
            assert (one < other) == wanted, (mine, theirs)
            assert (one == other) == (mine == theirs)
