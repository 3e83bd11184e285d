"""The guide to streaming SQL shows only what compiles, and Python that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from penstock.pipeline.python_functions import folder_loader
from penstock.sql import compile_query, compile_script

GUIDE = (Path(__file__).parents[1] / "docs/guide/streaming-sql.md").read_text()
TABLES, *BLOCKS = re.findall(r"```sql\n(.*?)```", GUIDE, re.S)
QUERIES = [query.strip() for block in BLOCKS for query in block.split(";") if query.strip()]
PLAN = compile_script(TABLES, "streaming-sql.md")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("\n")[0][:60])
def test_each_query_compiles(query: str) -> None:
    assert len(compile_query(query, PLAN).schema)


def test_its_python_functions_can_be_called_from_sql(tmp_path: Path) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    (tmp_path / "functions.py").write_text(source)
    create = re.findall(r"CREATE FUNCTION .*?;", GUIDE)[0]
    script = f"""{TABLES}{create}
        CREATE FUNCTION to_celsius AS 'functions.to_celsius' LANGUAGE PYTHON;
        CREATE TABLE o (n BIGINT, c DOUBLE);
        INSERT INTO o SELECT count_char(channel, 'a'), to_celsius(price) FROM bids"""
    assert compile_script(script, load=folder_loader(tmp_path)).inserts
