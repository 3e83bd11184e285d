"""EXISTS and IN as values: a column that says of each row how its test with a query ended.

The different values that rows are tested with are joined with the query once; what is found is
joined back to the rows as a mark. So the test may stand inside OR, CASE, NOT or behind SELECT.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from penstock.core.types import BOOLEAN
from penstock.sql.binder import Binder
from penstock.sql.conditions import meeting
from penstock.sql.expression import Case, Expression, Literal
from penstock.sql.group_aggregate import plan_distinct
from penstock.sql.nodes import ResolvedColumn
from penstock.sql.pairing import Pairing, built
from penstock.sql.place import mark, span_of
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import project, references
from penstock.sql.walk import columns_of, renumbered, shifted

_TRUE = Literal(True, BOOLEAN.with_nullable(False))


def tests_in(node: exp.Expr) -> list[exp.Expr]:
    """Return the outermost tests with queries inside an expression."""
    waiting, found = [node], list[exp.Expr]()
    while waiting:
        each = waiting.pop()
        if is_test(each):
            found.append(each)
        elif not isinstance(each, exp.Query):
            waiting += each.iter_expressions(reverse=True)
    return found


def is_test(node: exp.Expr) -> bool:
    """Say whether a piece of syntax is EXISTS (…) or … IN (SELECT …)."""
    return isinstance(node, exp.Exists) or (
        isinstance(node, exp.In) and node.args.get("query") is not None
    )


def existing(
    binder: Binder, rows: Relation, other: Relation, ties: Sequence[Expression], node: exp.Expr
) -> tuple[Relation, Expression]:
    """Return rows with a mark, and whether the other relation has a row that is tied to each."""
    rows, found = _marked(binder, rows, other, ties, node)
    return rows, binder.call("IS TRUE", [found], node)


def contained(
    binder: Binder,
    rows: Relation,
    other: Relation,
    ties: tuple[Expression, Sequence[Expression]],
    node: exp.Expr,
) -> tuple[Relation, Expression]:
    """Return rows with marks, and whether a value is among the others: NULL where nobody knows.

    `ties` are that the values are equal, and what else ties rows to each other.
    """
    equal, others = ties
    first = len(rows.schema)
    rows, found = _marked(binder, rows, other, [equal, *others], node)
    if not equal.type.nullable:
        return rows, binder.call("IS TRUE", [found], node)
    perhaps = binder.call("IS NOT FALSE", [equal], node)
    behind = len(rows.schema) - first
    again = [
        renumbered(tie, lambda index: index + behind if index >= first else index)
        for tie in (perhaps, *others)
    ]
    rows, maybe = _marked(binder, rows, other, again, node)
    branches = ((found, _TRUE), (maybe, Literal(None, BOOLEAN)))
    return rows, Case(branches, Literal(False, BOOLEAN), BOOLEAN)


def _marked(
    binder: Binder, rows: Relation, other: Relation, ties: Sequence[Expression], node: exp.Expr
) -> tuple[Relation, Expression]:
    """Return rows with a column that is TRUE where there is a tied row, and NULL elsewhere."""
    first, columns = len(rows.schema), references(rows)
    outer = sorted({each for tie in ties for each in columns_of(tie) if each < first})
    found = _found(rows, other, ties, outer)
    names = [f"$key{number}" for number in range(len(outer))]
    right = project(found, [*references(found)[: len(outer)], _TRUE], [*names, "$found"])
    keys = [shifted(key, first) for key in references(right)[: len(outer)]]
    conditions = [
        binder.call("IS NOT DISTINCT FROM", [columns[own], key], node)
        for own, key in zip(outer, keys, strict=True)
    ]
    joined = built(Pairing.of(rows, right, JoinKind.LEFT, conditions))
    return joined, references(joined)[-1]


def _found(
    rows: Relation, other: Relation, ties: Sequence[Expression], outer: Sequence[int]
) -> Relation:
    """Return the different values of the outer columns that have a tied row, each once."""
    first = len(rows.schema)
    if not outer:
        kept = meeting(other, [shifted(tie, -first) for tie in ties])
        return plan_distinct(project(kept, [_TRUE], ["$found"]))
    values = distinct_columns(rows, outer)
    moved = [renumbered(tie, numbering(first, outer)) for tie in ties]
    return built(Pairing.of(values, other, JoinKind.SEMI, moved))


def distinct_columns(rows: Relation, columns: Sequence[int]) -> Relation:
    """Return the different values of some columns."""
    chosen = [references(rows)[column] for column in columns]
    return plan_distinct(project(rows, chosen, [f"$key{n}" for n in range(len(columns))]))


def numbering(first: int, outer: Sequence[int]) -> Callable[[int], int]:
    """Return the new numbers of columns when only `outer` of the first ones are left."""
    places = {column: place for place, column in enumerate(outer)}
    return lambda index: places[index] if index < first else index - first + len(outer)


def replaced(node: exp.Expr, query: exp.Expr, value: Expression) -> exp.Expr:
    """Return an expression that has a value in the place of a query."""
    resolved = ResolvedColumn(this=value)
    span = span_of(query)
    if span:
        mark(resolved, span)
    if node is query:
        return resolved
    place = next(place for place, each in enumerate(node.walk()) if each is query)
    copied = node.copy()
    list(copied.walk())[place].replace(resolved)
    return copied
