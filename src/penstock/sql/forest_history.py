"""HISTORY of a forest: rows of another table that it learns first, and that give no results."""

from __future__ import annotations

from dataclasses import replace

from sqlglot import exp

from penstock.core.types import BOOLEAN, NUMBERS, Field, Schema
from penstock.sql.changelog import require_append
from penstock.sql.coerce import converted
from penstock.sql.errors import TypeMismatch
from penstock.sql.expression import ColumnReference, Expression, Literal
from penstock.sql.plan import Filter, Project, Relation, TableFunction, Union
from penstock.sql.plan_walk import is_bounded
from penstock.sql.planner import Planner, Source, project, references
from penstock.sql.traits import projected

_LIVE = "$live"


def with_history(
    planner: Planner, function: TableFunction, history: Source, node: exp.Expr
) -> Relation:
    """Return the function's rows after it has seen those of `history`.

    History and live rows run through the function one after the other, told apart by a column;
    then those of the history are dropped. They are matched by name and need only have the columns
    of PARTITION BY and of the DESCRIPTOR.
    """
    require_append(planner, history.relation, f"{function.function}'s history", node)
    if not is_bounded(history.relation):
        what = f"{function.function} with a history that has no end"
        hint = (
            "read files that are not followed, or a stream with"
            " 'scan.bounded.mode' = 'latest-offset'"
        )
        raise planner.unsupported(what, node, hint)
    live = function.input
    names = (*live.schema.names, _LIVE)
    fields = (*live.schema.fields, Field(_LIVE, BOOLEAN))
    first = project(live, [*references(live), Literal(True, BOOLEAN)], names)
    then = _past(planner, function, history.relation, node)
    then = project(then, [*references(then), Literal(False, BOOLEAN)], names)
    schema = Schema(fields)
    both = Union((first, then), schema, first.traits, in_turn=True)
    added = function.schema.fields[len(live.schema) :]
    alive = ColumnReference(len(live.schema), _LIVE, BOOLEAN)
    scored = replace(
        function, input=both, schema=Schema((*fields, *added)), traits=both.traits, live=alive.index
    )
    kept = Filter(scored, alive, scored.schema, both.traits)
    columns = [each for each in references(kept) if each.name != _LIVE]
    return Project(kept, tuple(columns), function.schema, projected(kept.traits, columns))


def _past(planner: Planner, function: TableFunction, past: Relation, node: exp.Expr) -> Relation:
    """Return the history's rows with the live table's columns, NULL where they are not needed."""
    needed = set(function.reads)
    columns: list[Expression] = []
    for place, field in enumerate(function.input.schema.fields):
        if place not in needed:
            columns.append(Literal(None, field.type.with_nullable(True)))
            continue
        if field.name not in past.schema.names:
            message = f"the history has no column '{field.name}'"
            hint = "name it in a view: SELECT other AS " + field.name
            raise TypeMismatch(message, where=planner.place(node), hint=hint)
        columns.append(
            _as(planner, references(past)[past.schema.names.index(field.name)], field, node)
        )
    return project(past, columns, function.input.schema.names)


def _as(planner: Planner, column: ColumnReference, field: Field, node: exp.Expr) -> Expression:
    numbers = {column.type.kind, field.type.kind} <= set(NUMBERS)
    if column.type.kind is not field.type.kind and not numbers:
        message = f"the history's column '{field.name}' is {column.type}, not {field.type}"
        hint = f"CAST({field.name} AS {field.type}) in a view"
        raise TypeMismatch(message, where=planner.place(node), hint=hint)
    return converted(column, field.type)
