"""MATCH_RECOGNIZE as a line of a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from penstock.sql.expression_text import columns_text, duration_text, name_text
from penstock.sql.plan_match import Match


def _match(node: Match) -> str:
    below = node.input.schema.names
    parts = [f"by {columns_text([below[key] for key in node.partition])}"] if node.partition else []
    time = "the clock" if node.processing_time else name_text(below[node.time])
    parts.append(
        f"order {', '.join([time, *(name_text(below[key.column]) for key in node.order)])}"
    )
    parts.append(f"pattern ({' '.join(map(str, node.pattern))})")
    parts += [] if node.within_us is None else [f"within {duration_text(node.within_us)}"]
    parts.append(f"then {node.skip.mode.value.lower()}")
    return f"Match {', '.join(parts)}"


DESCRIPTIONS: Mapping[type, Callable[..., str]] = {Match: _match}
"""How a match is described."""
