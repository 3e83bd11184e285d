"""The guide to anomalies shows only what compiles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from penstock.sql import compile_query, compile_script

GUIDE = (Path(__file__).parents[1] / "docs/guide/anomalies.md").read_text()
TABLES, *QUERIES = re.findall(r"```sql\n(.*?)```", GUIDE, re.S)
PLAN = compile_script(TABLES, "anomalies.md")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("\n")[0][:60])
def test_each_query_compiles(query: str) -> None:
    assert len(compile_query(query.strip().rstrip(";"), PLAN).schema)
