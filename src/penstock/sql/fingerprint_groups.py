"""Names what windows, aggregates, grouping sets and table functions compute."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from penstock.sql.fingerprint_names import ColumnRule, Names, RowsRule, short
from penstock.sql.plan import Filter, Relation, TableFunction
from penstock.sql.plan_groups import (
    GroupAggregate,
    Window,
    WindowAggregate,
    WindowTable,
)
from penstock.sql.plan_sets import Expand

Aggregation: TypeAlias = WindowAggregate | GroupAggregate


def _window_table(node: WindowTable, names: Names) -> str:
    return f"{names.rows(node.input)} in {_window(node.input, node.window, names)}"


def _window_aggregate(node: WindowAggregate, names: Names) -> str:
    window = _window(node.input, node.window, names)
    return f"{names.rows(node.input)} by {window} {_aggregates(node, names)}"


def _group_aggregate(node: GroupAggregate, names: Names) -> str:
    return f"{names.rows(node.input)} grouped by {_aggregates(node, names)}"


def _expand(node: Expand, names: Names) -> str:
    return f"{names.rows(node.input)} in {node.sets} of {names.kept(node.input, node.keys)}"


def _table_function(node: TableFunction, names: Names) -> str:
    columns = names.columns(node.input, node.columns)
    keys = names.kept(node.input, node.partition)
    time = "" if node.time is None else f" at {names.column(node.input, node.time)}"
    call = f"{node.function}({columns} by {keys}{time}, {node.arguments!r})"
    return f"{names.rows(node.input)} through {call}"


def _window(below: Relation, window: Window, names: Names) -> str:
    sizes = f"{window.size_us} {window.slide_us} {window.offset_us}"
    keys = names.columns(below, window.partition)
    time = "the clock" if window.processing_time else names.column(below, window.time)
    return f"{window.kind.value}({time}, {sizes}, {keys})"


def _aggregates(node: Aggregation, names: Names) -> str:
    keys = names.kept(node.input, node.keys)
    return f"keys {keys} aggregates {', '.join(_aggregate_texts(node, names))}"


def _aggregate_texts(node: Aggregation, names: Names) -> list[str]:
    texts = []
    for each in node.aggregates:
        arguments = names.kept(node.input, each.arguments)
        condition = "" if each.condition is None else names.column(node.input, each.condition)
        name = f"{each.function}{' distinct' * each.distinct}"
        texts.append(f"{name}({arguments}) {each.type} where {condition}")
    return texts


def _group_column(node: Aggregation, index: int, names: Names) -> str:
    if index < len(node.keys):
        return short(names.column(node.input, node.keys[index]))
    properties = node.properties if isinstance(node, WindowAggregate) else ()
    texts = [*_aggregate_texts(node, names), *(each.value for each in properties)]
    return short(texts[index - len(node.keys)])


def _expanded_column(node: Expand, index: int, names: Names) -> str:
    copied = index - len(node.input.schema)
    if copied < 0:
        return names.column(node.input, index)
    if copied == len(node.keys):
        return "set"
    return f"{copied} {names.column(node.input, node.keys[copied])}"


def extended_column(node: Filter | WindowTable | TableFunction, index: int, names: Names) -> str:
    """Return what computes a column where a relation adds some behind those of its input."""
    added = index >= len(node.input.schema)
    return short(node.schema.names[index] if added else names.column(node.input, index))


ROWS: Mapping[type, RowsRule] = {
    WindowTable: _window_table,
    WindowAggregate: _window_aggregate,
    GroupAggregate: _group_aggregate,
    Expand: _expand,
    TableFunction: _table_function,
}
"""Which rows each kind of grouping gives."""

COLUMNS: Mapping[type, ColumnRule] = {
    WindowTable: extended_column,
    WindowAggregate: _group_column,
    GroupAggregate: _group_column,
    Expand: _expanded_column,
    TableFunction: extended_column,
}
"""What computes a column of each kind of grouping."""
