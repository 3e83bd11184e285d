"""Names what MATCH_RECOGNIZE looks for, whatever columns its input has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan import Relation
from penstock.sql.plan_match import Match

Meaning: TypeAlias = Callable[[Relation, Expression], str]


def match_text(node: Match, meaning: Meaning) -> str:
    """Return what makes matches and what is kept of their rows."""
    below = node.input
    fields = below.schema.fields

    def column(index: int) -> str:
        return meaning(below, ColumnReference(index, fields[index].name, fields[index].type))

    keys = [f"{column(key)} {fields[key].type.arrow}" for key in node.partition]
    order = [f"{column(key.column)} {key.descending} {key.nulls_first}" for key in node.order]
    time = "the clock" if node.processing_time else column(node.time)
    values = [f"{meaning(below, value)} {value.type.arrow}" for value in node.values]
    at_once = [None if each is None else meaning(below, each) for each in node.row_conditions]
    return (
        f" match {node.pattern!r} within {node.within_us} {node.skip!r} of {keys} by {time} {order}"
        f" where {at_once} and {node.conditions!r} over {node.navigations!r} {node.aggregates!r}"
        f" keeping {values}"
    )


def match_column(node: Match, index: int, meaning: Meaning) -> str:
    """Return what computes a column of the matches."""
    if index < len(node.partition):
        key = node.partition[index]
        field = node.input.schema.fields[key]
        return meaning(node.input, ColumnReference(key, field.name, field.type))
    return f"{node.measures[index - len(node.partition)]!r} of {match_text(node, meaning)}"
