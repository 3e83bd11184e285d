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
from penstock.sql.per_value import ScalarValue, value_of_values
from penstock.sql.planner import Planner, references
from penstock.sql.query_rows import Rows, parts_of, reads_outer
from penstock.sql.scope import OUTER
from penstock.sql.walk import columns_of, shifted


@dataclass(frozen=True, slots=True)
class Tie:
    """`inner = outer`: an expression of the query inside, and one of the row around it."""

    inner: exp.Expr
    outer: Expression


def tied_value(planner: Planner, rows: Rows, node: exp.Expr) -> ScalarValue | None:
    """Return the groups of an aggregate whose WHERE names columns around it, None for others."""
    if not isinstance(node, exp.Select) or not _is_aggregate(planner, node):
        return None
    joined = plan_from(planner, node, StateHints())
    scope = replace(joined.scope, outer=rows.scope)
    binder = planner.binder(scope, "WHERE")
    ties, rest = [], []
    for part in parts_of(node.args["where"].this):
        if reads_outer(binder.condition(part)):
            ties.append(tie_of(binder, part))
        else:
            rest.append(part.copy())
    equal = [tie for tie in ties if tie is not None]
    if len(equal) < len(ties) or _counts(planner, node.expressions[0]):
        return value_of_values(planner, rows, node, joined)
    relation = planner.query(_grouped(node, equal, rest))
    first = len(rows.relation.schema)
    keys = references(relation)[1:]
    conditions = [
        binder.call("=", [tie.outer, shifted(key, first)], tie.inner)
        for tie, key in zip(equal, keys, strict=True)
    ]
    return ScalarValue(relation, tuple(conditions))


def _counts(planner: Planner, item: exp.Expr) -> bool:
    """Say whether a value is not NULL where a row has no group, as that of COUNT is not."""
    calls = aggregates_in(item, planner.language.functions)
    inner = [call.this if isinstance(call, exp.Filter) else call for call in calls]
    return any(called(call) not in _NULL_OF_NONE for call in inner) or not is_call(inner, item)


def is_call(calls: list[exp.Expr], item: exp.Expr) -> bool:
    """Say whether an item is an aggregate's call and nothing around it."""
    while isinstance(item, (exp.Alias, exp.Paren, exp.Filter)):
        item = item.this
    return any(item is call for call in calls)


_NULL_OF_NONE = ("SUM", "MIN", "MAX", "AVG")


def _is_aggregate(planner: Planner, node: exp.Select) -> bool:
    others = [p for p, v in node.args.items() if v and p not in _CLAUSES]
    one = len(node.expressions) == 1 and node.args.get("where") is not None
    functions = planner.language.functions
    return one and not others and any(True for _ in aggregates_in(node.expressions[0], functions))


_CLAUSES = ("expressions", "from_", "where", "joins")


def tie_of(binder: Binder, part: exp.Expr) -> Tie | None:
    """Return an equality between the rows inside and those around them, None for others."""
    if isinstance(part, exp.EQ):
        for one, other in ((part.this, part.expression), (part.expression, part.this)):
            inner, outer = binder.bind(one), binder.bind(other)
            outside = all(column >= OUTER for column in columns_of(outer))
            if not reads_outer(inner) and outside and columns_of(inner):
                return Tie(one, shifted(outer, -OUTER))
    return None


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
