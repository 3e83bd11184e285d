"""Texts are cut where their newlines are, however long the lines are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.sources.lines import lines


@settings(deadline=None)
@given(st.lists(st.integers(0, 150), max_size=20), st.integers(1, 25), st.booleans())
def test_the_lines_are_those_that_python_finds(
    lengths: list[int], rows_max: int, ended: bool
) -> None:
    text = b"".join(b"x" * length + b"\n" for length in lengths) + b"rest"
    records = lines(text, rows_max, ended=ended)
    found = [records[row] for row in range(len(records))]
    whole = text.split(b"\n")
    assert found == (whole if ended else whole[:-1])[:rows_max]
