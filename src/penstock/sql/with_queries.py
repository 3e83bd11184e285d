"""WITH name AS (…): queries that the query behind them knows by name."""

from __future__ import annotations

from sqlglot import exp

from penstock.sql.arranging import PARTS, arranged
from penstock.sql.clauses import refuse_others
from penstock.sql.from_clause import renamed_columns
from penstock.sql.plan import Relation
from penstock.sql.planner import Planner, project, references


def knowing_with(planner: Planner, node: exp.Expr) -> Planner:
    """Return a planner that knows the queries of a WITH, each one those before it."""
    with_ = node.args.get("with_")
    if with_ is None:
        return planner
    refuse_others(planner, with_, ("expressions",))
    for part in with_.expressions:
        refuse_others(planner, part, ("this", "alias"))
        relation = planner.query(part.this)
        names = renamed_columns(planner, part.args["alias"], relation.schema.names)
        planner = planner.knowing(part.alias, project(relation, references(relation), names))
    return planner


def plan_parentheses(planner: Planner, node: exp.Subquery) -> Relation:
    """Plan a query in parentheses."""
    planner = knowing_with(planner, node)
    refuse_others(planner, node, ("this", "with_", *PARTS))
    return arranged(planner, node, planner.query(node.this))
