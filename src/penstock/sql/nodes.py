"""The pieces of syntax that Flink's dialect adds to sqlglot's tree."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp


class CastNode(exp.Expression):
    """CAST or TRY_CAST; `to` is a SqlType, `forgiving` says which."""

    arg_types: ClassVar[dict[str, Any]] = {"this": True, "to": True, "forgiving": False}


class IntervalNode(exp.Expression):
    """INTERVAL '1:30' HOUR TO MINUTE; `this` is the text, `units` as 'HOUR MINUTE'."""

    arg_types: ClassVar[dict[str, Any]] = {"this": True, "units": True, "sign": True}


class TypedLiteral(exp.Expression):
    """DATE '…', TIME '…' or TIMESTAMP '…'; `kind` is the word."""

    arg_types: ClassVar[dict[str, Any]] = {"this": True, "kind": True}


class TableArgument(exp.Expression):
    """TABLE t PARTITION BY (a, b) as an argument; `this` is a table or a query."""

    arg_types: ClassVar[dict[str, Any]] = {"this": True, "partition": False, "order": False}


class ResolvedColumn(exp.Expression):
    """A column that * stands for; `this` is its ColumnReference."""

    arg_types: ClassVar[dict[str, Any]] = {"this": True}


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """Return a function call by its SQL name; the dialect has no other kind."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def called(node: exp.Expr) -> str | None:
    """Return the name of a function that is called, in capitals, or None for other syntax."""
    if not isinstance(node, exp.Anonymous):
        return None
    return str(node.this.name if isinstance(node.this, exp.Expr) else node.this).upper()
