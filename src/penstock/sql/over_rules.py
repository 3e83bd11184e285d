"""Refuses an OVER that streams cannot answer, once it is known that no Top-N came of it."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.sql.changelog import NeedsAppend, is_updating, reason_of
from penstock.sql.over_calls import NUMBERINGS
from penstock.sql.plan import Relation
from penstock.sql.plan_rank import Over
from penstock.sql.plan_walk import parents_first
from penstock.sql.query_errors import OverRefused


def refuse_unordered(relations: Sequence[Relation]) -> None:
    """Raise an error for an OVER that is ordered by anything but time."""
    for node in parents_first(relations):
        if isinstance(node, Over):
            _check(node)


def _check(node: Over) -> None:
    if is_updating(node.input):
        raise NeedsAppend("OVER", reason_of(node.input), node.where)
    times = (*node.input.traits.rowtimes, *node.input.traits.proctimes)
    if len(node.order) == 1 and node.order[0].column in times:
        if node.order[0].descending:
            message = "OVER goes forward in time on a stream"
            raise OverRefused(message, where=node.where, hint="leave DESC out")
        return
    if len(node.calls) == 1 and node.calls[0].function in NUMBERINGS:
        message = f"{node.calls[0].function}() numbers rows that never end"
        hint = "keep the first ones, WHERE rn <= 10, or order by a time attribute alone"
        raise OverRefused(message, where=node.where, hint=hint)
    message = "OVER is ordered by a time attribute alone on a stream"
    raise OverRefused(message, where=node.where, hint="ORDER BY the column with the WATERMARK")
