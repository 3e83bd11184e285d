"""A value per row of a query that is tied to it by any condition, or that counts.

The query is joined with the different values that the rows around it have, and grouped by those:
each of them then has a group, also one without a row, whose COUNT is 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from penstock.core.types import BOOLEAN
from penstock.sql.expression import Call, ColumnReference, Expression, Literal
from penstock.sql.from_joins import Joined
from penstock.sql.group_aggregate import plan_group_aggregate
from penstock.sql.grouping import Grouping, Key
from penstock.sql.marks import distinct_columns, numbering
from penstock.sql.pairing import Pairing, built, restricted
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, project, references
from penstock.sql.query_rows import Rows, parts_of, reads_outer
from penstock.sql.scope import Scope
from penstock.sql.walk import columns_of, renumbered, shifted

_TRUE = Literal(True, BOOLEAN.with_nullable(False))


@dataclass(frozen=True, slots=True)
class ScalarValue:
    """A relation whose first column is the value, and which of its rows belongs to which row."""

    relation: Relation
    conditions: tuple[Expression, ...] = ()


def value_of_values(planner: Planner, rows: Rows, node: exp.Select, joined: Joined) -> ScalarValue:
    """Return the value of an aggregate for each of the values that the rows around it have."""
    scope = replace(joined.scope, outer=rows.scope)
    binder = planner.binder(scope, "WHERE")
    bound = [binder.condition(part) for part in parts_of(node.args["where"].this)]
    inner = built(restricted(joined.side, [each for each in bound if not reads_outer(each)]))
    inner = project(inner, [*references(inner), _TRUE], [*inner.schema.names, "$there"])
    first = len(rows.relation.schema)
    tied = Rows(inner, scope, tuple(each for each in bound if reads_outer(each)))
    ties = tied.ties_to(first)
    outer = sorted({each for tie in ties for each in columns_of(tie) if each < first})
    values = distinct_columns(rows.relation, outer)
    moved = [renumbered(tie, numbering(first, outer)) for tie in ties]
    relation = built(Pairing.of(values, inner, JoinKind.LEFT, moved))
    groups = _grouped(planner, node, relation, joined.scope.shifted(len(outer)), len(outer))
    keys = references(groups)[1:]
    columns = references(rows.relation)
    conditions = [
        binder.call("IS NOT DISTINCT FROM", [columns[own], shifted(key, first)], node)
        for own, key in zip(outer, keys, strict=True)
    ]
    return ScalarValue(groups, tuple(conditions))


def _grouped(
    planner: Planner, node: exp.Select, relation: Relation, scope: Scope, count: int
) -> Relation:
    """Return the value and what it belongs to: the first columns, as many as `count`."""
    *columns, there = references(relation)
    padded = Scope(
        tuple(replace(each, column=columns[each.column.index]) for each in scope.columns)
    )
    keys = tuple(Key(each.name, each) for each in columns[:count])
    grouping = Grouping(planner.binder(padded, "SELECT"), None, keys)
    item = node.expressions[0]
    item = item.this if isinstance(item, exp.Alias) else item
    value = grouping.rows.intercepted(grouping.intercept).bind(item)
    grouping.aggregates = [
        replace(call, condition=_both(call.condition, there)) for call in grouping.aggregates
    ]
    groups = plan_group_aggregate(grouping, relation)
    names = ["$value", *(key.name for key in keys)]
    return project(groups, [value, *references(groups)[:count]], names)


def _both(condition: Expression | None, there: ColumnReference) -> Expression:
    return there if condition is None else Call("AND", (condition, there), BOOLEAN)
