"""LATERAL (SELECT …): a query per row before it, which becomes a join.

`FROM s, LATERAL (SELECT x FROM u WHERE u.k = s.k)` joins s with u on k. Where the query groups its
rows or keeps the first few of them, it does so for each k, and those are joined:
`(SELECT x FROM u WHERE u.k = s.k ORDER BY x LIMIT 2)` is a Top-2 of u for each k.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from penstock.core.errors import UserError
from penstock.core.types import Field, Schema
from penstock.sql.clauses import refuse_others
from penstock.sql.conditions import asked_by
from penstock.sql.errors import NotSupported, UnknownColumn
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.from_clause import renamed_columns
from penstock.sql.lateral_groups import each_group
from penstock.sql.lateral_rows import Tied, tied_rows, untied
from penstock.sql.pairing import Pairing, built
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, Source, project
from penstock.sql.scope import Scope
from penstock.sql.subqueries import is_plain
from penstock.sql.unnest import unique_fields
from penstock.sql.walk import remapped


def plan_lateral_query(planner: Planner, left: Source, node: exp.Join, kind: JoinKind) -> Source:
    """Plan a join of rows with a query that may read their columns."""
    refuse_others(planner, node, ("this", "side", "kind", "on"))
    refuse_others(planner, node.this, ("this", "alias"))
    if kind not in {JoinKind.INNER, JoinKind.LEFT}:
        what = f"{kind.value.upper()} JOIN LATERAL"
        raise planner.unsupported(what, node.this, "LEFT JOIN LATERAL (SELECT …) ON TRUE")
    query = node.this.this
    while isinstance(query, exp.Subquery) and not query.args.get("with_"):
        query = query.this
    tied = _tied(planner, left, query, kind)
    return _joined(planner, left, tied, node, kind)


def _tied(planner: Planner, left: Source, query: exp.Expr, kind: JoinKind) -> Tied:
    try:
        return untied(left, planner.query(query))
    except UnknownColumn as error:
        # It may be a column from before LATERAL; if it is not, what follows says so again.
        if not isinstance(query, exp.Select):
            raise _too_deep(left, error) from error
    try:
        if is_plain(planner, query):
            return tied_rows(planner, left, query, kind)
        return each_group(planner, left, query)
    except UnknownColumn as error:
        raise _too_deep(left, error) from error


def _too_deep(left: Source, error: UnknownColumn) -> UserError:
    """Return the error for a column from before LATERAL, where the join cannot give it."""
    if error.name not in _names(left.scope):
        return error
    message = f"'{error.name}' is from before LATERAL, and stands too deep in its query"
    hint = "compare it in the query's own WHERE: SELECT … FROM u WHERE u.k = s.k"
    return NotSupported(message, where=error.where, hint=hint)


def _names(scope: Scope) -> set[str | None]:
    return {name for each in scope.columns for name in (each.qualifier, each.name)}


def _joined(planner: Planner, left: Source, tied: Tied, node: exp.Join, kind: JoinKind) -> Source:
    """Return the join of rows with what a query gives for each of them."""
    pairing = Pairing.of(left.relation, tied.relation, kind, tied.ties)
    columns = _typed(pairing)
    values = [remapped(value, columns) for value in tied.values]
    scope = _scope(planner, left, node.this, tied, values)
    selected = [*list(columns.values())[: len(left.relation.schema)], *values]
    asked = [remapped(each, dict(enumerate(selected))) for each in _asked(planner, node, scope)]
    pairing = replace(pairing, conditions=(*pairing.conditions, *asked))
    names = [*left.relation.schema.names, *tied.names]
    return Source(_selected(built(pairing), selected, names), scope)


def _typed(pairing: Pairing) -> dict[int, Expression]:
    """Return a join's columns by number; those of a missing partner may be NULL."""
    fields = enumerate(pairing.schema.fields)
    return {n: ColumnReference(n, field.name, field.type) for n, field in fields}


def _selected(relation: Relation, columns: Sequence[Expression], names: Sequence[str]) -> Relation:
    """Return the rows before LATERAL with what the query selects, and no other columns."""
    pairs = zip(names, columns, strict=True)
    fields = unique_fields(tuple(Field(name, each.type) for name, each in pairs))
    return project(relation, columns, [field.name for field in fields])


def _asked(planner: Planner, node: exp.Join, scope: Scope) -> list[Expression]:
    """Return the conditions of ON, without TRUE."""
    if node.args.get("on") is None:
        return []
    return asked_by(planner.binder(scope, "ON").condition(node.args["on"]))


def _scope(
    planner: Planner, left: Source, lateral: exp.Expr, tied: Tied, values: Sequence[Expression]
) -> Scope:
    alias = lateral.args.get("alias")
    fields = (Field(name, each.type) for name, each in zip(tied.names, values, strict=True))
    names = renamed_columns(planner, alias, tied.names)
    qualifier = alias.name if alias and alias.name else None
    added = Scope.of(Schema(tuple(fields)), qualifier).renamed(names)
    return Scope((*left.scope.columns, *added.shifted(len(left.relation.schema)).columns))
