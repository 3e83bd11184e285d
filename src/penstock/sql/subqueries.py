"""WHERE with queries inside: EXISTS and IN become semi joins, NOT EXISTS and NOT IN anti joins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from penstock.sql.aggregate_query import is_aggregated
from penstock.sql.binder import Binder
from penstock.sql.conditions import conjuncts
from penstock.sql.expression import Expression
from penstock.sql.from_joins import plan_from
from penstock.sql.join_hints import state_hints
from penstock.sql.marks import contained, existing, replaced, tests_in
from penstock.sql.over import has_over
from penstock.sql.pairing import Pairing, Side, built, restricted
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, references
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.query_rows import Rows, parts_of, queries_in, reads_outer
from penstock.sql.scalar_queries import kept_by_scalars
from penstock.sql.scope import Scope
from penstock.sql.select_items import items_of
from penstock.sql.top_n import kept
from penstock.sql.walk import shifted

_PLAIN = ("expressions", "from_", "where", "joins")
"""The clauses of a query whose rows are those of its FROM and WHERE."""


def rows_of(planner: Planner, node: exp.Select, outer: Scope | None = None) -> Rows:
    """Return what FROM and WHERE give; conditions go into the joins where they may."""
    joined = plan_from(planner, node, state_hints(planner, node))
    scope = replace(joined.scope, outer=outer)
    where = node.args.get("where")
    if where is None:
        return Rows(built(joined.side), scope)
    binder = planner.binder(scope, "WHERE")
    if outer is None and not queries_in(where.this):
        condition = binder.condition(where.this)
        return Rows(_meeting(joined.side, condition), scope)
    return _tested(planner, joined.side, scope, list(parts_of(where.this)))


def _meeting(side: Side, condition: Expression) -> Relation:
    if isinstance(side, Pairing):
        return built(restricted(side, conjuncts(condition)))
    return kept(side, condition)


def _tested(planner: Planner, side: Side, scope: Scope, parts: Sequence[exp.Expr]) -> Rows:
    """Apply the plain conditions first, then those that ask other queries."""
    binder = planner.binder(scope, "WHERE")
    plain = [
        each for part in parts if not queries_in(part) for each in conjuncts(binder.condition(part))
    ]
    ties = tuple(each for each in plain if reads_outer(each))
    own = [each for each in plain if not reads_outer(each)]
    rows = Rows(built(restricted(side, own)), scope, ties)
    for part in parts:
        if queries_in(part):
            rows = _asked(planner, rows, part)
    return rows


def _asked(planner: Planner, rows: Rows, part: exp.Expr) -> Rows:
    """Keep the rows that pass a test with a query."""
    negated, node = False, part
    while isinstance(node, (exp.Not, exp.Paren)):
        negated ^= isinstance(node, exp.Not)
        node = node.this
    if isinstance(node, exp.Exists):
        other, conditions = _existing(planner, rows, node)
    elif isinstance(node, exp.In) and node.args.get("query") is not None:
        other, conditions = _contained(planner, rows, node, negated=negated)
    else:
        rows, (part,) = with_marks(planner, rows, [part])
        return kept_by_scalars(planner, rows, part)
    kind = JoinKind.ANTI if negated else JoinKind.SEMI
    return replace(rows, relation=built(Pairing.of(rows.relation, other, kind, conditions)))


def with_marks(
    planner: Planner, rows: Rows, nodes: Sequence[exp.Expr]
) -> tuple[Rows, list[exp.Expr]]:
    """Return rows with marks for the tests with queries inside expressions, which read those."""
    changed = []
    for node in nodes:
        each = node
        while tests := tests_in(each):
            relation, value = _mark(planner, rows, tests[0])
            rows = replace(rows, relation=relation)
            each = replaced(each, tests[0], value)
        changed.append(each)
    return rows, changed


def _mark(planner: Planner, rows: Rows, test: exp.Expr) -> tuple[Relation, Expression]:
    binder = planner.binder(rows.scope, "WHERE")
    if isinstance(test, exp.In):
        other, equal, ties = _compared(planner, rows, test)
        whole = _all_equal(binder, equal, test)
        return contained(binder, rows.relation, other, (whole, ties), test)
    other, ties = _existing(planner, rows, test)
    return existing(binder, rows.relation, other, ties, test)


def _existing(planner: Planner, rows: Rows, node: exp.Expr) -> tuple[Relation, list[Expression]]:
    inner = _inner(planner, rows, node.this)
    return inner.rows.relation, inner.rows.ties_to(len(rows.relation.schema))


def _contained(
    planner: Planner, rows: Rows, node: exp.In, *, negated: bool
) -> tuple[Relation, list[Expression]]:
    """Return the rows that a value is sought in, and what makes it be found.

    As SQL has it, NOT IN lets no row pass whose value may be among the others for all one knows.
    """
    binder = planner.binder(rows.scope, "WHERE")
    other, equal, ties = _compared(planner, rows, node)
    if negated and any(each.type.nullable for each in equal):
        equal = [binder.call("IS NOT FALSE", [_all_equal(binder, equal, node)], node)]
    return other, [*equal, *ties]


def _compared(
    planner: Planner, rows: Rows, node: exp.In
) -> tuple[Relation, list[Expression], list[Expression]]:
    """Return the rows that a value is sought in, what makes it be found, and what else ties."""
    binder = planner.binder(rows.scope, "WHERE")
    inner = _inner(planner, rows, node.args["query"].this)
    first = len(rows.relation.schema)
    wanted = node.this.expressions if isinstance(node.this, exp.Tuple) else [node.this]
    if len(wanted) != len(inner.values):
        message = f"IN compares {len(wanted)} columns with {len(inner.values)}"
        raise ColumnCountMismatch(message, where=planner.place(node), hint="name as many columns")
    equal = [
        binder.call("=", [binder.bind(one), shifted(other, first)], node)
        for one, other in zip(wanted, inner.values, strict=True)
    ]
    return inner.rows.relation, equal, inner.rows.ties_to(first)


def _all_equal(binder: Binder, conditions: Sequence[Expression], node: exp.Expr) -> Expression:
    whole = conditions[0]
    for each in conditions[1:]:
        whole = binder.call("AND", [whole, each], node)
    return whole


@dataclass(frozen=True, slots=True)
class _Inner:
    """The rows of a query inside, and the values that it selects of them."""

    rows: Rows
    values: Sequence[Expression]


def _inner(planner: Planner, rows: Rows, query: exp.Expr) -> _Inner:
    while isinstance(query, exp.Subquery):
        query = query.this
    if isinstance(query, exp.Select) and is_plain(planner, query):
        inner = rows_of(planner, query, rows.scope)
        binder = planner.binder(replace(inner.scope, outer=None), "SELECT")
        items = items_of(planner, query, inner.scope)
        return _Inner(inner, [binder.bind(item.node) for item in items])
    relation = planner.query(query)
    return _Inner(Rows(relation, Scope.of(relation.schema)), references(relation))


def is_plain(planner: Planner, node: exp.Select) -> bool:
    """Say whether a query's rows are those of its FROM and WHERE, and what it computes of each."""
    others = [part for part, value in node.args.items() if value and part not in _PLAIN]
    if others or node.args.get("from_") is None or queries_in_items(node):
        return False
    items = [] if node.is_star else items_of(planner, node, Scope())
    return not is_aggregated(planner, node, items) and not has_over(items)


def queries_in_items(node: exp.Select) -> bool:
    """Say whether a query selects values of other queries."""
    return any(queries_in(item) for item in node.expressions)
