"""Arrays and maps, sliced and with NULLs at every level."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import INT, STRING, Field, Kind, SqlType
from penstock.engine.expressions import evaluate
from tests.functions.sql_text import batch_of, typed

ARRAY = SqlType(Kind.ARRAY, children=(Field("element", INT),))
MAP = SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", INT)))
COLUMNS = {"a": ARRAY, "m": MAP, "i": INT, "k": STRING}
ELEMENTS = st.none() | st.integers(0, 3)
ROW = st.tuples(
    st.none() | st.lists(ELEMENTS, max_size=4),
    st.none() | st.dictionaries(st.sampled_from("xyz"), ELEMENTS),
    st.none() | st.integers(-2, 5),
    st.none() | st.sampled_from("xyz"),
)


def over(text: str, rows: list[tuple[Any, ...]]) -> list[Any]:
    """Compute over rows that stand in the middle of a longer batch."""
    columns = list(zip(*rows, strict=True))
    values = {
        "a": [[9, 9], *columns[0], [9]],
        "m": [[("x", 9)], *(m and list(m.items()) for m in columns[1]), None],
        "i": [1, *columns[2], 1],
        "k": ["x", *columns[3], None],
    }
    batch = batch_of({name: (COLUMNS[name], each) for name, each in values.items()})
    found = evaluate(typed(text, COLUMNS), batch.slice(1, len(rows)), 0)
    found.validate(full=True)
    return found.to_pylist()


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_elements_are_found_by_index_and_key(rows: list[tuple[Any, ...]]) -> None:
    at = [
        a[i - 1] if a is not None and i is not None and 1 <= i <= len(a) else None
        for a, _, i, _ in rows
    ]
    assert over("a[i]", rows) == at
    assert over("m[k]", rows) == [m.get(k) if m else None for _, m, _, k in rows]
    assert over("CARDINALITY(a)", rows) == [None if a is None else len(a) for a, *_ in rows]
    assert over("MAP_KEYS(m)", rows) == [None if m is None else list(m) for _, m, *_ in rows]


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("ARRAY_CONTAINS(a, NULL)", ([1, None], None, None, None), True),
        ("ARRAY_CONTAINS(a, 2)", (None, None, None, None), None),
        ("ARRAY_POSITION(a, NULL)", ([None], None, None, None), None),
        ("ARRAY_SLICE(a, -2)", ([1, 2, 3], None, None, None), [2, 3]),
        ("ARRAY_SLICE(a, 3, 2)", ([1, 2, 3], None, None, None), []),
        ("ARRAY_MAX(a)", ([], None, None, None), None),
        ("ARRAY_MAX(a)", ([1, None, 3], None, None, None), 3),
        ("ARRAY_DISTINCT(a)", ([1, None, 1, None], None, None, None), [1, None]),
        ("ARRAY[i, 7]", (None, None, None, None), [None, 7]),
        ("ROW(i, k)", (None, None, 1, None), {"EXPR$0": 1, "EXPR$1": None}),
        ("a = ARRAY[1, 2]", ([1, 2], None, None, None), True),
        ("m = MAP['y', 2, 'x', 1]", (None, {"x": 1, "y": 2}, None, None), True),
    ],
)
def test_nulls_inside_are_values_and_outside_are_null(
    text: str, row: tuple[Any, ...], expected: Any
) -> None:
    assert over(text, [row, (None, None, None, None)])[0] == expected
