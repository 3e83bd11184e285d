"""Names what a join computes: what makes rows partners, and which columns its state holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.fingerprint_names import ColumnRule, Names, RowsRule, short
from penstock.sql.plan_joins import (
    AnyJoin,
    IntervalJoin,
    Join,
    LookupJoin,
    TemporalJoin,
    WindowJoin,
    times_of,
)
from penstock.sql.plan_unnest import Unnest
from penstock.sql.walk import columns_of, remapped


def _join(node: AnyJoin, names: Names) -> str:
    on, first = node.on, len(node.left.schema)
    pairs = zip(on.left_keys, on.right_keys, strict=True)
    keys = _kept(node, (each for one, other in pairs for each in (one, first + other)), names)
    read = set() if on.condition is None else columns_of(on.condition)
    state = _kept(node, sorted({*node.columns, *read}), names)
    return (
        f"({names.rows(node.left)}) {node.kind} {type(node).__name__} ({names.rows(node.right)})"
        f" on {keys} {on.null_safe} and {_condition(node, names)}"
        f" in {_times(node, names)} keeping {state}"
    )


def _kept(node: AnyJoin, columns: Iterable[int], names: Names) -> str:
    fields = (*node.left.schema.fields, *node.right.schema.fields)
    texts = (f"{_side_column(node, each, names)} {fields[each].type.arrow}" for each in columns)
    return ", ".join(texts)


def _condition(node: AnyJoin, names: Names) -> str:
    condition = node.on.condition
    if condition is None:
        return ""
    fields = (*node.left.schema.fields, *node.right.schema.fields)
    columns: dict[int, Expression] = {
        index: ColumnReference(-1, _side_column(node, index, names), fields[index].type)
        for index in columns_of(condition)
    }
    return str(remapped(condition, columns))


def _times(node: AnyJoin, names: Names) -> str:
    left, right = times_of(node)
    times = [names.column(node.left, each) for each in left]
    times += [names.column(node.right, each) for each in right]
    if isinstance(node, IntervalJoin):
        times.append(f"from {node.lower_us} to {node.upper_us} {node.processing_time}")
    return " ".join(times)


def _side_column(node: AnyJoin, index: int, names: Names) -> str:
    """Return what computes a column of a join's side, and which side that is."""
    first = len(node.left.schema)
    if index < first:
        return short(f"left {names.column(node.left, index)}")
    return short(f"right {names.column(node.right, index - first)}")


def _joined_column(node: AnyJoin, index: int, names: Names) -> str:
    return _side_column(node, node.columns[index], names)


def _unnest(node: Unnest, names: Names) -> str:
    collection = names.column(node.input, node.collection)
    condition = "" if node.condition is None else f" on {node.condition}"
    return f"{names.rows(node.input)} unnest {node.outer} {collection}{condition}"


def _unnested_column(node: Unnest, index: int, names: Names) -> str:
    if index < len(node.kept):
        return names.column(node.input, node.kept[index])
    return node.schema.names[index]


_JOINS = (Join, IntervalJoin, WindowJoin, LookupJoin, TemporalJoin)

ROWS: Mapping[type, RowsRule] = {**dict.fromkeys(_JOINS, _join), Unnest: _unnest}
"""Which rows each kind of join gives."""

COLUMNS: Mapping[type, ColumnRule] = {
    **dict.fromkeys(_JOINS, _joined_column),
    Unnest: _unnested_column,
}
"""What computes a column of each kind of join."""
