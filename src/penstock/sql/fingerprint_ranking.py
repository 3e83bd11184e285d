"""What a ranking does to the rows of its input, in words that name its state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penstock.sql.fingerprint_names import ColumnRule, Names, RowsRule, short
from penstock.sql.plan import Relation
from penstock.sql.plan_rank import FirstByTime, Over, Rank, SortKey, TimeSort
from penstock.sql.rank_rules import shows_again


def _rows_of_rank(node: Rank, names: Names) -> str:
    rows = _all(node.input, names) if shows_again(node) else "none"
    places = f"{node.first} to {node.last} {node.latest_first}"
    keys = names.kept(node.input, node.partition)
    windows = "" if node.window_end is None else " of windows"
    order = _order(node.input, node.order, names)
    return _above(node.input, f" rank {places} of ({keys}){windows} {order} in {rows}", names)


def _rows_of_first_by_time(node: FirstByTime, names: Names) -> str:
    below = node.input
    keys, time = names.kept(below, node.partition), names.kept(below, (node.time,))
    return _above(below, f" first of ({keys}) by {time} in {_all(below, names)}", names)


def _rows_of_over(node: Over, names: Names) -> str:
    return _above(node.input, _over(node, names), names)


def _rows_of_time_sort(node: TimeSort, names: Names) -> str:
    below = node.input
    time, order = names.kept(below, (node.time,)), _order(below, node.order, names)
    return _above(below, f" sorted by {time} {order} in {_all(below, names)}", names)


def _above(below: Relation, text: str, names: Names) -> str:
    return short(f"{names.rows(below)}{text}")


def _all(below: Relation, names: Names) -> str:
    """Return all columns: the rows that a ranking keeps have those of its input."""
    return names.kept(below, range(len(below.schema)))


def _order(below: Relation, order: Sequence[SortKey], names: Names) -> str:
    terms = (
        f"{names.kept(below, (key.column,))} {key.descending} {key.nulls_first}" for key in order
    )
    return f"order {', '.join(terms)}"


def _over(node: Over, names: Names) -> str:
    keys, order = names.kept(node.input, node.partition), _order(node.input, node.order, names)
    frame = f"{node.frame.value} {node.preceding}"
    return f" over ({keys}) {order} {frame} {_calls(node, names)} in {_all(node.input, names)}"


def _calls(node: Over, names: Names) -> str:
    texts = []
    for call in node.calls:
        condition = "" if call.condition is None else names.kept(node.input, (call.condition,))
        arguments = f"{names.kept(node.input, call.arguments)} {call.offset}"
        distinct = "DISTINCT " * call.distinct
        texts.append(f"{call.function}({distinct}{arguments}) {call.type} where {condition}")
    return "; ".join(texts)


def _column(node: Rank | FirstByTime | TimeSort, index: int, names: Names) -> str:
    if index < len(node.input.schema):
        return names.column(node.input, index)
    return node.schema.names[index]


def _column_of_over(node: Over, index: int, names: Names) -> str:
    added = index - len(node.input.schema)
    return names.column(node.input, index) if added < 0 else f"{_over(node, names)} {added}"


ROWS: Mapping[type, RowsRule] = {
    Rank: _rows_of_rank,
    FirstByTime: _rows_of_first_by_time,
    Over: _rows_of_over,
    TimeSort: _rows_of_time_sort,
}
"""Which rows each kind of ranking gives."""

COLUMNS: Mapping[type, ColumnRule] = {
    Rank: _column,
    FirstByTime: _column,
    Over: _column_of_over,
    TimeSort: _column,
}
"""What computes a column of each kind of ranking."""
