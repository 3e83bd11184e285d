"""SELECT … FROM … WHERE …; what groups its rows is handed on to the files for that."""

from __future__ import annotations

from sqlglot import exp

from penstock.core.types import Field, Schema
from penstock.sql.aggregate_query import is_aggregated, plan_aggregated
from penstock.sql.arranging import PARTS, Below, arranged
from penstock.sql.clauses import refuse_others
from penstock.sql.group_aggregate import plan_distinct
from penstock.sql.over import has_over, plan_over
from penstock.sql.plan import Relation, Traits, Values
from penstock.sql.planner import Planner, Source, project
from penstock.sql.scalar_queries import with_scalars
from penstock.sql.scope import Scope
from penstock.sql.select_items import Item, items_of, output_names
from penstock.sql.subqueries import rows_of, with_marks
from penstock.sql.with_queries import knowing_with

_SUPPORTED = (
    "expressions", "distinct", "from_", "joins", "where", "group", "having", "with_", "windows",
    *PARTS,
)  # fmt: skip


def plan_select(planner: Planner, node: exp.Select) -> Relation:
    """Plan a SELECT."""
    planner = knowing_with(planner, node)
    refuse_others(planner, node, _SUPPORTED)
    if node.args.get("from_") is None:
        return _plan_without_from(planner, node)
    relation, below = plan_rows(planner, node)
    distinct = node.args.get("distinct")
    if distinct is None:
        return arranged(planner, node, relation, below)
    refuse_others(planner, distinct, ())
    return arranged(planner, node, plan_distinct(relation))


def plan_rows(planner: Planner, node: exp.Select) -> tuple[Relation, Below | None]:
    """Return a query's rows, and what ORDER BY may name besides their columns."""
    rows = rows_of(planner, node)
    items = items_of(planner, node, rows.scope)
    if is_aggregated(planner, node, items):
        source = Source(rows.relation, rows.scope)
        return plan_aggregated(planner, node, source, items), None
    rows, values = with_marks(planner, rows, [item.node for item in items])
    rows, values = with_scalars(planner, rows, values)
    items = [Item(item.name, value) for item, value in zip(items, values, strict=True)]
    source = Source(rows.relation, rows.scope)
    if has_over(items):
        return plan_over(planner, node, source, items), None
    binder = planner.binder(source.scope, "SELECT")
    columns = [binder.bind(item.node) for item in items]
    return project(source.relation, columns, output_names(items)), (source, columns)


def _plan_without_from(planner: Planner, node: exp.Select) -> Relation:
    """Plan `SELECT 1, 'a'` as one row of VALUES."""
    refuse_others(planner, node, ("expressions", "with_", "distinct"))
    items = items_of(planner, node, Scope())
    binder = planner.binder(Scope(), "SELECT without FROM")
    row = tuple(binder.bind(item.node) for item in items)
    names = output_names(items)
    fields = tuple(Field(name, value.type) for name, value in zip(names, row, strict=True))
    return Values((row,), Schema(fields), Traits())
