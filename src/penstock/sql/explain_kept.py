"""What each relation of a plan remembers between batches, as EXPLAIN says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from penstock.sql.expression_text import duration_text
from penstock.sql.plan import ChangelogMode, Relation, TableFunction
from penstock.sql.plan_groups import GroupAggregate, WindowAggregate, WindowKind, WindowTable
from penstock.sql.plan_joins import (
    IntervalJoin,
    Join,
    JoinKind,
    LookupJoin,
    TemporalJoin,
    WindowJoin,
)
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import FirstByTime, Frame, Over, Rank, TimeSort, is_by_time
from penstock.sql.plan_sets import SetOperation


def kept_by(relation: Relation) -> str | None:
    """Return the kind of a relation's state, None for one that has none."""
    kept = _KEPT.get(type(relation))
    return None if kept is None else kept(relation)


def _group_aggregate(node: GroupAggregate) -> str:
    text = "accumulators per group" if node.keys else "the accumulators of one group"
    if any(call.distinct for call in node.aggregates):
        text += ", sets of DISTINCT values"
    if node.input.traits.changelog is not ChangelogMode.APPEND:
        text += ", row counts"
    return text


def _window_aggregate(node: WindowAggregate) -> str:
    if node.window.kind is WindowKind.SESSION:
        return "accumulators per open session"
    unit = "slice of its windows" if node.window.size_us != node.window.slide_us else "open window"
    return f"accumulators per key and {unit}"


def _window_table(node: WindowTable) -> str | None:
    return "rows of open sessions" if node.window.kind is WindowKind.SESSION else None


def _join(node: Join) -> str:
    return "rows of both sides by key, with counts of their partners"


def _interval_join(node: IntervalJoin) -> str:
    left, right = (duration_text(max(us, 0)) for us in (-node.lower_us, node.upper_us))
    until = f"until the other's time is past: left {left}, right {right}"
    waiting = "" if node.kind is JoinKind.INNER else "; rows that wait for a partner"
    return f"rows of both sides by key, {until}{waiting}"


def _lookup_join(node: LookupJoin) -> str:
    waiting = "; left rows until the right has been read" if node.waits else ""
    return f"rows of the right by key{waiting}"


def _rank(node: Rank) -> str:
    if node.window_end is not None:
        return f"the first {node.last} rows per partition, until the window ends"
    if node.input.traits.changelog is not ChangelogMode.APPEND:
        return "all rows per partition, sorted"
    return f"the first {node.last} rows per partition, sorted"


def _over(node: Over) -> str:
    if not is_by_time(node.input.traits, node.order):
        return "all rows per partition"
    waiting = "rows that wait for the watermark; "
    clock = node.order[0].column in node.input.traits.proctimes
    if node.preceding is None:
        kept = "accumulators per partition"
    elif node.frame is Frame.RANGE:
        kept = f"rows of the last {duration_text(node.preceding)} per partition"
    else:
        kept = f"the last {node.preceding} rows per partition"
    return f"{'' if clock else waiting}{kept}"


def _match(node: Match) -> str:
    waiting = "" if node.processing_time else "; rows that wait for the watermark"
    return f"partial matches per key with their rows{waiting}"


_KEPT: Mapping[type, Callable[[Any], str | None]] = {
    GroupAggregate: _group_aggregate,
    WindowAggregate: _window_aggregate,
    WindowTable: _window_table,
    Join: _join,
    IntervalJoin: _interval_join,
    WindowJoin: lambda node: "rows of both sides by key, until the window ends",
    LookupJoin: _lookup_join,
    TemporalJoin: lambda node: (
        "versions of the right by key; left rows that wait for the watermark"
    ),
    Rank: _rank,
    FirstByTime: lambda node: "the first row per partition, until the watermark passes it",
    Over: _over,
    TimeSort: lambda node: "rows that wait for the watermark",
    SetOperation: lambda node: "how often each row is in both sides",
    Match: _match,
    TableFunction: lambda node: "a model per key" if node.partition else "one model",
}
