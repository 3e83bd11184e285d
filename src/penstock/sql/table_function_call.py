"""Table functions behind FROM: windows, and those that score or enrich rows."""

from __future__ import annotations

from sqlglot import exp

from penstock.core.types import NUMBERS
from penstock.sql.changelog import require_append
from penstock.sql.errors import TypeMismatch, UnknownFunction
from penstock.sql.forest_functions import HISTORY
from penstock.sql.forest_history import with_history
from penstock.sql.forest_season import season_time
from penstock.sql.hotspot_functions import HOTSPOT_FUNCTIONS, HOTSPOT_REGIONS
from penstock.sql.hotspot_regions import plan_hotspot_regions, require_hotspots
from penstock.sql.nodes import called
from penstock.sql.plan import Relation, TableFunction
from penstock.sql.planner import Planner
from penstock.sql.table_arguments import Arguments, read_arguments
from penstock.sql.table_functions import WINDOW_FUNCTIONS, TableFunctionDeclaration
from penstock.sql.table_list import TABLE_FUNCTIONS
from penstock.sql.window_table import plan_window_table, schema_with


def plan_table_function(planner: Planner, node: exp.Expr) -> Relation:
    """Plan `TABLE(FUNCTION(…))`."""
    name = called(node)
    declaration = TABLE_FUNCTIONS.get(name or "")
    if declaration is None:
        shown = name or node.sql()
        raise UnknownFunction(shown, TABLE_FUNCTIONS, planner.place(node))
    arguments = read_arguments(planner, declaration, node)
    if declaration in WINDOW_FUNCTIONS:
        return plan_window_table(planner, declaration, arguments, node)
    return _plan_function(planner, declaration, arguments, node)


def _plan_function(
    planner: Planner, declaration: TableFunctionDeclaration, arguments: Arguments, node: exp.Expr
) -> Relation:
    source = arguments.source.relation
    require_append(planner, source, declaration.name, node)
    _require_numbers(planner, declaration, arguments)
    if declaration in HOTSPOT_FUNCTIONS:
        require_hotspots(planner, arguments, node)
    if declaration is HOTSPOT_REGIONS:
        return plan_hotspot_regions(planner, arguments, node)
    columns = arguments.values["COLUMNS"]
    names = [source.schema.names[column] for column in columns]
    more = declaration.adds_more
    added = more(dict(arguments.literals), names) if more else ()
    function = TableFunction(
        source, declaration.name, arguments.partition, columns, arguments.literals,
        schema_with(planner, source.schema, (*declaration.adds, *added), node), source.traits,
        season_time(planner, source, arguments),
    )  # fmt: skip
    history = arguments.values.get(HISTORY)
    if history is None:
        return function
    return with_history(planner, function, history, arguments.nodes[HISTORY])


def _require_numbers(
    planner: Planner, declaration: TableFunctionDeclaration, arguments: Arguments
) -> None:
    source, columns = arguments.source.relation, arguments.values["COLUMNS"]
    for column, part in zip(columns, arguments.nodes["COLUMNS"].expressions, strict=True):
        field = source.schema.fields[column]
        if field.type.kind not in NUMBERS:
            message = f"{declaration.name} takes numbers; '{field.name}' is {field.type}"
            hint = f"CAST({field.name} AS DOUBLE) in a view"
            raise TypeMismatch(message, where=planner.place(part), hint=hint)
