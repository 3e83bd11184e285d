"""JOIN … FOR SYSTEM_TIME AS OF: with rows as they were at a time, or as they are now."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from penstock.sql.changelog import is_updating, require_append
from penstock.sql.clauses import refuse_others
from penstock.sql.conditions import conjuncts
from penstock.sql.expression import Call, ColumnReference, Expression
from penstock.sql.join_build import joined_rows
from penstock.sql.join_traits import within
from penstock.sql.plan import Relation, Traits
from penstock.sql.plan_joins import Join, JoinKind, LookupJoin, TemporalJoin
from penstock.sql.plan_walk import is_bounded
from penstock.sql.planner import Planner, Source
from penstock.sql.query_errors import NotATimeAttribute
from penstock.sql.scope import Scope

_EXAMPLE = "JOIN r FOR SYSTEM_TIME AS OF o.ts AS v ON o.k = v.k"


def plan_versioned(planner: Planner, left: Source, node: exp.Join, kind: JoinKind) -> Source:
    """Plan a join with another table as of a time of each row."""
    refuse_others(planner, node, ("this", "side", "kind", "on"))
    version = node.this.args["version"]
    require_append(planner, left.relation, "a join as of a time", version)
    if kind not in {JoinKind.INNER, JoinKind.LEFT} or node.args.get("on") is None:
        what = "FOR SYSTEM_TIME AS OF without ON, or in a RIGHT or FULL JOIN"
        raise planner.unsupported(what, version, _EXAMPLE)
    table = node.this.copy()
    table.set("version", None)
    right = planner.source(table)
    scope = Scope((*left.scope.columns, *right.scope.shifted(len(left.relation.schema)).columns))
    conditions = conjuncts(planner.binder(scope, "ON").condition(node.args["on"]))
    join = joined_rows(left.relation, right.relation, kind, conditions)
    if not join.on.left_keys:
        what = "FOR SYSTEM_TIME AS OF without equality"
        raise planner.unsupported(what, node.args["on"], _EXAMPLE)
    time = planner.binder(left.scope, "FOR SYSTEM_TIME AS OF").bind(version.expression)
    return Source(_as_of(planner, join, time, version), _padded(scope, join))


def _padded(scope: Scope, join: Join) -> Scope:
    """Return the names with the types that the join gives their columns."""
    fields = join.schema.fields
    return Scope(
        tuple(
            replace(each, column=replace(each.column, type=fields[each.column.index].type))
            for each in scope.columns
        )
    )


def _as_of(planner: Planner, join: Join, time: Expression, node: exp.Expr) -> Relation:
    clock = isinstance(time, Call) and time.function == "PROCTIME"
    place = time.index if isinstance(time, ColumnReference) else None
    if clock or place in join.left.traits.proctimes:
        return _as_it_is(planner, join, node)
    if place is None or place not in join.left.traits.rowtimes:
        raise NotATimeAttribute(str(time), planner.place(node.expression))
    key, times = join.right.traits.upsert_key, join.right.traits.rowtimes
    if not times or not within(key, join.on.right_keys):
        what = "a table without versions behind FOR SYSTEM_TIME AS OF"
        hint = "declare its PRIMARY KEY and WATERMARK, and join on the whole key"
        raise planner.unsupported(what, node, hint)
    return TemporalJoin(
        join.left, join.right, join.kind, join.on, (place, times[0]), join.columns, join.schema,
        _left_traits(join),
    )  # fmt: skip


def _as_it_is(planner: Planner, join: Join, node: exp.Expr) -> LookupJoin:
    bounded = is_bounded(join.right)
    keyed = within(join.right.traits.upsert_key, join.on.right_keys)
    if not bounded and not keyed and not is_updating(join.right):
        what = "looking up a table that only grows"
        hint = "declare its PRIMARY KEY, so that its last row per key is found, and join on it"
        raise planner.unsupported(what, node, hint)
    return LookupJoin(
        join.left, join.right, join.kind, join.on, bounded, join.columns, join.schema,
        _left_traits(join),
    )  # fmt: skip


def _left_traits(join: Join) -> Traits:
    """Return the traits of new rows that keep the left's times."""
    left = join.left.traits
    return Traits(
        rowtimes=tuple(n for n, column in enumerate(join.columns) if column in left.rowtimes),
        proctimes=tuple(n for n, column in enumerate(join.columns) if column in left.proctimes),
    )
