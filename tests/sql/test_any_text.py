"""Whatever is typed: the answer is a plan, or a user error with its place."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.errors import UserError
from penstock.sql import compile_script, explain
from penstock.sql.duckdb import transpile_to_duckdb
from tests.sql.scripts import ACCIDENTS, NEXMARK
from tests.sql.test_errors import CASES, TABLES

TOKEN = re.compile(r"'[^']*'|`[^`]*`|\w+|\s+|.", re.DOTALL)
SCRIPTS = [
    *(TABLES + marked.replace("«", "").replace("»", "") for marked, _, _ in CASES),
    ACCIDENTS,
    NEXMARK,
]
WORDS = sorted(
    {word for script in SCRIPTS for word in TOKEN.findall(script)} | set("[]{}?:@#$\\!~^&|%\x00é")
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a script of which a few words are gone, doubled or replaced."""
    words = TOKEN.findall(draw(st.sampled_from(SCRIPTS)))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(max(0, len(words) - 40), len(words) - 1))
        words[place] = draw(st.sampled_from([*WORDS, "", f"{words[place]} {words[place]}"]))
    return "".join(words)


def wrong(run: Callable[[str], object], text: str) -> UserError | None:
    try:
        run(text)
    except UserError as error:
        return error
    return None


def has_place(error: UserError | None) -> bool:
    return error is None or (error.where is not None and str(error).startswith("E"))


@settings(max_examples=100, deadline=None)
@given(text=mutated())
def test_a_script_is_planned_or_answered(text: str) -> None:
    assert has_place(wrong(lambda script: explain(compile_script(script)), text))


@settings(max_examples=100, deadline=None)
@given(text=st.one_of(mutated(), st.text(max_size=30)))
def test_an_ad_hoc_query_is_turned_or_answered(text: str) -> None:
    assert has_place(wrong(transpile_to_duckdb, text[max(0, text.rfind("SELECT")) :]))


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40))
def test_any_letters_are_answered(text: str) -> None:
    assert has_place(wrong(compile_script, text))
