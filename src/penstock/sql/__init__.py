"""Text to syntax tree to typed plan; no I/O, no clock."""

from penstock.sql.compile import BUILT_IN, compile_query, compile_script
from penstock.sql.language import Functions
from penstock.sql.script import parse_script

__all__ = ["BUILT_IN", "Functions", "compile_query", "compile_script", "parse_script"]
