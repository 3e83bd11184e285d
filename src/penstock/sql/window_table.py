"""TUMBLE, HOP, CUMULATE and SESSION behind FROM: rows with the windows that they belong to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.core.types import TIMESTAMP_3, Field, Schema
from penstock.sql.changelog import require_append
from penstock.sql.errors import DuplicateName
from penstock.sql.plan import Relation, Traits
from penstock.sql.plan_groups import (
    Window,
    WindowKind,
    WindowProperty,
    WindowTable,
)
from penstock.sql.planner import Planner
from penstock.sql.query_errors import BadArgument, NotATimeAttribute
from penstock.sql.table_arguments import Arguments
from penstock.sql.table_functions import TableFunctionDeclaration

WINDOW_TYPE = TIMESTAMP_3.with_nullable(False)


def plan_window_table(
    planner: Planner, declaration: TableFunctionDeclaration, arguments: Arguments, node: exp.Expr
) -> Relation:
    """Plan a window function; the rows get window_start, window_end and window_time."""
    source = arguments.source.relation
    require_append(planner, source, f"the window function {declaration.name}", node)
    descriptor = arguments.nodes["TIMECOL"]
    (time,) = _one_column(planner, arguments.values["TIMECOL"], descriptor)
    clock = is_processing_time(planner, source, time, descriptor.expressions[0])
    kind = WindowKind(declaration.name)
    if arguments.partition and kind is not WindowKind.SESSION:
        hint = "leave it out, and group by the keys; only SESSION windows depend on them"
        raise planner.unsupported(f"PARTITION BY of {kind}", node, hint)
    size = arguments.values["GAP" if kind is WindowKind.SESSION else "SIZE"]
    slide = arguments.values.get("SLIDE", arguments.values.get("STEP", size))
    check_multiple(planner, kind, size, slide, node)
    offset = arguments.values.get("OFFSET", 0)
    window = Window(kind, time, size, slide, offset, arguments.partition, clock)
    time_type = source.schema.fields[time].type.with_nullable(False)
    added = (
        Field(WindowProperty.START.value, WINDOW_TYPE),
        Field(WindowProperty.END.value, WINDOW_TYPE),
        Field(WindowProperty.TIME.value, time_type),
    )
    schema = schema_with(planner, source.schema, added, node)
    times = (len(schema) - 1,)
    traits = Traits(proctimes=times) if clock else Traits(rowtimes=times)
    return WindowTable(source, window, schema, traits)


def _one_column(planner: Planner, columns: Sequence[int], node: exp.Expr) -> Sequence[int]:
    """Return the single column of a DESCRIPTOR."""
    if len(columns) != 1:
        message = "a window takes one time column"
        raise BadArgument(message, where=planner.place(node), hint="DESCRIPTOR(ts)")
    return columns


def is_processing_time(planner: Planner, source: Relation, time: int, node: exp.Expr) -> bool:
    """Say whether a time attribute is the clock; an error if it is none."""
    clock = time in source.traits.proctimes
    if not clock and time not in source.traits.rowtimes:
        raise NotATimeAttribute(source.schema.fields[time].name, planner.place(node))
    return clock


def check_multiple(
    planner: Planner, kind: WindowKind, size: int, slide: int, node: exp.Expr
) -> None:
    """Raise an error unless windows are made of whole slides or steps, as Flink asks."""
    if size % slide:
        name = "SLIDE" if kind is WindowKind.HOP else "STEP"
        message = f"{kind}: SIZE must be a whole multiple of {name}"
        hint = f"such as {name} => INTERVAL '10' SECOND, SIZE => INTERVAL '60' SECOND"
        raise BadArgument(message, where=planner.place(node), hint=hint)


def schema_with(planner: Planner, schema: Schema, added: Sequence[Field], node: exp.Expr) -> Schema:
    """Return a schema with columns behind it; an error if it has such names already."""
    for field in added:
        if field.name in schema.names:
            message = f"the input has a column '{field.name}' already"
            hint = "give it another name in a view"
            raise DuplicateName(message, where=planner.place(node), hint=hint)
    return Schema((*schema.fields, *added))
