"""Builds the aggregation over all rows so far: a projection of what it needs, then the groups."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.types import BOOLEAN
from penstock.sql.aggregate_rules import check_groups
from penstock.sql.changelog import is_updating
from penstock.sql.expression import Literal
from penstock.sql.grouped_columns import GroupedColumns
from penstock.sql.grouping import Grouping
from penstock.sql.grouping_sets import expanded
from penstock.sql.plan import ChangelogMode, Relation, Traits
from penstock.sql.plan_groups import Aggregate, GroupAggregate
from penstock.sql.planner import project


def plan_group_aggregate(grouping: Grouping, relation: Relation) -> Relation:
    """Return the groups of a relation's rows: key columns, then aggregates."""
    check_groups(grouping.aggregates, relation)
    columns = GroupedColumns()
    keys = tuple(columns.place(key.expression, key.name) for key in grouping.keys)
    aggregates = tuple(columns.aggregate(call) for call in grouping.aggregates)
    if not columns.expressions:  # COUNT(*) reads no column, but rows need one to be counted.
        columns.place(Literal(True, BOOLEAN.with_nullable(False)))
    below = project(relation, columns.expressions, columns.names)
    if grouping.sets is not None:
        below, keys = expanded(below, keys, grouping.sets)
    return GroupAggregate(
        below, keys, aggregates, grouping.schema(), _traits(below, len(keys), aggregates)
    )


def plan_distinct(relation: Relation) -> Relation:
    """Return the different rows of a relation, as SELECT DISTINCT and UNION give them."""
    keys = tuple(range(len(relation.schema)))
    return GroupAggregate(relation, keys, (), relation.schema, _traits(relation, len(keys), ()))


def _traits(below: Relation, keys: int, aggregates: Sequence[Aggregate]) -> Traits:
    """Return what groups promise: their keys tell them apart, and they are updated.

    Groups that say no more than their keys are only ever inserted while rows are.
    """
    key = tuple(range(keys))
    if aggregates or is_updating(below):
        return Traits(ChangelogMode.RETRACT, upsert_key=key)
    return Traits(upsert_key=key)
