"""Builds the aggregation over all rows so far: a projection of what it needs, then the groups."""

from __future__ import annotations

from penstock.core.types import BOOLEAN
from penstock.sql.expression import Literal
from penstock.sql.grouped_columns import GroupedColumns
from penstock.sql.grouping import Grouping
from penstock.sql.plan import ChangelogMode, GroupAggregate, Relation, Traits
from penstock.sql.planner import project


def plan_group_aggregate(grouping: Grouping, relation: Relation) -> Relation:
    """Return the groups of a relation's rows: key columns, then aggregates."""
    columns = GroupedColumns()
    keys = tuple(columns.place(key.expression, key.name) for key in grouping.keys)
    aggregates = tuple(columns.aggregate(call) for call in grouping.aggregates)
    if not columns.expressions:  # COUNT(*) reads no column, but rows need one to be counted.
        columns.place(Literal(True, BOOLEAN.with_nullable(False)))
    below = project(relation, columns.expressions, columns.names)
    return GroupAggregate(below, keys, aggregates, grouping.schema(), traits(len(keys)))


def plan_distinct(relation: Relation) -> Relation:
    """Return the different rows of a relation, as SELECT DISTINCT and UNION give them."""
    keys = tuple(range(len(relation.schema)))
    return GroupAggregate(relation, keys, (), relation.schema, traits(len(keys)))


def traits(keys: int) -> Traits:
    """Return what groups promise: they are updated, and their keys tell them apart."""
    return Traits(ChangelogMode.RETRACT, upsert_key=tuple(range(keys)))
