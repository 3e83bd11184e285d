"""FROM with joins: JOIN … ON, USING, NATURAL, CROSS JOIN and the comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from penstock.core.types import Schema
from penstock.sql.clauses import refuse_others
from penstock.sql.conditions import asked_by
from penstock.sql.errors import SyntaxProblem, UnknownColumn
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.join_hints import StateHints
from penstock.sql.pairing import Pairing, Side, StateTtls, built
from penstock.sql.place import span_of
from penstock.sql.plan_joins import JoinKind
from penstock.sql.planner import PlanLateral, Planner, Source, project, references
from penstock.sql.scope import Scope, Visible
from penstock.sql.unnest import plan_unnest
from penstock.sql.versioned import plan_versioned

_PER_ROW: dict[type[exp.Expr], PlanLateral] = {
    exp.Unnest: plan_unnest,
    exp.Lateral: Planner.lateral,
}
"""What is computed of each row, and so needs the rows before it as they are."""
_KINDS = {"": JoinKind.INNER, **{kind.name: kind for kind in JoinKind}}


@dataclass(frozen=True, slots=True)
class Joined:
    """What stands behind FROM: its joins, and the names under which their columns are known."""

    side: Side
    scope: Scope


def plan_from(planner: Planner, node: exp.Select, hints: StateHints) -> Joined:
    """Plan the FROM of a query."""
    return _joined(planner, node.args["from_"].this, node.args.get("joins") or (), hints)


def _joined(
    planner: Planner, first: exp.Expr, joins: Sequence[exp.Join], hints: StateHints
) -> Joined:
    left = _source(planner, first, hints)
    for join in joins:
        left = _join(planner, left, join, hints)
    return left


def _source(planner: Planner, node: exp.Expr, hints: StateHints) -> Joined:
    inner = node.this
    if isinstance(node, exp.Subquery) and isinstance(inner, exp.Table) and not node.alias:
        return _joined(planner, inner, inner.args.get("joins") or (), hints)
    source = planner.source(node)
    return Joined(source.relation, source.scope)


def _join(planner: Planner, left: Joined, node: exp.Join, hints: StateHints) -> Joined:
    kind = _KINDS[str(node.args.get("side") or "").upper()]
    plan = _PER_ROW.get(type(node.this))
    if node.this.args.get("version") is not None:
        plan = plan_versioned
    if plan is not None:
        source = plan(planner, Source(built(left.side), left.scope), node, kind)
        return Joined(source.relation, source.scope)
    refuse_others(planner, node, ("this", "side", "kind", "method", "on", "using"))
    right = _source(planner, node.this, hints)
    using = _shared_names(planner, left, right, node)
    _check_condition(planner, node)
    both = Schema((*left.side.schema.fields, *right.side.schema.fields))
    scope = _both(left, right, Pairing.of(left.side, right.side, kind, ()).schema)
    ttl = hints.of(qualifiers(left.scope), qualifiers(right.scope))
    if using is not None:
        return _using(planner, (left, right), (kind, scope), using, (node, ttl))
    conditions: list[Expression] = []
    if node.args.get("on") is not None:
        rows = _both(left, right, both)
        conditions = asked_by(planner.binder(rows, "ON").condition(node.args["on"]))
    pairing = Pairing.of(left.side, right.side, kind, conditions)
    return Joined(replace(pairing, state_ttl_us=ttl), scope)


def qualifiers(scope: Scope) -> frozenset[str]:
    """Return the names of the tables that columns are known by."""
    return frozenset(each.qualifier for each in scope.columns if each.qualifier)


def _both(left: Joined, right: Joined, schema: Schema) -> Scope:
    """Return the names of both sides, with the types that the join gives them."""
    moved = right.scope.shifted(len(left.side.schema))
    return Scope(
        tuple(
            replace(each, column=replace(each.column, type=schema.fields[each.column.index].type))
            for each in (*left.scope.columns, *moved.columns)
        )
    )


def _check_condition(planner: Planner, node: exp.Join) -> None:
    """Refuse a JOIN that says nothing of its rows; the comma and CROSS JOIN need not."""
    says = node.args.get("on") or node.args.get("using") or node.args.get("method")
    crossing = str(node.args.get("kind") or "").upper() == "CROSS"
    if says or crossing:
        return
    span = span_of(node.this)
    text = planner.language.text.text
    if node.args.get("side") or (span and text[: span[0]].rstrip().upper().endswith("JOIN")):
        hint = "write ON a.id = b.id, or USING (id); CROSS JOIN pairs all rows"
        where = planner.place(node.this)
        raise SyntaxProblem("this JOIN has no condition", where=where, hint=hint)


def _shared_names(
    planner: Planner, left: Joined, right: Joined, node: exp.Join
) -> list[exp.Identifier] | None:
    """Return the columns of USING or NATURAL, None where the join has neither."""
    if node.args.get("using"):
        return list(node.args["using"])
    if str(node.args.get("method") or "").upper() != "NATURAL":
        return None
    names = {each.name for each in right.scope.starred}
    shared = [each.name for each in left.scope.starred if each.name in names]
    return [exp.Identifier(this=name) for name in dict.fromkeys(shared)]


def _using(
    planner: Planner,
    sides: tuple[Joined, Joined],
    join: tuple[JoinKind, Scope],
    names: Sequence[exp.Identifier],
    syntax: tuple[exp.Join, StateTtls],
) -> Joined:
    """Join on columns of equal names, which * then gives once, before all others."""
    left, right = sides
    kind, scope = join
    node, ttl = syntax
    first = len(left.side.schema)
    pairs = [(_named(planner, left, name), _named(planner, right, name)) for name in names]
    conditions = [_equal(planner, one, other, first, node) for one, other in pairs]
    pairing = replace(Pairing.of(left.side, right.side, kind, conditions), state_ttl_us=ttl)
    places = [(one.column.index, first + other.column.index) for one, other in pairs]
    hidden = {place for pair in places for place in pair}
    rest = [
        replace(each, qualified=each.column.index in hidden or each.qualified)
        for each in scope.columns
    ]
    if kind is JoinKind.FULL:
        return _coalesced(planner, pairing, places, rest, node)
    side = 1 if kind is JoinKind.RIGHT else 0
    merged = [
        next(
            Visible(None, each.column) for each in scope.columns if each.column.index == pair[side]
        )
        for pair in places
    ]
    return Joined(pairing, Scope((*merged, *rest)))


def _coalesced(
    planner: Planner,
    pairing: Pairing,
    places: Sequence[tuple[int, int]],
    rest: Sequence[Visible],
    node: exp.Join,
) -> Joined:
    """Add the columns of USING behind a full join, each from the side that has the row."""
    relation = built(pairing)
    columns: list[Expression] = list(references(relation))
    binder = planner.binder(Scope(), "USING")
    merged = []
    for one, other in places:
        value = binder.call("COALESCE", [columns[one], columns[other]], node)
        name = relation.schema.names[one]
        merged.append(Visible(None, ColumnReference(len(columns), name, value.type)))
        columns.append(value)
    names = [*relation.schema.names, *(f"${each.name}" for each in merged)]
    return Joined(project(relation, columns, names), Scope((*merged, *rest)))


def _named(planner: Planner, side: Joined, name: exp.Identifier) -> Visible:
    found = [each for each in side.scope.starred if each.name == name.name]
    if not found:
        raise UnknownColumn(
            name.name, [each.name for each in side.scope.starred], planner.place(name)
        )
    return found[0]


def _equal(
    planner: Planner, one: Visible, other: Visible, first: int, node: exp.Join
) -> Expression:
    moved = replace(other.column, index=other.column.index + first)
    return planner.binder(Scope(), "USING").call("=", [one.column, moved], node)
