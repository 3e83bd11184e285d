"""Names what MATCH_RECOGNIZE looks for, whatever columns its input has."""

from __future__ import annotations

from collections.abc import Mapping

from penstock.sql.fingerprint_names import ColumnRule, Names, RowsRule, short
from penstock.sql.plan_match import Match


def _rows(node: Match, names: Names) -> str:
    return short(f"{names.rows(node.input)}{_match(node, names)}")


def _match(node: Match, names: Names) -> str:
    """Return what makes matches and what is kept of their rows."""
    below = node.input
    fields = below.schema.fields
    keys = [f"{names.column(below, key)} {fields[key].type.arrow}" for key in node.partition]
    order = [
        f"{names.column(below, key.column)} {key.descending} {key.nulls_first}"
        for key in node.order
    ]
    time = "the clock" if node.processing_time else names.column(below, node.time)
    values = [f"{names.meaning(below, value)} {value.type.arrow}" for value in node.values]
    at_once = [None if each is None else names.meaning(below, each) for each in node.row_conditions]
    return (
        f" match {node.pattern!r} within {node.within_us} {node.skip!r} of {keys} by {time} {order}"
        f" where {at_once} and {node.conditions!r} over {node.navigations!r} {node.aggregates!r}"
        f" keeping {values}"
    )


def _column(node: Match, index: int, names: Names) -> str:
    if index < len(node.partition):
        return short(names.column(node.input, node.partition[index]))
    return short(f"{node.measures[index - len(node.partition)]!r} of {_match(node, names)}")


ROWS: Mapping[type, RowsRule] = {Match: _rows}
"""Which rows a match gives."""

COLUMNS: Mapping[type, ColumnRule] = {Match: _column}
"""What computes a column of the matches."""
