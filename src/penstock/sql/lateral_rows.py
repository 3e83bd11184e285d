"""The rows of a query behind LATERAL, before they are joined with those that it reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from penstock.core.types import BOOLEAN
from penstock.sql.binder import Binder
from penstock.sql.coerce import converted
from penstock.sql.expression import Case, ColumnReference, Expression, Literal
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, Source, project, references
from penstock.sql.query_rows import reads_outer
from penstock.sql.scope import OUTER
from penstock.sql.select_items import items_of, output_names
from penstock.sql.subqueries import rows_of
from penstock.sql.walk import renumbered, shifted


@dataclass(frozen=True, slots=True)
class Tied:
    """A query's rows, what ties them to the rows before it, and what it selects of both.

    In `ties` and `values` its columns are numbered behind those of the rows before it.
    """

    relation: Relation
    ties: tuple[Expression, ...]
    values: tuple[Expression, ...]
    names: tuple[str, ...]


def untied(left: Source, relation: Relation) -> Tied:
    """Return a query that reads nothing of the rows before it."""
    columns = (shifted(each, len(left.relation.schema)) for each in references(relation))
    return Tied(relation, (), tuple(columns), relation.schema.names)


def tied_rows(planner: Planner, left: Source, query: exp.Select, kind: JoinKind) -> Tied:
    """Return the rows of a query that neither groups nor counts them; WHERE ties them."""
    rows = rows_of(planner, query, left.scope)
    items = items_of(planner, query, rows.scope)
    binder = planner.binder(rows.scope, "SELECT")
    values = [binder.bind(item.node) for item in items]
    # What the query selects is computed below the join: a row without a partner has NULL there.
    own = [value for value in values if not reads_outer(value)]
    there = Literal(True, BOOLEAN.with_nullable(False))
    columns: list[Expression] = [*own, there, *references(rows.relation)]
    below = project(rows.relation, columns, [f"${n}" for n in range(len(columns))])
    first = len(left.relation.schema)
    ties = _placed([*rows.ties], first, len(own) + 1)
    found = iter(references(below))
    selected = [
        _of_both(binder, value, (first, len(own)), item.node, kind)
        if reads_outer(value)
        else shifted(next(found), first)
        for value, item in zip(values, items, strict=True)
    ]
    return Tied(below, tuple(ties), tuple(selected), tuple(output_names(items)))


def _of_both(
    binder: Binder, value: Expression, places: tuple[int, int], node: exp.Expr, kind: JoinKind
) -> Expression:
    """Return a value that reads rows before LATERAL, which is NULL where the query has no row."""
    first, own = places
    (placed,) = _placed([value], first, own + 1)
    if kind is not JoinKind.LEFT:
        return placed
    there = ColumnReference(first + own, "$there", BOOLEAN)
    known = binder.call("IS NOT NULL", [there], node)
    nullable = value.type.with_nullable(True)
    return Case(((known, converted(placed, nullable)),), Literal(None, nullable), nullable)


def _placed(values: list[Expression], first: int, before: int) -> list[Expression]:
    """Return expressions over a query's rows and those before it with the numbers of a join's."""
    return [
        renumbered(value, lambda n: n - OUTER if n >= OUTER else n + first + before)
        for value in values
    ]
