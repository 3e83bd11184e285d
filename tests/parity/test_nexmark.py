"""The comparison of Nexmark queries sees a difference, and folds changes as Flink means them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from penstock.bench.event_file import event_file
from penstock.bench.suite import QUERIES
from tests.bench.answers import answer
from tests.parity.comparison import AGREES
from tests.parity.nexmark import EVENTS, NOT_COMPARED, RATE, ROWS_MAX, flink_table, verdict
from tests.parity.recorded import NOT_COMPARABLE, recorded


def test_a_row_less_or_a_row_changed_is_a_difference(tmp_path: Path) -> None:
    events = event_file(EVENTS, RATE, tmp_path)
    mine = answer("q2", tmp_path, ROWS_MAX, events)
    rows = [["+I", *row] for row in mine.elements()]
    changed = [["+I", rows[0][1], -1], *rows[1:]]
    said = [
        verdict("q2", {"marks": [{"nexmark_q2": given}]}, events, tmp_path)
        for given in (rows, rows[1:], changed, [])
    ]
    assert said[0] == AGREES
    assert all(text.startswith("differs: here are") for text in said[1:])


@pytest.mark.parametrize(
    "changes",
    [
        [["+I", 1, 5], ["+I", 2, 6], ["+U", 1, 7]],
        [["+I", 1, 5], ["+I", 2, 6], ["-U", 1, 5], ["+U", 1, 7]],
        [["+I", 1, 5], ["-D", 1, 5], ["+I", 2, 6], ["+I", 1, 7]],
    ],
)
def test_an_update_replaces_its_row_with_or_without_the_old_one(changes: list[list[str]]) -> None:
    assert flink_table(changes, (0,)) == Counter([(1, 7), (2, 6)])


def test_every_query_is_compared_or_says_why_not() -> None:
    said = recorded()["nexmark"]
    assert set(said) == set(QUERIES)
    without = {query for query, text in said.items() if text.startswith(NOT_COMPARABLE)}
    assert without == set(NOT_COMPARED)
