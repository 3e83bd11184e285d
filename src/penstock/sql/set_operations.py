"""UNION, INTERSECT and EXCEPT [ALL]: relations one below the other, brought to common types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from penstock.core.types import Field, Schema
from penstock.functions.coercion import common_type
from penstock.sql.arranging import PARTS, arranged
from penstock.sql.changelog import is_updating, passed_on
from penstock.sql.clauses import refuse_others
from penstock.sql.coerce import converted
from penstock.sql.errors import TypeMismatch
from penstock.sql.group_aggregate import plan_distinct
from penstock.sql.plan import ChangelogMode, Relation, Traits, Union
from penstock.sql.plan_sets import SetKind, SetOperation
from penstock.sql.planner import Planner, project, references
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.with_queries import knowing_with


def plan_union(planner: Planner, node: exp.Union) -> Relation:
    """Plan UNION [ALL]; column names are those of the first query."""
    planner = knowing_with(planner, node)
    inputs, schema = _alike(planner, node, list(_parts(planner, node)))
    united = Union(inputs, schema, _traits(inputs))
    every = not node.args.get("distinct")
    return arranged(planner, node, united if every else plan_distinct(united))


def plan_intersect(planner: Planner, node: exp.Intersect) -> Relation:
    """Plan INTERSECT [ALL]."""
    return _compared(planner, node, SetKind.INTERSECT)


def plan_except(planner: Planner, node: exp.Except) -> Relation:
    """Plan EXCEPT [ALL]."""
    return _compared(planner, node, SetKind.EXCEPT)


def _compared(planner: Planner, node: exp.SetOperation, kind: SetKind) -> Relation:
    planner = knowing_with(planner, node)
    refuse_others(planner, node, ("this", "expression", "with_", "distinct", *PARTS))
    (left, right), _ = _alike(planner, node, [node.this, node.expression])
    every = not node.args.get("distinct")
    # What both sides have is only ever more while rows are only added.
    grows = kind is SetKind.INTERSECT and not is_updating(left) and not is_updating(right)
    key = None if every else tuple(range(len(left.schema)))
    traits = Traits(ChangelogMode.APPEND if grows else ChangelogMode.RETRACT, upsert_key=key)
    return arranged(planner, node, SetOperation(left, right, kind, every, left.schema, traits))


def _alike(
    planner: Planner, node: exp.SetOperation, parts: Sequence[exp.Expr]
) -> tuple[tuple[Relation, ...], Schema]:
    """Return the relations of queries, their columns brought to types in common, and those."""
    what = f"{type(node).__name__.upper()}{'' if node.args.get('distinct') else ' ALL'}"
    inputs = [planner.query(part) for part in parts]
    for part, relation in zip(parts[1:], inputs[1:], strict=True):
        _check_count(planner, part, what, inputs[0], relation)
    schema = _common_schema(planner, what, parts, inputs)
    return tuple(_as(relation, schema) for relation in inputs), schema


def _parts(planner: Planner, node: exp.Expr) -> Iterator[exp.Expr]:
    """Yield the queries of a chain of UNION [ALL] from left to right."""
    refuse_others(planner, node, ("this", "expression", "with_", "distinct", *PARTS))
    left, same = node.this, node.args.get("distinct")
    if isinstance(left, exp.Union) and left.args.get("distinct") == same:
        yield from _parts(planner, left)
    else:
        yield left
    yield node.expression


def _check_count(
    planner: Planner, node: exp.Expr, what: str, first: Relation, other: Relation
) -> None:
    if len(first.schema) != len(other.schema):
        message = f"{what} of {len(first.schema)} columns with {len(other.schema)}"
        hint = f"the first query gives {', '.join(first.schema.names)}"
        raise ColumnCountMismatch(message, where=planner.place(node), hint=hint)


def _common_schema(
    planner: Planner, what: str, parts: Sequence[exp.Expr], inputs: Sequence[Relation]
) -> Schema:
    fields = []
    for position, field in enumerate(inputs[0].schema.fields):
        types = [each.schema.fields[position].type for each in inputs]
        found = common_type(types)
        if found is None:
            shown = ", ".join(str(each.with_nullable(True)) for each in types)
            message = f"{what}: column '{field.name}' has no type in common: {shown}"
            lengths = range(1, len(types))
            first = next((n for n in lengths if common_type(types[: n + 1]) is None), 0)
            place = planner.place(parts[first])
            raise TypeMismatch(message, where=place, hint="CAST it in each query")
        fields.append(Field(field.name, found))
    return Schema(tuple(fields))


def _as(relation: Relation, schema: Schema) -> Relation:
    columns = [
        converted(column, field.type)
        for column, field in zip(references(relation), schema.fields, strict=True)
    ]
    return project(relation, columns, schema.names)


def _traits(inputs: Sequence[Relation]) -> Traits:
    """A column stays a time attribute where it is one in all inputs."""
    rowtimes = set.intersection(*(set(each.traits.rowtimes) for each in inputs))
    proctimes = set.intersection(*(set(each.traits.proctimes) for each in inputs))
    return Traits(passed_on(inputs), tuple(sorted(rowtimes)), tuple(sorted(proctimes)))
