"""The guide to anomalies shows only what compiles."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from penstock.sql import compile_query, compile_script

GUIDE = (Path(__file__).parents[1] / "docs/guide/anomalies.md").read_text()
TABLES, *QUERIES = re.findall(r"```sql\n(.*?)```", GUIDE, re.S)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("\n")[0][:60])
def test_each_query_compiles(query: str) -> None:
    *more_tables, query = query.strip().rstrip(";").split(";\n")
    plan = compile_script(";\n".join([TABLES, *more_tables]), "anomalies.md")
    assert len(compile_query(query, plan).schema)
