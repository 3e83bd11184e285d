"""ORDER BY, LIMIT and OFFSET: rows by time as it passes, or the first few of all rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlglot import exp

from penstock.sql.changelog import is_updating
from penstock.sql.errors import UnknownColumn
from penstock.sql.expression import ColumnReference, Expression, Literal
from penstock.sql.plan import Relation
from penstock.sql.plan_rank import SortKey, TimeSort
from penstock.sql.planner import Planner, Source, project, references
from penstock.sql.query_errors import SortRefused
from penstock.sql.rank_nodes import Places, limited
from penstock.sql.scope import Scope
from penstock.sql.sorting import sort_key
from penstock.sql.walk import remapped

Below: TypeAlias = tuple[Source, Sequence[Expression]]
"""FROM, and what SELECT computes of it."""
PARTS = ("order", "limit", "offset")
"""The clauses that arrange the rows of a query."""


def arranged(
    planner: Planner,
    node: exp.Expr,
    relation: Relation,
    below: Below | None = None,
    partition: tuple[int, ...] = (),
) -> Relation:
    """Return a query's rows in the order and number that it asks for, for each value of columns.

    `below` is FROM with what SELECT computes of it: so ORDER BY may also name what SELECT drops.
    """
    order, places = node.args.get("order"), _places(planner, node)
    if order is None and places is None:
        return relation
    columns = _Columns(planner, relation, below)
    terms: Sequence[exp.Ordered] = order.expressions if order is not None else ()
    numbers = [columns.place(term) for term in terms]
    whole = columns.relation()
    binder = planner.binder(Scope.of(whole.schema), "ORDER BY")
    keys = tuple(
        sort_key(binder, term, number, whole) for term, number in zip(terms, numbers, strict=True)
    )
    found = (
        limited(whole, partition, keys, places) if places else _sorted(planner, terms, keys, whole)
    )
    names = relation.schema.names
    return project(found, references(found)[: len(names)], names)


def _places(planner: Planner, node: exp.Expr) -> Places | None:
    limit, offset = node.args.get("limit"), node.args.get("offset")
    skipped = 0 if offset is None else _count(planner, offset.expression, "OFFSET")
    if limit is None or isinstance(limit.expression, exp.Var):
        if offset is not None:
            message = "OFFSET without LIMIT keeps rows that never end"
            raise SortRefused(message, where=planner.place(offset), hint="add LIMIT 10")
        return None
    return Places(skipped + 1, skipped + _count(planner, limit.expression, "LIMIT"))


def _count(planner: Planner, node: exp.Expr, clause: str) -> int:
    bound = planner.binder(Scope(), clause).bind(node)
    if isinstance(bound, Literal) and isinstance(bound.value, int) and bound.value >= 0:
        return bound.value
    message = f"{clause} takes a whole number"
    raise SortRefused(message, where=planner.place(node), hint=f"{clause} 10")


def _sorted(
    planner: Planner, terms: Sequence[exp.Ordered], keys: tuple[SortKey, ...], relation: Relation
) -> Relation:
    """Return rows in the order of time; any other order needs an end of the rows."""
    first, *others = keys
    traits = relation.traits
    if not is_updating(relation) and not first.descending:
        if first.column in traits.rowtimes:
            return TimeSort(relation, first.column, tuple(others), relation.schema, traits)
        if first.column in traits.proctimes and not others:
            return relation
    name = relation.schema.names[first.column]
    message = f"ORDER BY {name} is not by time, and a stream of rows has no end to sort at"
    hint = "order by an event time, ascending, of new rows only, or add LIMIT 10"
    raise SortRefused(message, where=planner.place(terms[0]), hint=hint)


@dataclass
class _Columns:
    """A query's columns and, behind them, what only ORDER BY computes."""

    planner: Planner
    query: Relation
    below: Below | None
    hidden: list[Expression] = field(default_factory=list)

    def place(self, node: exp.Ordered) -> int:
        """Return the number of the column that a term orders by."""
        found = self._found(node.this)
        if isinstance(found, int):
            return found
        if found not in self.hidden:
            self.hidden.append(found)
        return len(self.query.schema) + self.hidden.index(found)

    def _found(self, term: exp.Expr) -> int | Expression:
        """Return a column's number, or an expression over the rows below."""
        if isinstance(term, exp.Literal) and term.is_int:
            return self._ordinal(term)
        try:
            scope = Scope.of(self.query.schema)
            bound = self.planner.binder(scope, "ORDER BY").bind(term)
        except UnknownColumn:
            if self.below is None:
                raise
            return self.planner.binder(self.below[0].scope, "ORDER BY").bind(term)
        if isinstance(bound, ColumnReference):
            return bound.index
        return remapped(bound, dict(enumerate(self._computed())))

    def _ordinal(self, term: exp.Literal) -> int:
        place, count = int(term.this), len(self.query.schema)
        if not 1 <= place <= count:
            message = f"ORDER BY {place}: the query has {count} columns"
            raise SortRefused(message, where=self.planner.place(term), hint="name the column")
        return place - 1

    def _computed(self) -> Sequence[Expression]:
        return references(self.query) if self.below is None else self.below[1]

    def relation(self) -> Relation:
        """Return the query with the hidden columns."""
        if not self.hidden:
            return self.query
        rows = self.query if self.below is None else self.below[0].relation
        names = list(self.query.schema.names)
        for expression in self.hidden:
            own = expression.name if isinstance(expression, ColumnReference) else ""
            names.append(own if own and own not in names else f"$order{len(names)}")
        return project(rows, [*self._computed(), *self.hidden], names)
