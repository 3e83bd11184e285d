"""A pattern that Arrow matches gives what Python finds, as Java would."""

from __future__ import annotations

import re

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import STRING
from penstock.functions import SCALARS
from penstock.functions.fast_patterns import is_plain
from penstock.functions.function import Call

PIECES = st.sampled_from(
    ["a", "b", "(a)", "(b|)", "(a|b)", "[ab]", "[^a]", "a*", "(a*)", "(?:ab)?", "b+?", "^", "|",
     "(a)?", r"\.", "([^b]*)"]
)  # fmt: skip


@settings(deadline=None)
@given(
    pieces=st.lists(PIECES, min_size=1, max_size=5),
    texts=st.lists(st.one_of(st.none(), st.text("ab.\n", max_size=8)), min_size=2, max_size=8),
    group=st.integers(0, 3),
)
def test_extraction_is_the_same_either_way(
    pieces: list[str], texts: list[str | None], group: int
) -> None:
    pattern = "".join(pieces)
    assert is_plain(pattern) or "*+" in pattern
    compiled = re.compile(pattern)
    found = [None if text is None else compiled.search(text) for text in texts]
    wanted = [match[group] if match and group <= compiled.groups else None for match in found]
    kernel = SCALARS["REGEXP_EXTRACT"].kernel
    arguments = [pa.array(texts, pa.string()), pa.scalar(pattern), pa.scalar(group)]
    result = kernel(arguments, Call(len(texts), 0, STRING))
    assert isinstance(result, pa.Array)
    assert result.to_pylist() == wanted


def test_patterns_that_mean_something_else_elsewhere_are_told_apart() -> None:
    for pattern in (
        r"\d",
        r"\w+",
        ".",
        "a$",
        "(?=a)",
        "(?<n>a)",
        "a++",
        "[a&&b]",
        "[a[b]]",
        "a{2}",
    ):
        assert not is_plain(pattern), pattern
