"""From the syntax of queries to relations: the parts that every kind of query shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from sqlglot import exp

from penstock.core.errors import Location
from penstock.core.types import Field, Schema
from penstock.sql.binder import Binder
from penstock.sql.errors import NotSupported, UnknownTable
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.language import Language
from penstock.sql.plan import Filter, Project, Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.scope import Scope
from penstock.sql.traits import projected


@dataclass(frozen=True, slots=True)
class Source:
    """What stands behind FROM: a relation and the names under which its columns are known."""

    relation: Relation
    scope: Scope


PlanQuery: TypeAlias = "Callable[[Planner, Any], Relation]"
PlanSource: TypeAlias = "Callable[[Planner, Any], Source]"
PlanLateral: TypeAlias = "Callable[[Planner, Source, exp.Join, JoinKind], Source]"
"""Plans a join of rows with what is computed of each of them."""


@dataclass(frozen=True)
class Planner:
    """Plans queries over the tables, views and WITH queries that are known at one point.

    `queries`, `sources` and `laterals` (what stands behind LATERAL) hold the way to plan each kind
    of syntax, so that a new kind is a new file and a line in a list.
    """

    language: Language
    relations: Mapping[str, Relation]
    queries: Mapping[type[exp.Expr], PlanQuery]
    sources: Mapping[type[exp.Expr], PlanSource]
    laterals: Mapping[type[exp.Expr], PlanLateral]

    def query(self, node: exp.Expr) -> Relation:
        """Plan a query; its schema has the names that it gives its columns."""
        plan = self.queries.get(type(node))
        if plan is None:
            raise self.unsupported(f"{type(node).__name__.upper()}", node, "write a SELECT")
        return plan(self, node)

    def source(self, node: exp.Expr) -> Source:
        """Plan what stands behind FROM."""
        plan = self.sources.get(type(node))
        if plan is None:
            raise self.unsupported(
                f"{type(node).__name__.upper()} behind FROM", node, "name a table"
            )
        return plan(self, node)

    def lateral(self, left: Source, node: exp.Join, kind: JoinKind) -> Source:
        """Plan a join with what stands behind LATERAL, which may read the columns before it."""
        plan = self.laterals.get(type(node.this.this))
        if plan is None:
            what = f"LATERAL {type(node.this.this).__name__.upper()}"
            raise self.unsupported(what, node.this, "LATERAL TABLE(f(x)), LATERAL (SELECT …)")
        return plan(self, left, node, kind)

    def relation(self, name: str, where: Location | None) -> Relation:
        """Return a table, view or WITH query by name."""
        if name not in self.relations:
            raise UnknownTable(name, self.relations, where)
        return self.relations[name]

    def knowing(self, name: str, relation: Relation) -> Planner:
        """Return a planner that knows one more name."""
        return replace(self, relations={**self.relations, name: relation})

    def binder(self, scope: Scope, clause: str) -> Binder:
        """Return a binder for the expressions of one clause."""
        return Binder(self.language, scope, clause=clause)

    def place(self, node: exp.Expr) -> Location | None:
        """Return where a piece of syntax stands."""
        return self.language.place(node)

    def unsupported(self, what: str, node: exp.Expr, hint: str) -> NotSupported:
        """Return the error for syntax that is not built yet."""
        return NotSupported(f"{what} is not supported yet", where=self.place(node), hint=hint)


def filtered(relation: Relation, condition: Expression) -> Relation:
    """Return the rows of a relation that meet a condition."""
    return Filter(relation, condition, relation.schema, relation.traits)


def project(relation: Relation, columns: Sequence[Expression], names: Sequence[str]) -> Relation:
    """Return computed columns over a relation; the relation itself if nothing changes."""
    fields = tuple(Field(n, column.type) for n, column in zip(names, columns, strict=True))
    schema = Schema(fields)
    same = all(isinstance(c, ColumnReference) and c.index == i for i, c in enumerate(columns))
    if same and schema == relation.schema:
        return relation
    return Project(relation, tuple(columns), schema, projected(relation.traits, columns))


def references(relation: Relation) -> tuple[ColumnReference, ...]:
    """Return a reference to each column of a relation."""
    fields = relation.schema.fields
    return tuple(ColumnReference(i, field.name, field.type) for i, field in enumerate(fields))
