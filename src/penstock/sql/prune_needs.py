"""What each kind of relation reads of its inputs to give the columns that are needed of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from penstock.sql.paths import Path, paths_of
from penstock.sql.plan import (
    Filter,
    Project,
    Relation,
    TableFunction,
    Union,
)
from penstock.sql.plan_groups import (
    Aggregate,
    GroupAggregate,
    WindowAggregate,
    WindowTable,
)
from penstock.sql.plan_joins import IntervalJoin, Join, LookupJoin, TemporalJoin, WindowJoin
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import FirstByTime, Over, Rank, TimeSort
from penstock.sql.plan_sets import Expand
from penstock.sql.plan_unnest import Unnest
from penstock.sql.plan_walk import inputs_of
from penstock.sql.prune_join_needs import join_needs
from penstock.sql.prune_match import match_needs
from penstock.sql.prune_ranking import ranking_needs
from penstock.sql.walk import columns_of

OneInput: TypeAlias = (
    Filter | Project | WindowTable | TableFunction | WindowAggregate | GroupAggregate | Expand
)
Needs: TypeAlias = Iterable[tuple[Relation, set[Path]]]


def needs_of_inputs(  # noqa: PLR0911 -- one case per kind
    node: Relation, needed: set[Path]
) -> Needs:
    """Return what a relation reads of each input to give the needed columns."""
    if isinstance(node, Union):
        return [(below, _whole(path[0] for path in needed)) for below in node.inputs]
    if isinstance(node, OneInput):
        return [(node.input, _needs_of_input(node, needed))]
    if isinstance(node, (Join, IntervalJoin, WindowJoin, LookupJoin, TemporalJoin)):
        return join_needs(node, needed)
    if isinstance(node, Rank | FirstByTime | Over | TimeSort):
        return [(node.input, ranking_needs(node, needed))]
    if isinstance(node, Match):
        return [(node.input, match_needs(node))]
    if isinstance(node, Unnest):
        kept = {(node.kept[path[0]], *path[1:]) for path in needed if path[0] < len(node.kept)}
        read = set() if node.condition is None else columns_of(node.condition)
        asked = _whole(each for each in read if each < len(node.input.schema))
        return [(node.input, kept | asked | {(node.collection,)})]
    # A kind of relation that has no rule here reads everything.
    return [(below, _whole(range(len(below.schema)))) for below in inputs_of(node)]


def _needs_of_input(  # noqa: PLR0911 -- one case per kind
    node: OneInput, needed: set[Path]
) -> set[Path]:
    match node:
        case Filter(condition=condition):
            return needed | paths_of(condition)
        case Project(columns=columns):
            wanted = needed or {(0,)}
            return {each for path in wanted for each in paths_of(columns[path[0]], path[1:])}
        case WindowTable(window=window):
            return _passed(node.input, needed) | _whole((window.time, *window.partition))
        case TableFunction():
            return _passed(node.input, needed) | _whole(node.reads)
        case WindowAggregate():
            return _whole((node.window.time,)) | _aggregated(node.keys, node.aggregates)
        case Expand(keys=keys):
            return _passed(node.input, needed) | _whole(keys)
        case GroupAggregate():
            return _aggregated(node.keys, node.aggregates) or {(0,)}


def _whole(columns: Iterable[int]) -> set[Path]:
    return {(column,) for column in columns}


def _passed(below: Relation, needed: set[Path]) -> set[Path]:
    return {path for path in needed if path[0] < len(below.schema)}


def _aggregated(keys: Iterable[int], aggregates: Iterable[Aggregate]) -> set[Path]:
    """Return what keys and aggregates read.

    All aggregates stay, needed or not: what one statement reads of a shared window must not change
    the state that another one left in a checkpoint.
    """
    columns = set(keys)
    for aggregate in aggregates:
        columns.update(aggregate.arguments)
        columns.update(() if aggregate.condition is None else (aggregate.condition,))
    return _whole(columns)
