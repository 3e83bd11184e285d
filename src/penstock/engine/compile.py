"""Which operator runs which plan node: one line per node type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from penstock.core.errors import InternalError
from penstock.engine.current_watermark import watermarked
from penstock.engine.expand import ExpandOperator
from penstock.engine.filter import FilterOperator
from penstock.engine.first_by_time import FirstByTimeOperator
from penstock.engine.group_aggregate import GroupAggregateOperator
from penstock.engine.hotspot_regions import HotspotRegionsOperator
from penstock.engine.interval_join import IntervalJoinOperator
from penstock.engine.join import JoinOperator
from penstock.engine.limits import Limits
from penstock.engine.lookup_join import LookupJoinOperator
from penstock.engine.match import match_operator
from penstock.engine.operator import Operator, Origin
from penstock.engine.over import OverOperator
from penstock.engine.over_changing import ChangingOverOperator
from penstock.engine.processing_time import ProcessingTimeOperator
from penstock.engine.project import ProjectOperator
from penstock.engine.ranking import rank_operator
from penstock.engine.scan import ScanOperator
from penstock.engine.session_operator import SessionOperator
from penstock.engine.set_operation import SetOperationOperator
from penstock.engine.table_function import table_function
from penstock.engine.temporal_join import TemporalJoinOperator
from penstock.engine.time_sort import TimeSortOperator
from penstock.engine.union import union_operator
from penstock.engine.unnest import UnnestOperator
from penstock.engine.values import ValuesOperator
from penstock.engine.window_aggregate import WindowAggregateOperator
from penstock.engine.window_join import WindowJoinOperator
from penstock.engine.window_table import WindowTableOperator
from penstock.sql import (
    plan,
    plan_groups,
    plan_joins,
    plan_match,
    plan_rank,
    plan_regions,
    plan_sets,
    plan_unnest,
)


def window_aggregate(node: plan_groups.WindowAggregate, lanes: int) -> Operator:
    """Return the operator of a window aggregate, whose windows may be sessions."""
    session = node.window.kind is plan_groups.WindowKind.SESSION
    built = SessionOperator if session else WindowAggregateOperator
    return _on_its_time(built(node, lanes), node.window)


def window_table(node: plan_groups.WindowTable, limits: Limits, lanes: int) -> Operator:
    """Return the operator of a window function without aggregation."""
    if node.window.kind is plan_groups.WindowKind.SESSION:
        return _on_its_time(SessionOperator(node, lanes), node.window)
    return _on_its_time(WindowTableOperator(node, limits, lanes), node.window)


def over_operator(node: plan_rank.Over, limits: Limits, lanes: int) -> Operator:
    """Return the operator of an OVER, whose order may be that of time or any other."""
    by_time = plan_rank.is_by_time(node.input.traits, node.order)
    return (OverOperator if by_time else ChangingOverOperator)(node, limits, lanes)


def _on_its_time(operator: Operator, window: plan_groups.Window) -> Operator:
    return ProcessingTimeOperator(operator, window.time) if window.processing_time else operator


ORIGINS: Mapping[type, Callable[[Any, Limits], Origin]] = {
    plan.Scan: ScanOperator,
    plan.Values: lambda node, limits: ValuesOperator(node),
}
"""Nodes without input."""

OPERATORS: Mapping[type, Callable[[Any, Limits, int], Operator]] = {
    plan.Filter: lambda node, limits, lanes: watermarked(node, FilterOperator, lanes),
    plan.Project: lambda node, limits, lanes: watermarked(node, ProjectOperator, lanes),
    plan_joins.Join: JoinOperator,
    plan_joins.IntervalJoin: lambda node, limits, lanes: IntervalJoinOperator(node, lanes),
    plan_joins.LookupJoin: lambda node, limits, lanes: LookupJoinOperator(node, lanes),
    plan_joins.TemporalJoin: lambda node, limits, lanes: TemporalJoinOperator(node, lanes),
    plan_unnest.Unnest: lambda node, limits, lanes: UnnestOperator(node, lanes),
    plan_joins.WindowJoin: lambda node, limits, lanes: WindowJoinOperator(node, lanes),
    plan.Union: lambda node, limits, lanes: union_operator(node, lanes),
    plan_regions.HotspotRegions: lambda node, limits, lanes: HotspotRegionsOperator(node, lanes),
    plan.TableFunction: table_function,
    plan_groups.WindowTable: window_table,
    plan_groups.WindowAggregate: lambda node, limits, lanes: window_aggregate(node, lanes),
    plan_groups.GroupAggregate: GroupAggregateOperator,
    plan_sets.SetOperation: SetOperationOperator,
    plan_sets.Expand: lambda node, limits, lanes: ExpandOperator(node, lanes),
    plan_rank.Rank: rank_operator,
    plan_match.Match: lambda node, limits, lanes: match_operator(node, lanes),
    plan_rank.FirstByTime: FirstByTimeOperator,
    plan_rank.Over: over_operator,
    plan_rank.TimeSort: lambda node, limits, lanes: TimeSortOperator(node, lanes),
}
"""Nodes with inputs; the last argument is how many lanes lead into the operator."""

DERIVING = (
    plan_groups.WindowAggregate,
    plan_groups.WindowTable,
    plan_groups.GroupAggregate,
    plan_joins.Join,
    plan_joins.IntervalJoin,
    plan_joins.WindowJoin,
    plan_joins.LookupJoin,
    plan_joins.TemporalJoin,
    plan_unnest.Unnest,
    plan_regions.HotspotRegions,
    plan_sets.SetOperation,
    plan_sets.Expand,
    plan_rank.Rank,
    plan_rank.FirstByTime,
    plan_match.Match,
)
"""Nodes whose rows are not their input's rows; a source table's ledger ends there."""


class NoOperator(InternalError):
    """The planner gave a node that the engine cannot run.

    >>> print(NoOperator(plan.Filter))
    E552 no operator for a Filter node
    """

    code = "E552"

    def __init__(self, kind: type) -> None:
        super().__init__(f"no operator for a {kind.__name__} node")


def build_origin(node: plan.Relation, limits: Limits) -> Origin:
    """Return the operator of a node without input."""
    if type(node) not in ORIGINS:
        raise NoOperator(type(node))
    return ORIGINS[type(node)](node, limits)


def build_operator(node: plan.Relation, limits: Limits, lanes: int) -> Operator:
    """Return the operator of a node with inputs."""
    if type(node) not in OPERATORS:
        raise NoOperator(type(node))
    return OPERATORS[type(node)](node, limits, lanes)
