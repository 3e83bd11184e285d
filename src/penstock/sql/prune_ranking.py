"""What rankings read of their input, and how they are rebuilt over fewer columns.

They keep rows, so below each stands a projection to the columns that are needed: what another
statement reads of the same table takes no room in this one's state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeAlias

from penstock.core.types import Field, Schema
from penstock.sql.changelog import is_updating
from penstock.sql.expression import ColumnReference
from penstock.sql.paths import Path
from penstock.sql.plan import Relation
from penstock.sql.plan_rank import FirstByTime, Over, OverCall, Rank, SortKey, TimeSort
from penstock.sql.planner import project
from penstock.sql.pruned import Pruned, traits_of

Ranking: TypeAlias = Rank | FirstByTime | Over | TimeSort


def ranking_needs(node: Ranking, needed: set[Path]) -> set[Path]:
    """Return what a ranking reads of its input to give the needed columns."""
    passed = {path for path in needed if path[0] < len(node.input.schema)}
    return passed | {(column,) for column in _own(node)} or {(0,)}


def _own(node: Ranking) -> Iterable[int]:
    """Return the columns that a ranking reads itself."""
    if isinstance(node, Rank | Over | TimeSort):
        yield from (key.column for key in node.order)
    if isinstance(node, Rank | Over | FirstByTime):
        yield from node.partition
    if isinstance(node, FirstByTime | TimeSort):
        yield node.time
    if isinstance(node, Over):
        for call in node.calls:
            yield from call.arguments
            yield from () if call.condition is None else (call.condition,)
    if isinstance(node, Rank) and is_updating(node.input):
        yield from node.input.traits.upsert_key or ()


def rebuilt_ranking(node: Ranking, below: Pruned, needed: set[Path]) -> Pruned:
    """Return a ranking over a rebuilt input."""
    kept = sorted({path[0] for path in ranking_needs(node, needed)})
    relation = _only(below, kept)
    places = {old: new for new, old in enumerate(kept)}
    own, count = node.schema.fields[len(node.input.schema) :], len(node.input.schema)
    if isinstance(node, Rank) and node.numbered and (count,) not in needed:
        own, node = (), _unnumbered(node)
    schema = Schema((*relation.schema.fields, *own))
    columns = _references(schema, [*kept, *range(count, count + len(own))])
    traits = traits_of(node.traits, columns)
    changed = replace(_moved(node, places), input=relation, schema=schema, traits=traits)
    return Pruned(changed, columns)


def _unnumbered(node: Rank) -> Rank:
    """Return a Top-N whose places nobody asks for: rows that only move change nothing."""
    single = node.first == node.last
    key = node.partition if single else node.input.traits.upsert_key
    traits = replace(node.traits, upsert_key=key)
    return replace(node, numbered=False, traits=traits)


def _only(below: Pruned, kept: Sequence[int]) -> Relation:
    columns = [below.columns[index] for index in kept]
    return project(below.relation, columns, [column.name for column in columns])


def _references(schema: Schema, old: Sequence[int]) -> dict[int, ColumnReference]:
    fields: Iterable[tuple[int, tuple[int, Field]]] = zip(
        old, enumerate(schema.fields), strict=True
    )
    return {index: ColumnReference(new, field.name, field.type) for index, (new, field) in fields}


def _moved(node: Ranking, places: dict[int, int]) -> Ranking:
    """Return a ranking with the numbers that its input's columns have now."""
    match node:
        case Rank():
            end = None if node.window_end is None else places[node.window_end]
            partition, order = _at(node.partition, places), _by(node.order, places)
            return replace(node, partition=partition, order=order, window_end=end)
        case FirstByTime():
            return replace(node, partition=_at(node.partition, places), time=places[node.time])
        case Over():
            return replace(
                node,
                partition=_at(node.partition, places),
                order=_by(node.order, places),
                calls=tuple(_call(call, places) for call in node.calls),
            )
        case TimeSort():
            return replace(node, time=places[node.time], order=_by(node.order, places))


def _at(columns: Sequence[int], places: dict[int, int]) -> tuple[int, ...]:
    return tuple(places[column] for column in columns)


def _by(order: Sequence[SortKey], places: dict[int, int]) -> tuple[SortKey, ...]:
    return tuple(replace(key, column=places[key.column]) for key in order)


def _call(call: OverCall, places: dict[int, int]) -> OverCall:
    condition = None if call.condition is None else places[call.condition]
    return replace(call, arguments=_at(call.arguments, places), condition=condition)
