"""Queries as values: one row's only column, joined to every row that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from penstock.sql.conditions import conjuncts
from penstock.sql.correlation import tied_value
from penstock.sql.errors import UnknownColumn
from penstock.sql.expression import ColumnReference
from penstock.sql.marks import replaced
from penstock.sql.pairing import Pairing, built
from penstock.sql.per_value import ScalarValue
from penstock.sql.plan import Relation, Values
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, filtered, references
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.query_rows import Rows, queries_in

_COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)


def with_scalars(
    planner: Planner, rows: Rows, nodes: Sequence[exp.Expr]
) -> tuple[Rows, list[exp.Expr]]:
    """Return rows with a column more per query inside the expressions, which then read those."""
    changed = []
    for node in nodes:
        each = node
        while found := queries_in(each):
            value = _value(planner, rows, found[0])
            pairing = Pairing.of(rows.relation, value.relation, JoinKind.LEFT, value.conditions)
            place = len(rows.relation.schema)
            rows = replace(rows, relation=built(pairing))
            each = replaced(each, found[0], references(rows.relation)[place])
        changed.append(each)
    return rows, changed


def kept_by_scalars(planner: Planner, rows: Rows, condition: exp.Expr) -> Rows:
    """Return the rows that meet a condition with queries inside."""
    found = queries_in(condition)
    if type(condition) in _COMPARISONS and len(found) == 1 and found[0].parent is condition:
        value = _value(planner, rows, found[0])
        if not value.conditions:
            return _compared(planner, rows, condition, value)
    extended, (changed,) = with_scalars(planner, rows, [condition])
    bound = planner.binder(extended.scope, "WHERE").condition(changed)
    return replace(extended, relation=filtered(extended.relation, bound))


def _compared(planner: Planner, rows: Rows, condition: exp.Expr, value: ScalarValue) -> Rows:
    """Join on a comparison with the value; without a value no comparison is true."""
    pairing = Pairing.of(rows.relation, value.relation, JoinKind.INNER, ())
    field = pairing.schema.fields[len(rows.relation.schema)]
    column = ColumnReference(len(rows.relation.schema), field.name, field.type)
    changed = replaced(condition, queries_in(condition)[0], column)
    bound = planner.binder(rows.scope, "WHERE").condition(changed)
    return replace(rows, relation=built(replace(pairing, conditions=tuple(conjuncts(bound)))))


def _value(planner: Planner, rows: Rows, query: exp.Expr) -> ScalarValue:
    inner = query
    while isinstance(inner, exp.Subquery):
        inner = inner.this
    try:
        relation = planner.query(inner)
    except UnknownColumn:
        found = tied_value(planner, rows, inner)
        if found is None:
            raise
        return found
    check_single(planner, relation, query)
    return ScalarValue(relation)


def check_single(planner: Planner, relation: Relation, query: exp.Expr) -> None:
    """Raise an error unless a query gives one column, and one row at most."""
    if len(relation.schema) != 1:
        message = f"a query as a value gives one column, this one gives {len(relation.schema)}"
        raise ColumnCountMismatch(message, where=planner.place(query))
    one_row = isinstance(relation, Values) and len(relation.rows) == 1
    if not one_row and relation.traits.upsert_key != ():
        hint = "aggregate it: SELECT MAX(x) FROM …"
        raise planner.unsupported("a query as a value that may give several rows", query, hint)
