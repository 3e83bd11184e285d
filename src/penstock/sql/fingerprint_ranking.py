"""What a ranking does to the rows of its input, in words that name its state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from penstock.sql.plan import Relation
from penstock.sql.plan_rank import FirstByTime, Over, Rank, SortKey, TimeSort
from penstock.sql.rank_rules import shows_again

Named: TypeAlias = "Callable[[Relation, Sequence[int]], str]"
"""Names columns by what computes them, with their types."""


def ranking_text(node: Rank | FirstByTime | Over | TimeSort, named: Named) -> str:
    """Return what a ranking does; the rows that it keeps have all columns of its input."""
    kept = named(node.input, range(len(node.input.schema)))
    match node:
        case Rank():
            rows = kept if shows_again(node) else "none"
            places = f"{node.first} to {node.last} {node.latest_first}"
            keys = named(node.input, node.partition)
            windows = "" if node.window_end is None else " of windows"
            order = _order(node.input, node.order, named)
            return f" rank {places} of ({keys}){windows} {order} in {rows}"
        case FirstByTime():
            keys, time = named(node.input, node.partition), named(node.input, (node.time,))
            return f" first of ({keys}) by {time} in {kept}"
        case Over():
            keys, order = named(node.input, node.partition), _order(node.input, node.order, named)
            frame = f"{node.frame.value} {node.preceding}"
            return f" over ({keys}) {order} {frame} {_calls(node, named)} in {kept}"
        case TimeSort():
            order = _order(node.input, node.order, named)
            return f" sorted by {named(node.input, (node.time,))} {order} in {kept}"


def _order(below: Relation, order: Sequence[SortKey], named: Named) -> str:
    terms = (f"{named(below, (key.column,))} {key.descending} {key.nulls_first}" for key in order)
    return f"order {', '.join(terms)}"


def _calls(node: Over, named: Named) -> str:
    texts = []
    for call in node.calls:
        condition = "" if call.condition is None else named(node.input, (call.condition,))
        arguments = f"{named(node.input, call.arguments)} {call.offset}"
        texts.append(f"{call.function}({arguments}) {call.type} where {condition}")
    return "; ".join(texts)
