"""Text to syntax tree to typed plan; no I/O, no clock.

Ad-hoc queries for DuckDB are turned by `penstock.sql.duckdb`, which a running pipeline does
without: importing it takes as long as planning a script.
"""

from penstock.sql.compile import BUILT_IN, compile_query, compile_script
from penstock.sql.explain import explain
from penstock.sql.language import Functions
from penstock.sql.script import parse_script

__all__ = [
    "BUILT_IN",
    "Functions",
    "compile_query",
    "compile_script",
    "explain",
    "parse_script",
]
