"""Windows, aggregates, grouping sets and table functions as lines of a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from penstock.sql.expression_text import columns_text, duration_text, name_text
from penstock.sql.plan import TableFunction
from penstock.sql.plan_groups import (
    Aggregate,
    GroupAggregate,
    Window,
    WindowAggregate,
    WindowKind,
    WindowTable,
)
from penstock.sql.plan_sets import Expand


def _window_table(node: WindowTable) -> str:
    return f"WindowTable {_window(node.window, node.input.schema.names)}"


def _window(window: Window, names: Sequence[str]) -> str:
    word = "gap" if window.kind is WindowKind.SESSION else "size"
    time = "the clock" if window.processing_time else name_text(names[window.time])
    parts = [time, f"{word} {duration_text(window.size_us)}"]
    if window.slide_us != window.size_us:
        word = "slide" if window.kind is WindowKind.HOP else "step"
        parts.append(f"{word} {duration_text(window.slide_us)}")
    if window.offset_us:
        parts.append(f"offset {duration_text(window.offset_us)}")
    return f"{window.kind}({', '.join(parts)})"


def _window_aggregate(node: WindowAggregate) -> str:
    parts = [*_groups(node), *(each.value for each in node.properties)]
    return f"WindowAggregate {_window(node.window, node.input.schema.names)}: {', '.join(parts)}"


def _group_aggregate(node: GroupAggregate) -> str:
    life = f"; kept for {duration_text(node.state_ttl_us)}" if node.state_ttl_us else ""
    return f"GroupAggregate {', '.join(_groups(node))}{life}"


def _expand(node: Expand) -> str:
    names = [node.input.schema.names[key] for key in node.keys]
    sets = [f"({columns_text([names[place] for place in each])})" for each in node.sets]
    return f"Expand {', '.join(sets)}"


def _groups(node: WindowAggregate | GroupAggregate) -> list[str]:
    below, first = node.input.schema.names, len(node.keys)
    keys = columns_text([below[key] for key in node.keys])
    named = zip(node.schema.names[first:], node.aggregates, strict=False)
    calls = [f"{name_text(name)} = {_aggregate(call, below)}" for name, call in named]
    return [*([f"by {keys}"] if keys else []), *calls]


def _aggregate(aggregate: Aggregate, below: Sequence[str]) -> str:
    arguments = columns_text([below[each] for each in aggregate.arguments]) or "*"
    text = f"{aggregate.function}({'DISTINCT ' * aggregate.distinct}{arguments})"
    if aggregate.condition is not None:
        text += f" FILTER (WHERE {name_text(below[aggregate.condition])})"
    return text


def _table_function(node: TableFunction) -> str:
    names = node.input.schema.names
    parts = [columns_text([names[each] for each in node.columns])]
    if node.partition:
        parts.append(f"by {columns_text([names[each] for each in node.partition])}")
    parts += [f"{name} => {value}" for name, value in node.arguments]
    return f"{node.function}({', '.join(parts)})"


DESCRIPTIONS: Mapping[type, Callable[..., str]] = {
    WindowTable: _window_table,
    WindowAggregate: _window_aggregate,
    GroupAggregate: _group_aggregate,
    Expand: _expand,
    TableFunction: _table_function,
}
"""How each kind of grouping is described."""
