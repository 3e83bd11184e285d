"""Checks HOTSPOTS, and plans HOTSPOT_REGIONS: only key and coordinates reach it."""

from __future__ import annotations

from sqlglot import exp

from penstock.core.types import Schema
from penstock.learning.hotspot_config import BadHotspotSetting, hotspot_config
from penstock.sql.expression import ColumnReference
from penstock.sql.hotspot_functions import region_fields
from penstock.sql.plan import ChangelogMode, Project, Relation, Traits
from penstock.sql.plan_regions import HotspotRegions
from penstock.sql.planner import Planner
from penstock.sql.query_errors import BadArgument
from penstock.sql.table_arguments import Arguments
from penstock.sql.traits import projected
from penstock.sql.window_table import schema_with


def plan_hotspot_regions(planner: Planner, arguments: Arguments, node: exp.Expr) -> Relation:
    """Plan the table of regions of the rows that the call names."""
    keys, columns = arguments.partition, arguments.values["COLUMNS"]
    below = _only(arguments.source.relation, (*keys, *columns))
    names = [field.name for field in below.schema.fields[len(keys) :]]
    key_schema = Schema(below.schema.fields[: len(keys)])
    schema = schema_with(planner, key_schema, region_fields(names), node)
    traits = Traits(ChangelogMode.RETRACT, upsert_key=tuple(range(len(keys) + 1)))
    places = tuple(range(len(below.schema)))
    return HotspotRegions(
        below, places[: len(keys)], places[len(keys) :], arguments.literals, schema, traits
    )


def require_hotspots(planner: Planner, arguments: Arguments, node: exp.Expr) -> None:
    """Raise BadArgument when the arguments do not go together."""
    try:
        hotspot_config(arguments.literals, len(arguments.values["COLUMNS"]))
    except BadHotspotSetting as error:
        raise BadArgument(error.message, where=planner.place(node), hint=error.hint) from error


def _only(relation: Relation, columns: tuple[int, ...]) -> Relation:
    fields = [relation.schema.fields[column] for column in columns]
    references = tuple(
        ColumnReference(column, field.name, field.type)
        for column, field in zip(columns, fields, strict=True)
    )
    traits = projected(relation.traits, references)
    return Project(relation, references, Schema(tuple(fields)), traits)
