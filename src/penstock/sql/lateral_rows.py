"""The rows of a query behind LATERAL, before they are joined with those that it reads."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from penstock.sql.expression import Expression
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

    In `ties` and `values` its columns are numbered behind those of the rows before it. A query that
    is `always` one row, as an aggregate of whatever there is, leaves no row without a partner.
    """

    relation: Relation
    ties: tuple[Expression, ...]
    values: tuple[Expression, ...]
    names: tuple[str, ...]
    always: bool = False


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
    own = [value for value in values if not reads_outer(value)]
    if len(own) < len(values) and kind is JoinKind.LEFT:
        node = next(i.node for i, v in zip(items, values, strict=True) if reads_outer(v))
        hint = "select it behind the join"
        raise planner.unsupported("a column from before a LEFT JOIN LATERAL", node, hint)
    # What the query selects is computed below the join: a row without a partner has NULL there.
    columns: list[Expression] = [*own, *references(rows.relation)]
    below = project(rows.relation, columns, [f"${n}" for n in range(len(columns))])
    first = len(left.relation.schema)
    ties = _placed([*rows.ties], first, len(own))
    found = iter(references(below))
    selected = [
        _placed([value], first, len(own))[0] if reads_outer(value) else shifted(next(found), first)
        for value in values
    ]
    return Tied(below, tuple(ties), tuple(selected), tuple(output_names(items)))


def _placed(values: list[Expression], first: int, before: int) -> list[Expression]:
    """Return expressions over a query's rows and those before it with the numbers of a join's."""
    return [
        renumbered(value, lambda n: n - OUTER if n >= OUTER else n + first + before)
        for value in values
    ]
