"""VALUES (1, 'a'), (2, 'b'): rows that stand in the statement."""

from __future__ import annotations

from sqlglot import exp

from penstock.core.types import Field, Schema
from penstock.sql.coerce import in_common
from penstock.sql.errors import TypeMismatch
from penstock.sql.expression import Expression
from penstock.sql.plan import Relation, Traits, Values
from penstock.sql.planner import Planner
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.scope import Scope


def plan_values(planner: Planner, node: exp.Values) -> Relation:
    """Plan VALUES; its columns are EXPR$0, EXPR$1 … until somebody renames them."""
    binder = planner.binder(Scope(), "VALUES")
    rows = [[binder.bind(value) for value in _row(part)] for part in node.expressions]
    for part, row in zip(node.expressions, rows, strict=True):
        if len(row) != len(rows[0]):
            message = f"a row of {len(row)} values below one of {len(rows[0])}"
            raise ColumnCountMismatch(message, where=planner.place(part))
    columns = [
        _column(planner, node, list(column), number)
        for number, column in enumerate(zip(*rows, strict=True))
    ]
    fields = tuple(Field(f"EXPR${i}", column[0].type) for i, column in enumerate(columns))
    widened = tuple(
        Field(field.name, field.type.with_nullable(any(v.type.nullable for v in column)))
        for field, column in zip(fields, columns, strict=True)
    )
    return Values(tuple(zip(*columns, strict=True)), Schema(widened), Traits())


def _row(node: exp.Expr) -> list[exp.Expr]:
    return node.expressions if isinstance(node, exp.Tuple) else [node]


def _column(
    planner: Planner, node: exp.Expr, column: list[Expression], number: int
) -> list[Expression]:
    found = in_common(column)
    if found is None:
        message = f"column {number + 1} of VALUES has values without a type in common"
        raise TypeMismatch(message, where=planner.place(node), hint="CAST them to one type")
    return found[0]
