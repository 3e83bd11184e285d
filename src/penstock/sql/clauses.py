"""Refuses the clauses that sqlglot reads but Penstock does not run, so that none is ignored."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlglot import exp

from penstock.sql.place import span_of
from penstock.sql.planner import Planner

_CLAUSES: dict[str, tuple[str, str]] = {
    "distinct": ("DISTINCT", "leave it out"),
    "on": ("DISTINCT ON", "keep the first row with ROW_NUMBER() = 1"),
    "joins": ("JOIN", "put both inputs through UNION ALL, or query the sinks"),
    "laterals": ("LATERAL without a comma", "write FROM t, LATERAL TABLE(f(x)) AS r"),
    "order": ("ORDER BY", "sort when you query the sink"),
    "limit": ("LIMIT", "limit when you query the sink"),
    "offset": ("OFFSET", "limit when you query the sink"),
    "windows": ("WINDOW", "aggregate over a window: TUMBLE, HOP"),
    "version": ("FOR SYSTEM_TIME AS OF", "read the table as it is"),
    "recursive": ("WITH RECURSIVE", "write the steps out"),
    "all": ("GROUP BY ALL", "name the columns"),
    "ordinality": ("WITH ORDINALITY", "leave it out"),
}
"""What a clause is called, and what comes nearest to it."""


def refuse_others(planner: Planner, node: exp.Expr, supported: Collection[str]) -> None:
    """Raise an error if a piece of syntax has other parts than the supported ones."""
    for part, value in node.args.items():
        if value and part not in supported:
            name, hint = _CLAUSES.get(
                part, (part.strip("_").upper().replace("_", " "), "leave it out")
            )
            raise planner.unsupported(name, _place_of(value, node), hint)


def _place_of(value: Any, node: exp.Expr) -> exp.Expr:
    first = value[0] if isinstance(value, list) else value
    return first if isinstance(first, exp.Expr) and span_of(first) else node
