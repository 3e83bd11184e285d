"""Queries inside HAVING, or behind SELECT beside GROUP BY: joined to the groups of a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from sqlglot import exp

from penstock.core.types import BOOLEAN, SqlType
from penstock.sql.binder import Binder
from penstock.sql.errors import NotSupported
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.marks import contained, existing, is_test
from penstock.sql.pairing import Pairing, built
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import Planner, references
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.scalar_queries import check_single
from penstock.sql.walk import columns_of, remapped, shifted

FIRST_PLACE = 2**40
"""Columns from here on stand for queries until the groups are known."""
Join: TypeAlias = "Callable[[Relation], tuple[Relation, Expression]]"


@dataclass
class GroupedQueries:
    """The queries of one grouped SELECT, in the order in which they are met."""

    planner: Planner
    _places: dict[int, int] = field(default_factory=dict)
    _joins: dict[int, Join] = field(default_factory=dict)
    _plans: dict[int, Relation] = field(default_factory=dict)

    def bind(self, binder: Binder, node: exp.Expr) -> Expression | None:
        """Return a column in the place of a query, or of a test with one; None for other syntax."""
        if is_test(node):
            return self._test(binder, node)
        return self._scalar(node) if isinstance(node, exp.Query) else None

    def joined(
        self, groups: Relation, expressions: Sequence[Expression]
    ) -> tuple[Relation, list[Expression]]:
        """Return the groups with what was asked of queries, and expressions that read it."""
        found: dict[int, Expression] = {}
        for place, join in sorted(self._joins.items()):
            groups, found[place] = join(groups)
        columns = references(groups)
        changed = []
        for each in expressions:
            known = {c: found.get(c) or columns[c] for c in columns_of(each)}
            changed.append(remapped(each, known))
        return groups, changed

    def _column(self, node: exp.Expr, kind: SqlType, join: Join) -> ColumnReference:
        place = self._places.setdefault(id(node), FIRST_PLACE + len(self._places))
        self._joins[place] = join
        return ColumnReference(place, f"$query{place - FIRST_PLACE}", kind)

    def _plan(self, node: exp.Expr) -> Relation:
        inner = node
        while isinstance(inner, exp.Subquery):
            inner = inner.this
        if id(node) not in self._plans:
            self._plans[id(node)] = self.planner.query(inner)
        return self._plans[id(node)]

    def _scalar(self, node: exp.Expr) -> Expression:
        value = self._plan(node)
        check_single(self.planner, value, node)

        def join(groups: Relation) -> tuple[Relation, Expression]:
            found = built(Pairing.of(groups, value, JoinKind.LEFT, ()))
            return found, references(found)[-1]

        return self._column(node, value.schema.fields[0].type.with_nullable(True), join)

    def _test(self, binder: Binder, node: exp.Expr) -> Expression:
        query = node.args["query"].this if isinstance(node, exp.In) else node.this
        other = self._plan(query)
        if isinstance(node, exp.Exists):
            exists = BOOLEAN.with_nullable(False)
            return self._column(node, exists, lambda g: existing(binder, g, other, (), node))
        if isinstance(node.this, exp.Tuple) or len(other.schema) != 1:
            message = f"IN compares one column beside GROUP BY, not {len(other.schema)}"
            hint = "test in a query over the grouped one"
            raise ColumnCountMismatch(message, where=binder.place(node), hint=hint)
        wanted = binder.bind(node.this)
        if any(each >= FIRST_PLACE for each in columns_of(wanted)):
            message = "IN with a query on both sides is not supported beside GROUP BY"
            raise NotSupported(message, where=binder.place(node), hint="write a view")

        def join(groups: Relation) -> tuple[Relation, Expression]:
            first, (sought,) = len(groups.schema), references(other)
            equal = binder.call("=", [wanted, shifted(sought, first)], node)
            return contained(binder, groups, other, (equal, ()), node)

        return self._column(node, BOOLEAN, join)
