"""What stands behind FROM: tables and views by name, queries in parentheses, table functions."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.sql.clauses import refuse_others
from penstock.sql.nodes import called
from penstock.sql.plan import Relation
from penstock.sql.planner import Planner, Source
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.scope import Scope
from penstock.sql.table_function_call import plan_table_function


def plan_table(planner: Planner, node: exp.Table) -> Source:
    """Plan `FROM name` or `FROM TABLE(FUNCTION(…))`, with or without the TABLE( )."""
    refuse_others(planner, node, ("this", "alias", "db", "catalog", "joins"))
    function = node.this
    if called(function) == "TABLE" and len(function.expressions) == 1:
        function = function.expressions[0]
    if isinstance(function, exp.Identifier):
        relation = planner.relation(function.name, planner.place(function))
        return aliased(planner, node, relation, function.name)
    if called(function) in planner.language.functions.tables:
        alias = node.args.get("alias")
        return planner.source(exp.Lateral(this=function.copy(), alias=alias and alias.copy()))
    return aliased(planner, node, plan_table_function(planner, function), None)


def plan_derived(planner: Planner, node: exp.Expr) -> Source:
    """Plan `FROM (SELECT …) AS name`, or VALUES in that place."""
    refuse_others(planner, node, ("this", "alias", "expressions", "with_"))
    query = node.this if isinstance(node, exp.Subquery) else node
    return aliased(planner, node, planner.query(query), None)


def aliased(planner: Planner, node: exp.Expr, relation: Relation, name: str | None) -> Source:
    """Return a relation under the alias that the query gives it."""
    alias = node.args.get("alias")
    qualifier = alias.name if alias and alias.name else name
    names = renamed_columns(planner, alias, relation.schema.names)
    scope = Scope.of(relation.schema, qualifier, relation.traits.rowtimes)
    return Source(relation, scope.renamed(names))


def renamed_columns(planner: Planner, alias: exp.Expr | None, names: Sequence[str]) -> list[str]:
    """Return the column names that `AS t (a, b)` gives, or those that the columns have."""
    columns = alias.args.get("columns") if alias else None
    if not alias or not columns:
        return list(names)
    if len(columns) != len(names):
        message = f"{len(columns)} names for {len(names)} columns"
        hint = f"the columns are {', '.join(names)}"
        raise ColumnCountMismatch(message, where=planner.place(alias), hint=hint)
    return [column.name for column in columns]
