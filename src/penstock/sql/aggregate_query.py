"""GROUP BY: which of the ways to group a query asks for, and what SELECT makes of the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from penstock.sql.aggregate_calls import aggregates_in
from penstock.sql.clauses import refuse_others
from penstock.sql.expression import Expression
from penstock.sql.group_aggregate import plan_group_aggregate
from penstock.sql.group_window import group_window
from penstock.sql.grouping import Grouping, Key
from penstock.sql.grouping_sets import Sets, nodes_of, sets_of
from penstock.sql.plan import Relation
from penstock.sql.plan_groups import WindowProperty
from penstock.sql.planner import Planner, Source, filtered, project
from penstock.sql.query_errors import MisplacedAggregate
from penstock.sql.select_items import Item, name_of, output_names
from penstock.sql.window_aggregate import plan_window_aggregate
from penstock.sql.window_input import window_below

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
    grouping = _grouping(planner, node, source)
    having = node.args.get("having")
    for _ in range(2):  # Where a window property ends up is known once all aggregates are.
        columns = _bound(planner, grouping, [item.node for item in items])
        conditions = _conditions(grouping, having)
    if grouping.windowed is None:
        groups = plan_group_aggregate(grouping, source.relation)
    else:
        groups = plan_window_aggregate(grouping, grouping.windowed)
    for condition in conditions:
        groups = filtered(groups, condition)
    return project(groups, columns, output_names(list(items)))


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
    windowed = window_below(source.relation)
    found = [windowed.property_of(rows.bind(each)) if windowed else None for each in groups]
    bounds = [each for each, of in zip(groups, found, strict=True) if of in _BOUNDS]
    if windowed is None or not set(found) >= _BOUNDS or not _in_all(bounds, sets):
        return _with_sets(Grouping(rows, None, _keys(planner, groups, source)), groups, sets)
    keys = [each for each, is_property in zip(groups, found, strict=True) if not is_property]
    of_group = tuple(each for each in WindowProperty if each in found)
    return _with_sets(Grouping(rows, windowed, _keys(planner, keys, source), of_group), keys, sets)


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
