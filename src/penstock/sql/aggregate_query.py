"""GROUP BY: which of the ways to group a query asks for, and what SELECT makes of the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from penstock.sql.aggregate_calls import aggregates_in
from penstock.sql.attached_window import attached_window, plan_attached_aggregate
from penstock.sql.binder import Binder
from penstock.sql.clauses import refuse_others
from penstock.sql.expression import Expression
from penstock.sql.from_joins import qualifiers
from penstock.sql.group_aggregate import plan_group_aggregate
from penstock.sql.group_window import group_window
from penstock.sql.grouped_queries import GroupedQueries
from penstock.sql.grouping import Grouping, Key
from penstock.sql.grouping_sets import Sets, nodes_of, sets_of
from penstock.sql.join_hints import state_hints
from penstock.sql.plan import Relation
from penstock.sql.plan_groups import GroupAggregate, WindowProperty
from penstock.sql.planner import Planner, Source, filtered, project
from penstock.sql.query_errors import MisplacedAggregate
from penstock.sql.select_items import Item, name_of, output_names
from penstock.sql.window_aggregate import (
    plan_window_aggregate,
    reads_below,
    session_of_keys,
)
from penstock.sql.window_input import WindowInput, window_below

_BOUNDS = {WindowProperty.START, WindowProperty.END}


def is_aggregated(planner: Planner, node: exp.Select, items: Sequence[Item]) -> bool:
    """Say whether a query groups its rows."""
    functions = planner.language.functions
    calls = (call for item in items for call in aggregates_in(item.node, functions))
    clauses = node.args.get("group") or node.args.get("having")
    return bool(clauses) or any(True for _ in calls)


def plan_aggregated(
    planner: Planner, node: exp.Select, source: Source, items: Sequence[Item]
) -> Relation:
    """Plan a query that groups its rows, over windows or over all rows so far."""
    queries = GroupedQueries(planner)
    grouping = replace(_grouping(planner, node, source), of_query=queries.bind)
    having = node.args.get("having")
    for _ in range(2):  # Where a window property ends up is known once all aggregates are.
        columns = _bound(planner, grouping, [item.node for item in items])
        conditions = _conditions(grouping, having)
    groups = _groups(grouping, source.relation)
    if isinstance(groups, GroupAggregate):
        ttl_us = state_hints(planner, node).of_groups(qualifiers(source.scope))
        groups = replace(groups, state_ttl_us=ttl_us)
    groups, bound = queries.joined(groups, [*conditions, *columns])
    for condition in bound[: len(conditions)]:
        groups = filtered(groups, condition)
    columns = bound[len(conditions) :]
    return project(groups, columns, output_names(list(items)))


def _groups(grouping: Grouping, relation: Relation) -> Relation:
    windowed = grouping.windowed
    if windowed is None:
        return plan_group_aggregate(grouping, relation)
    if not windowed.columns and not reads_below(grouping, windowed):
        # What is computed from the window itself needs its columns.
        windowed = attached_window(relation) or windowed
    plan = plan_attached_aggregate if windowed.columns else plan_window_aggregate
    return plan(grouping, windowed)


def _bound(planner: Planner, grouping: Grouping, nodes: Sequence[exp.Expr]) -> list[Expression]:
    binder = grouping.rows.intercepted(grouping.intercept)
    return [binder.bind(node) for node in nodes]


def _conditions(grouping: Grouping, having: exp.Expr | None) -> list[Expression]:
    if having is None:
        return []
    binder = grouping.rows.intercepted(grouping.intercept)
    return [binder.condition(having.this)]


def _grouping(planner: Planner, node: exp.Select, source: Source) -> Grouping:
    group = node.args.get("group")
    if group is not None:
        refuse_others(planner, group, ("expressions",))
    sets = sets_of(group.expressions if group is not None else [])
    groups = nodes_of(sets)
    _refuse_aggregates(planner, groups)
    rows = planner.binder(source.scope, "GROUP BY")
    older = group_window(planner, groups, source)
    if older is not None:
        keys = [each for each in groups if each is not older.node]
        of_group = tuple(WindowProperty)
        return _with_sets(
            Grouping(rows, older.input, _keys(planner, keys, source), of_group, older), keys, sets
        )
    for windowed in (window_below(source.relation), attached_window(source.relation)):
        if windowed is not None:
            found = _windowed(planner, source, rows, windowed, (groups, sets))
            if found is not None:
                return found
    return _with_sets(Grouping(rows, None, _keys(planner, groups, source)), groups, sets)


def _windowed(
    planner: Planner,
    source: Source,
    rows: Binder,
    windowed: WindowInput,
    groups: tuple[Sequence[exp.Expr], Sequence[Sequence[exp.Expr]]],
) -> Grouping | None:
    """Return the grouping by windows; None if it is not by both of their bounds in each set."""
    nodes, sets = groups
    found = [windowed.property_of(rows.bind(each)) for each in nodes]
    bounds = [each for each, of in zip(nodes, found, strict=True) if of in _BOUNDS]
    if not set(found) >= _BOUNDS or not _in_all(bounds, sets):
        return None
    nodes = [each for each, is_property in zip(nodes, found, strict=True) if not is_property]
    keys = _keys(planner, nodes, source)
    if not session_of_keys(windowed, [key.expression for key in keys], len(sets)):
        return None
    of_group = tuple(each for each in WindowProperty if each in found)
    return _with_sets(Grouping(rows, windowed, keys, of_group), nodes, sets)


def _in_all(nodes: Sequence[exp.Expr], sets: Sequence[Sequence[exp.Expr]]) -> bool:
    return all(node in each for node in nodes for each in sets)


def _with_sets(
    grouping: Grouping, keys: Sequence[exp.Expr], sets: Sequence[Sequence[exp.Expr]]
) -> Grouping:
    """Return the grouping with its sets, if there are several."""
    if len(sets) == 1:
        return grouping
    places = tuple(tuple(n for n, key in enumerate(keys) if key in each) for each in sets)
    return replace(grouping, sets=Sets(places))


def _keys(planner: Planner, nodes: Sequence[exp.Expr], source: Source) -> tuple[Key, ...]:
    binder = planner.binder(source.scope, "GROUP BY")
    names = output_names([Item(name_of(node) or "key", node) for node in nodes])
    return tuple(Key(name, binder.bind(node)) for name, node in zip(names, nodes, strict=True))


def _refuse_aggregates(planner: Planner, groups: Sequence[exp.Expr]) -> None:
    for node in groups:
        for call in aggregates_in(node, planner.language.functions):
            message = "an aggregate cannot stand in GROUP BY"
            place = planner.place(call)
            raise MisplacedAggregate(message, where=place, hint="group by plain columns")
