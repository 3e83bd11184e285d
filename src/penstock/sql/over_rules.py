"""Refuses an OVER that streams cannot answer, once it is known that no Top-N came of it."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.sql.changelog import NeedsAppend, is_updating, reason_of
from penstock.sql.plan import Relation
from penstock.sql.plan_rank import Frame, Over
from penstock.sql.plan_walk import parents_first
from penstock.sql.query_errors import OverRefused


def refuse_unordered(relations: Sequence[Relation]) -> None:
    """Raise an error for an OVER whose order or frame streams cannot follow."""
    for node in parents_first(relations):
        if isinstance(node, Over):
            _check(node)


def _check(node: Over) -> None:
    if not node.order:
        message = "OVER without ORDER BY has no rows before the current one"
        raise OverRefused(message, where=node.where, hint="ORDER BY a column, or GROUP BY")
    times = (*node.input.traits.rowtimes, *node.input.traits.proctimes)
    if node.order[0].column not in times:
        _check_frame(node)
        return
    if is_updating(node.input):
        raise NeedsAppend("OVER", reason_of(node.input), node.where)
    if len(node.order) > 1:
        message = "OVER is ordered by a time attribute alone, or by no time attribute"
        raise OverRefused(message, where=node.where, hint="ORDER BY the column with the WATERMARK")
    if node.order[0].descending:
        message = "OVER goes forward in time on a stream"
        raise OverRefused(message, where=node.where, hint="leave DESC out")


def _check_frame(node: Over) -> None:
    """Refuse a frame of time over an order that is not time's."""
    if node.frame is Frame.RANGE and node.preceding is not None:
        message = "a frame of time needs the order of a time attribute"
        hint = "ORDER BY the column with the WATERMARK, or ROWS BETWEEN 3 PRECEDING AND …"
        raise OverRefused(message, where=node.where, hint=hint)
