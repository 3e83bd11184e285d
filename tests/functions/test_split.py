"""A piece of a text is what lies between two separators, as Python's split finds it."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.functions.text_split import pieces

TEXTS = st.one_of(
    st.none(), st.text("ab/é", max_size=12), st.text("x/", min_size=60, max_size=200)
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=12), st.integers(-1, 6), st.integers(0, 3))
def test_pieces_are_those_that_python_finds(
    texts: list[str | None], index: int, sliced: int
) -> None:
    column = pa.array(texts, pa.string()).slice(sliced)
    found = pieces(column, ord("/"), index).to_pylist()
    cut = [text.split("/") if text else [] for text in column.to_pylist()]
    assert found == [each[index] if 0 <= index < len(each) else None for each in cut]
