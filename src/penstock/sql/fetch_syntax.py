"""FETCH FIRST 5 ROWS ONLY, the other way to write LIMIT 5."""

from __future__ import annotations

from sqlglot import exp

from penstock.sql.reader import Reader


def read_fetch(reader: Reader) -> exp.Expr:
    """Read FETCH FIRST 5 ROWS ONLY as the LIMIT 5 that it is."""
    reader.expect("FETCH")
    if not reader.accept("FIRST"):
        reader.expect("NEXT")
    rows = 1 if reader.peek("ROW") or reader.peek("ROWS") else reader.number("how many rows")
    if not reader.accept("ROW"):
        reader.expect("ROWS")
    reader.expect("ONLY")
    return exp.Limit(expression=exp.Literal.number(rows))
