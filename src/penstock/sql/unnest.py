"""CROSS JOIN UNNEST(collection): a row per element of an ARRAY, a MAP or a MULTISET."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from penstock.core.types import INT, Field, Kind, Schema, SqlType
from penstock.sql.changelog import is_updating
from penstock.sql.clauses import refuse_others
from penstock.sql.conditions import asked_by, meeting
from penstock.sql.errors import TypeMismatch
from penstock.sql.expression import Expression
from penstock.sql.plan import ChangelogMode, Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.plan_unnest import Unnest
from penstock.sql.planner import Planner, Source, project, references
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.scope import Scope
from penstock.sql.traits import projected
from penstock.sql.walk import renumbered


def plan_unnest(planner: Planner, left: Source, node: exp.Join, kind: JoinKind) -> Source:
    """Plan a join with the elements of each row's collection."""
    unnest = node.this
    refuse_others(planner, node, ("this", "side", "kind", "on"))
    refuse_others(planner, unnest, ("expressions", "alias", "offset"))
    if kind not in {JoinKind.INNER, JoinKind.LEFT} or len(unnest.expressions) != 1:
        what = "UNNEST of several collections, or in a RIGHT or FULL JOIN"
        raise planner.unsupported(what, unnest, "CROSS JOIN UNNEST(a) AS t (x)")
    value = planner.binder(left.scope, "UNNEST").bind(unnest.expressions[0])
    return opened(planner, left, value, node, kind)


def opened(
    planner: Planner, left: Source, value: Expression, node: exp.Join, kind: JoinKind
) -> Source:
    """Join rows with the elements of a collection that is computed of them."""
    relation, place = _with_collection(left.relation, value)
    fields = _element_fields(planner, value.type, node.this, outer=kind is JoinKind.LEFT)
    scope = _scope(planner, left, node.this, fields)
    kept = tuple(range(len(left.relation.schema)))
    traits = projected(relation.traits, references(left.relation))
    mode = ChangelogMode.RETRACT if is_updating(relation) else ChangelogMode.APPEND
    unnested = Unnest(
        relation, place, kept, kind is JoinKind.LEFT, bool(node.this.args.get("offset")),
        Schema(unique_fields((*left.relation.schema.fields, *fields))),
        replace(traits, changelog=mode, upsert_key=None),
    )  # fmt: skip
    return Source(_meeting(planner, unnested, scope, node), scope)


def plan_lateral_unnest(planner: Planner, left: Source, node: exp.Join, kind: JoinKind) -> Source:
    """Plan LATERAL UNNEST(…), which is UNNEST itself."""
    plain, lateral = node.copy(), node.this
    unnest = lateral.this.copy()
    unnest.set("alias", lateral.args.get("alias"))
    plain.set("this", unnest)
    return plan_unnest(planner, left, plain, kind)


def _with_collection(relation: Relation, value: Expression) -> tuple[Relation, int]:
    columns: list[Expression] = list(references(relation))
    if value in columns:
        return relation, columns.index(value)
    names = [*relation.schema.names, "$collection"]
    return project(relation, [*columns, value], names), len(columns)


def _element_fields(
    planner: Planner, given: SqlType, node: exp.Expr, *, outer: bool
) -> tuple[Field, ...]:
    """Return the columns that an element becomes."""
    if given.kind is Kind.MAP:
        names = ("KEY", "VALUE")
        fields = [Field(n, child.type) for n, child in zip(names, given.children, strict=True)]
    elif given.kind in {Kind.ARRAY, Kind.MULTISET}:
        element = given.children[0].type
        fields = [Field("EXPR$0", element)]
        if element.kind is Kind.ROW:
            fields = list(element.children)
    else:
        message = f"UNNEST opens an ARRAY, a MAP or a MULTISET, not {given}"
        raise TypeMismatch(message, where=planner.place(node), hint="name a column that is one")
    if node.args.get("offset"):
        fields.append(Field("ORDINALITY", INT.with_nullable(False)))
    nullable = outer or (
        given.children[0].type.kind is Kind.ROW and given.children[0].type.nullable
    )
    return tuple(Field(f.name, f.type.with_nullable(f.type.nullable or nullable)) for f in fields)


def unique_fields(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return columns of which a later one of the same name has another name."""
    taken: list[str] = []
    for field in fields:
        names = (field.name, *(f"{field.name}{number}" for number in range(len(fields))))
        taken.append(next(name for name in names if name not in taken))
    return tuple(Field(name, field.type) for name, field in zip(taken, fields, strict=True))


def _scope(planner: Planner, left: Source, node: exp.Expr, fields: tuple[Field, ...]) -> Scope:
    alias = node.args.get("alias")
    names = [field.name for field in fields]
    given = [column.name for column in (alias.args.get("columns") or ())] if alias else []
    if alias is not None and given and len(given) != len(names):
        message = f"{len(given)} names for {len(names)} columns"
        raise ColumnCountMismatch(
            message, where=planner.place(alias), hint=f"the columns are {', '.join(names)}"
        )
    qualifier = alias.name if alias and alias.name else None
    added = Scope.of(Schema(fields), qualifier).renamed(given or names)
    moved = added.shifted(len(left.relation.schema))
    return Scope((*left.scope.columns, *moved.columns))


def _meeting(planner: Planner, unnested: Unnest, scope: Scope, node: exp.Join) -> Relation:
    """Apply what ON asks; a row of a LEFT JOIN stays whatever its elements are."""
    if node.args.get("on") is None:
        return unnested
    condition = planner.binder(scope, "ON").condition(node.args["on"])
    asked = asked_by(condition)
    if not asked or not unnested.outer:
        return meeting(unnested, asked)
    first, before = len(unnested.kept), len(unnested.input.schema)
    of_elements = renumbered(condition, lambda n: n if n < first else n - first + before)
    return replace(unnested, condition=of_elements)
