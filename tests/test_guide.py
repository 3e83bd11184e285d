"""The guide to streaming SQL shows only what compiles, and Python that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from penstock.pipeline.python_functions import folder_loader
from penstock.sql import compile_query, compile_script

GUIDE = (Path(__file__).parents[1] / "docs/guide/streaming-sql.md").read_text()
SQL = r"```sql\n(.*?)```"
FUNCTIONS = GUIDE.partition("## Functions in Python")[2].partition("\n## ")[0]
TABLES, *BLOCKS = re.findall(SQL, GUIDE.replace(FUNCTIONS, ""), re.S)
QUERIES = [query.strip() for block in BLOCKS for query in block.split(";") if query.strip()]
PLAN = compile_script(TABLES, "streaming-sql.md")


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.split("\n")[0][:60])
def test_each_query_compiles(query: str) -> None:
    assert len(compile_query(query, PLAN).schema)


def test_its_python_functions_can_be_called_from_sql(tmp_path: Path) -> None:
    (source,) = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    (tmp_path / "functions.py").write_text(source)
    (block,) = re.findall(SQL, FUNCTIONS, re.S)
    statements = [each.strip() for each in block.split(";") if each.strip()]
    creates = [each for each in statements if each.startswith("CREATE")]
    queries = [each for each in statements if each.startswith("SELECT")]
    declared = ";".join([TABLES.strip().removesuffix(";"), *creates])
    for number, query in enumerate(queries):
        view = f"{declared}; CREATE VIEW v{number} AS {query}"
        assert compile_script(view, load=folder_loader(tmp_path)).views
    assert queries
