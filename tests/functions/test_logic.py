"""Three-valued logic agrees with its truth tables and with DuckDB."""

from __future__ import annotations

from itertools import product

import duckdb
import pytest

from penstock.core.types import BOOLEAN
from penstock.engine.expressions import evaluate
from tests.functions.sql_text import batch_of, typed

TRUTHS = (True, False, None)
PAIRS = list(product(TRUTHS, TRUTHS))
BATCH = batch_of({"p": (BOOLEAN, [p for p, _ in PAIRS]), "q": (BOOLEAN, [q for _, q in PAIRS])})
COLUMNS = {"p": BOOLEAN, "q": BOOLEAN}


def kleene_and(p: bool | None, q: bool | None) -> bool | None:
    if p is False or q is False:
        return False
    return None if p is None or q is None else True


def test_and_follows_kleene() -> None:
    found = evaluate(typed("p AND q", COLUMNS), BATCH, 0).to_pylist()
    assert found == [kleene_and(p, q) for p, q in PAIRS]


@pytest.mark.parametrize(
    "text",
    [
        "p AND q", "p OR q", "NOT p", "p = q", "p <> q", "p IS DISTINCT FROM q",
        "p IS NOT DISTINCT FROM q", "p IS TRUE", "p IS NOT TRUE", "p IS FALSE", "p IS NOT FALSE",
        "p IS NULL", "p IS NOT NULL", "NOT (p OR NOT q) AND p", "p IN (q, TRUE)",
        "COALESCE(p, q)", "NULLIF(p, q)", "CASE WHEN p THEN q ELSE NOT q END",
    ],
)  # fmt: skip
def test_every_truth_table_is_duckdbs(text: str) -> None:
    table = ", ".join(f"({_sql(p)}, {_sql(q)})" for p, q in PAIRS)
    query = f"SELECT {text} FROM (VALUES {table}) AS t(p, q)"
    expected = [value for (value,) in duckdb.sql(query).fetchall()]
    assert evaluate(typed(text, COLUMNS), BATCH, 0).to_pylist() == expected


def _sql(truth: bool | None) -> str:
    return "CAST(NULL AS BOOLEAN)" if truth is None else str(truth)
