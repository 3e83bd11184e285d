"""A value per row: a query that compares its rows with the row around it becomes groups to join.

`(SELECT MAX(x) FROM b WHERE b.k = a.k)` is the greatest x of each k, joined on k.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from penstock.sql.aggregate_calls import aggregates_in
from penstock.sql.binder import Binder
from penstock.sql.expression import Expression
from penstock.sql.from_joins import plan_from
from penstock.sql.join_hints import StateHints
from penstock.sql.nodes import called
from penstock.sql.plan import Relation
from penstock.sql.planner import Planner, references
from penstock.sql.query_rows import Rows, parts_of, reads_outer
from penstock.sql.scope import OUTER
from penstock.sql.walk import columns_of, shifted


@dataclass(frozen=True, slots=True)
class ScalarValue:
    """A relation whose first column is the value, and which of its rows belongs to which row."""

    relation: Relation
    conditions: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """`inner = outer`: an expression of the query inside, and one of the row around it."""

    inner: exp.Expr
    outer: Expression


def tied_value(planner: Planner, rows: Rows, node: exp.Expr) -> ScalarValue | None:
    """Return the groups of an aggregate whose WHERE names columns around it, None for others."""
    if not isinstance(node, exp.Select) or not _is_aggregate(planner, node):
        return None
    scope = replace(plan_from(planner, node, StateHints()).scope, outer=rows.scope)
    binder = planner.binder(scope, "WHERE")
    ties, rest = [], []
    for part in parts_of(node.args["where"].this):
        if reads_outer(binder.condition(part)):
            ties.append(tie_of(planner, binder, part))
        else:
            rest.append(part.copy())
    _refuse_count(planner, node.expressions[0])
    relation = planner.query(_grouped(node, ties, rest))
    first = len(rows.relation.schema)
    keys = references(relation)[1:]
    conditions = [
        binder.call("=", [tie.outer, shifted(key, first)], tie.inner)
        for tie, key in zip(ties, keys, strict=True)
    ]
    return ScalarValue(relation, tuple(conditions))


def _refuse_count(planner: Planner, item: exp.Expr) -> None:
    """Refuse COUNT, which is 0 and not NULL where a row has no group."""
    for call in aggregates_in(item, planner.language.functions):
        inner = call.this if isinstance(call, exp.Filter) else call
        if called(inner) == "COUNT":
            hint = "SUM(1) is NULL where there are no rows; or LEFT JOIN the groups yourself"
            raise planner.unsupported("COUNT per row of the query around it", call, hint)


def _is_aggregate(planner: Planner, node: exp.Select) -> bool:
    others = [p for p, v in node.args.items() if v and p not in _CLAUSES]
    one = len(node.expressions) == 1 and node.args.get("where") is not None
    functions = planner.language.functions
    return one and not others and any(True for _ in aggregates_in(node.expressions[0], functions))


_CLAUSES = ("expressions", "from_", "where", "joins")


def tie_of(planner: Planner, binder: Binder, part: exp.Expr) -> Tie:
    """Return the equality that a condition is, between the rows inside and those around them."""
    if isinstance(part, exp.EQ):
        for one, other in ((part.this, part.expression), (part.expression, part.this)):
            inner, outer = binder.bind(one), binder.bind(other)
            outside = all(column >= OUTER for column in columns_of(outer))
            if not reads_outer(inner) and outside and columns_of(inner):
                return Tie(one, shifted(outer, -OUTER))
    hint = "tie the rows by equality: WHERE inner.k = outer.k"
    raise planner.unsupported("this condition on the row around the query", part, hint)


def _grouped(node: exp.Select, ties: list[Tie], rest: list[exp.Expr]) -> exp.Select:
    """Return the query as groups by what ties its rows to others."""
    grouped = node.copy()
    keys = [tie.inner for tie in ties]
    named = [
        exp.Alias(this=key.copy(), alias=exp.Identifier(this=f"$tie{number}"))
        for number, key in enumerate(keys)
    ]
    grouped.set("expressions", [*grouped.expressions, *named])
    grouped.set("group", exp.Group(expressions=[key.copy() for key in keys]))
    grouped.set("where", exp.Where(this=exp.and_(*rest)) if rest else None)
    return grouped
