"""What the functions of an OVER read of their input, and how far back they look."""

from __future__ import annotations

from penstock.sql.over_calls import LAG, NUMBERINGS
from penstock.sql.plan_groups import Aggregate
from penstock.sql.plan_rank import Frame, Over, OverCall


def is_aggregate(call: OverCall) -> bool:
    """Say whether a function folds the rows of a frame."""
    return call.function not in (*NUMBERINGS, LAG)


def looks_at_all(node: Over) -> bool:
    """Say whether a function looks at all rows before, whatever the frame of the others is."""
    return any(not is_aggregate(call) for call in node.calls)


def counts_rows(node: Over) -> bool:
    """Say whether a function numbers the rows of a partition."""
    return any(call.function in NUMBERINGS for call in node.calls)


def aggregate_of(call: OverCall) -> Aggregate:
    """Return an aggregate's call as groups have it."""
    return Aggregate(
        call.function, call.arguments, call.type, call.distinct, call.condition, call.declared
    )


def columns_read(node: Over) -> list[int]:
    """Return the input columns that functions read, each once."""
    columns = {column for call in node.calls for column in call.arguments}
    columns |= {call.condition for call in node.calls if call.condition is not None}
    return sorted(columns)


def reach_of(node: Over) -> tuple[int | None, int | None]:
    """Return how many rows are kept per key, or how much time of them."""
    lags = max((call.offset for call in node.calls if call.function == LAG), default=0)
    if node.frame is Frame.RANGE and node.preceding is not None:
        return None, node.preceding
    return max(lags, node.preceding or 0), None
