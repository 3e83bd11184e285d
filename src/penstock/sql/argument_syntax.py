"""The syntax of a call's argument: named, DISTINCT, or a whole table."""

from __future__ import annotations

from sqlglot import exp

from penstock.sql.nodes import TableArgument
from penstock.sql.reader import Reader, listed, wrapped


def read_argument(reader: Reader) -> exp.Expr | None:
    """Read an argument of a function, if there is one."""
    if reader.peek("TABLE") and not reader.peek("TABLE", "("):
        return _table_argument(reader)
    if reader.names_argument():
        name = reader.name("an argument's name")
        reader.expect("=>")
        value = read_argument(reader) or reader.fail("expected a value")
        return exp.Kwarg(this=name, expression=value)
    if reader.accept("DISTINCT"):
        return exp.Distinct(expressions=list(listed(reader, reader.scalar)))
    reader.accept("ALL")
    return reader.optional_scalar()


def _table_argument(reader: Reader) -> exp.Expr:
    reader.expect("TABLE")
    node = TableArgument(this=reader.table_name())
    if reader.accept("PARTITION", "BY"):
        several = reader.peek("(")
        keys = wrapped(reader, reader.scalar) if several else (reader.scalar(),)
        node.set("partition", list(keys))
    if reader.peek("ORDER", "BY"):
        reader.refuse("ORDER BY of a table argument")
    return node
