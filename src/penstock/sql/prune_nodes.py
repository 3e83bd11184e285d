"""How each kind of relation is rebuilt over inputs that give fewer columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from penstock.core.types import Field, Schema
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.paths import Path
from penstock.sql.plan import Filter, Project, Relation, TableFunction, Traits, Union
from penstock.sql.plan_groups import (
    Aggregate,
    GroupAggregate,
    Window,
    WindowAggregate,
    WindowTable,
)
from penstock.sql.plan_joins import IntervalJoin, Join, LookupJoin, TemporalJoin, WindowJoin
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import FirstByTime, Over, Rank, TimeSort
from penstock.sql.plan_sets import Expand
from penstock.sql.plan_unnest import Unnest
from penstock.sql.plan_walk import inputs_of, with_inputs
from penstock.sql.prune_joins import rebuilt_join, rebuilt_unnest
from penstock.sql.prune_match import rebuilt_match
from penstock.sql.prune_ranking import rebuilt_ranking
from penstock.sql.pruned import Pruned, traits_of
from penstock.sql.traits import projected
from penstock.sql.walk import remapped


def rebuilt(  # noqa: PLR0911 -- one case per kind
    node: Relation, below: Sequence[Pruned], needed: set[Path]
) -> Pruned:
    """Return a relation over rebuilt inputs."""
    match node:
        case Filter():
            return _filter(node, below[0])
        case Project():
            return _project(node, below[0], needed)
        case WindowTable() | TableFunction() | Expand():
            return _extended(node, below[0])
        case WindowAggregate() | GroupAggregate():
            return _aggregation(node, below[0], needed)
        case Union():
            return _union(node, below, needed)
        case Unnest():
            return rebuilt_unnest(node, below[0], needed)
        case Join() | IntervalJoin() | WindowJoin() | LookupJoin() | TemporalJoin():
            return rebuilt_join(node, below[0], below[1], needed)
        case Rank() | FirstByTime() | Over() | TimeSort():
            return rebuilt_ranking(node, below[0], needed)
        case Match():
            return rebuilt_match(node, below[0])
        case _:
            return _whole(node, below)


def _whole(node: Relation, below: Sequence[Pruned]) -> Pruned:
    """Rebuild a relation that has no rule of its own over inputs with all of their columns."""
    pairs = zip(inputs_of(node), below, strict=True)
    inputs = [_only(each, range(len(before.schema))) for before, each in pairs]
    return Pruned(with_inputs(node, inputs), _references(node.schema, range(len(node.schema))))


def _references(schema: Schema, old: Iterable[int]) -> dict[int, ColumnReference]:
    """Return references to a schema's columns by their old numbers, given in the new order."""
    return {
        column: ColumnReference(place, field.name, field.type)
        for (place, field), column in zip(enumerate(schema.fields), old, strict=True)
    }


def _filter(node: Filter, below: Pruned) -> Pruned:
    condition = remapped(node.condition, below.columns)
    relation = below.relation
    return Pruned(Filter(relation, condition, relation.schema, relation.traits), below.columns)


def _project(node: Project, below: Pruned, needed: set[Path]) -> Pruned:
    kept = sorted({path[0] for path in needed} or {0})
    columns = tuple(remapped(node.columns[index], below.columns) for index in kept)
    fields = tuple(
        _field(node.schema.fields[index], node.columns[index], column)
        for index, column in zip(kept, columns, strict=True)
    )
    traits = projected(below.relation.traits, columns)
    relation = Project(below.relation, columns, Schema(fields), traits)
    return Pruned(relation, _references(relation.schema, kept))


def _field(field: Field, before: Expression, after: Expression) -> Field:
    """Return an output column; its type follows its expression where that was narrowed."""
    return field if before.type == after.type else Field(field.name, after.type)


