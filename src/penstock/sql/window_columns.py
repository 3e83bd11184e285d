"""Which of a relation's columns say what window a row is in."""

from __future__ import annotations

from collections.abc import Mapping

from penstock.sql.expression import ColumnReference
from penstock.sql.plan import Filter, Project, Relation
from penstock.sql.plan_groups import WindowAggregate, WindowProperty, WindowTable
from penstock.sql.plan_rank import Rank

Properties = Mapping[int, WindowProperty]


def window_columns(relation: Relation) -> Properties:
    """Return the columns that are the start, the end or the time of a window of event time."""
    match relation:
        case WindowTable(window=window) if not window.processing_time:
            return dict(enumerate(WindowProperty, len(relation.input.schema)))
        case WindowAggregate(window=window) if not window.processing_time:
            return _of_aggregate(relation)
        case Filter(input=below):
            return window_columns(below)
        case Rank(input=below, window_end=end) if end is not None:
            return window_columns(below)
        case Project(input=below, columns=columns):
            found = window_columns(below)
            return {
                place: found[column.index]
                for place, column in enumerate(columns)
                if isinstance(column, ColumnReference) and column.index in found
            }
        case _:
            return {}


def _of_aggregate(node: WindowAggregate) -> Properties:
    found = dict(enumerate(node.properties, len(node.keys) + len(node.aggregates)))
    if node.attached is None:
        return found
    end = len(node.keys) - 1
    times = {place: each for place, each in found.items() if each is WindowProperty.TIME}
    return {end - 1: WindowProperty.START, end: WindowProperty.END, **times}
