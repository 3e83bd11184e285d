"""How joins are rebuilt over inputs that give fewer columns.

A join keeps in its state what is read above it and by its condition, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from penstock.core.types import Field, Schema
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.paths import Path
from penstock.sql.plan_joins import AnyJoin, Join, JoinOn, LookupJoin
from penstock.sql.plan_unnest import Unnest
from penstock.sql.pruned import Pruned, traits_of
from penstock.sql.walk import remapped, renumbered


def rebuilt_join(node: AnyJoin, left: Pruned, right: Pruned, needed: set[Path]) -> Pruned:
    """Return a join over rebuilt sides that gives the needed columns."""
    columns = _both(node, left, right)
    kept = sorted({path[0] for path in needed} or {0})
    given = tuple(columns[node.columns[index]] for index in kept)
    fields = [
        Field(old.name, column.type.with_nullable(old.type.nullable))
        for old, column in zip((node.schema.fields[n] for n in kept), given, strict=True)
    ]
    schema = Schema(tuple(fields))
    references = {
        old: ColumnReference(place, field.name, field.type)
        for place, (old, field) in enumerate(zip(kept, fields, strict=True))
    }
    changed = replace(
        _timed(node, left, right),
        left=left.relation,
        right=right.relation,
        on=_on(node.on, left, right, columns),
        columns=tuple(column.index for column in given),
        schema=schema,
        traits=traits_of(node.traits, references),
    )
    return Pruned(changed, references)


def _timed(node: AnyJoin, left: Pruned, right: Pruned) -> AnyJoin:
    if isinstance(node, (Join, LookupJoin)):
        return node
    return replace(node, times=(left.place(node.times[0]), right.place(node.times[1])))


def _both(node: AnyJoin, left: Pruned, right: Pruned) -> dict[int, ColumnReference]:
    """Return both sides' columns by their old numbers."""
    before, now = len(node.left.schema), len(left.relation.schema)
    moved = {
        before + old: replace(column, index=column.index + now)
        for old, column in right.columns.items()
    }
    return {**left.columns, **moved}


def _on(on: JoinOn, left: Pruned, right: Pruned, columns: Mapping[int, ColumnReference]) -> JoinOn:
    return replace(
        on,
        left_keys=tuple(map(left.place, on.left_keys)),
        right_keys=tuple(map(right.place, on.right_keys)),
        condition=None if on.condition is None else remapped(on.condition, columns),
    )


def rebuilt_unnest(node: Unnest, below: Pruned, needed: set[Path]) -> Pruned:
    """Rebuild what opens a collection; the collection itself is given only to who reads it."""
    wanted = sorted({path[0] for path in needed if path[0] < len(node.kept)})
    places = (*wanted, *range(len(node.kept), len(node.schema)))
    given = {n: below.columns[node.kept[n]].type for n in wanted}
    fields = [node.schema.fields[n] for n in places]
    schema = Schema(
        tuple(Field(f.name, given.get(n, f.type)) for n, f in zip(places, fields, strict=True))
    )
    columns = {
        old: ColumnReference(place, field.name, field.type)
        for place, (old, field) in enumerate(zip(places, schema.fields, strict=True))
    }
    kept = tuple(below.place(node.kept[n]) for n in wanted)
    changed = replace(
        node, input=below.relation, collection=below.place(node.collection), kept=kept,
        schema=schema, traits=traits_of(node.traits, columns),
        condition=_of_elements(node, below),
    )  # fmt: skip
    return Pruned(changed, columns)


def _of_elements(node: Unnest, below: Pruned) -> Expression | None:
    """Return the condition on elements, which stand behind the input's columns, as many as now."""
    if node.condition is None:
        return None
    before, now = len(node.input.schema), len(below.relation.schema)
    return renumbered(
        node.condition,
        lambda index: below.place(index) if index < before else index - before + now,
    )