def _extended(node: WindowTable | TableFunction | Expand, below: Pruned) -> Pruned:
    """Rebuild a relation that adds columns behind those of its input."""
    count = len(node.input.schema)
    added = node.schema.fields[count:]
    schema = Schema((*below.relation.schema.fields, *added))
    first = len(below.relation.schema)
    behind = {
        count + place: ColumnReference(first + place, field.name, field.type)
        for place, field in enumerate(added)
    }
    columns = {**below.columns, **behind}
    return Pruned(_moved(node, below, schema, traits_of(node.traits, columns)), columns)


def _moved(
    node: WindowTable | TableFunction | Expand, below: Pruned, schema: Schema, traits: Traits
) -> Relation:
    """Return a relation over a rebuilt input, its column numbers brought up to date."""
    if isinstance(node, WindowTable):
        window = _window(node.window, below)
        return WindowTable(below.relation, window, schema, traits)
    if isinstance(node, Expand):
        keys = tuple(map(below.place, node.keys))
        return Expand(below.relation, keys, node.sets, schema, traits)
    return replace(
        node,
        input=below.relation,
        partition=tuple(map(below.place, node.partition)),
        columns=tuple(map(below.place, node.columns)),
        time=None if node.time is None else below.place(node.time),
        live=None if node.live is None else below.place(node.live),
        schema=schema,
        traits=traits,
    )


def _window(window: Window, below: Pruned) -> Window:
    partition = tuple(map(below.place, window.partition))
    return replace(window, time=below.place(window.time), partition=partition)


def _aggregation(
    node: WindowAggregate | GroupAggregate, below: Pruned, needed: set[Path]
) -> Pruned:
    if isinstance(node, GroupAggregate):
        return _group_aggregate(node, below)
    first = len(node.keys) + len(node.aggregates)
    wanted = {path[0] for path in needed}
    properties = [n for n in range(len(node.properties)) if first + n in wanted]
    kept = [*range(first), *(first + n for n in properties)]
    schema = Schema(tuple(node.schema.fields[index] for index in kept))
    columns = _references(schema, kept)
    changed = WindowAggregate(
        below.relation,
        _window(node.window, below),
        tuple(map(below.place, node.keys)),
        tuple(_aggregate(each, below) for each in node.aggregates),
        tuple(node.properties[n] for n in properties),
        schema,
        traits_of(node.traits, columns),
        node.attached,
    )
    return Pruned(changed, columns)


def _group_aggregate(node: GroupAggregate, below: Pruned) -> Pruned:
    changed = replace(
        node,
        input=below.relation,
        keys=tuple(map(below.place, node.keys)),
        aggregates=tuple(_aggregate(each, below) for each in node.aggregates),
    )
    return Pruned(changed, _references(node.schema, range(len(node.schema))))


def _aggregate(aggregate: Aggregate, below: Pruned) -> Aggregate:
    condition = None if aggregate.condition is None else below.place(aggregate.condition)
    arguments = tuple(map(below.place, aggregate.arguments))
    return replace(aggregate, arguments=arguments, condition=condition)


def _union(node: Union, below: Sequence[Pruned], needed: set[Path]) -> Pruned:
    """Rebuild a union; inputs that are shared may have more columns left than it needs."""
    kept = sorted({path[0] for path in needed} or {0})
    schema = Schema(tuple(node.schema.fields[index] for index in kept))
    columns = _references(schema, kept)
    inputs = tuple(_only(each, kept) for each in below)
    traits = traits_of(node.traits, columns)
    return Pruned(replace(node, inputs=inputs, schema=schema, traits=traits), columns)


def _only(below: Pruned, kept: Sequence[int]) -> Relation:
    columns = tuple(below.columns[index] for index in kept)
    relation = below.relation
    if columns == tuple(_references(relation.schema, range(len(relation.schema))).values()):
        return relation
    schema = Schema(tuple(Field(column.name, column.type) for column in columns))
    numbers = {column.index: replace(column, index=n) for n, column in enumerate(columns)}
    return Project(relation, columns, schema, traits_of(relation.traits, numbers))
