"""Which tables have an end: the planner may wait for it, a source keeps it over restarts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from penstock.core.table import Option, Table

BOUNDED_MODE = "scan.bounded.mode"
"""The option of a stream that says where reading ends; without it reading goes on."""
UNBOUNDED = "unbounded"
FOLLOWING = "source.monitor-interval"
"""The option of files that makes them a table without an end."""


def is_bounded(table: Table) -> bool:
    """Say whether a table has an end: files that nobody follows, a stream up to where it was.

    >>> from penstock.core.types import Schema
    >>> files = {"connector": Option("filesystem"), "path": Option("in")}
    >>> is_bounded(Table("t", Schema(()), files))
    True
    >>> is_bounded(Table("t", Schema(()), {**files, FOLLOWING: Option("1 s")}))
    False
    """
    ends = _ENDS.get(table.connector)
    return ends is not None and ends(table.options)


def _stream_ends(options: Mapping[str, Option]) -> bool:
    mode = options.get(BOUNDED_MODE)
    return mode is not None and mode.value.casefold() != UNBOUNDED


_ENDS: Mapping[str, Callable[[Mapping[str, Option]], bool]] = {
    "filesystem": lambda options: FOLLOWING not in options,
    "stream": _stream_ends,
    "kafka": _stream_ends,
    "simulator": lambda options: "number-of-rows" in options,
    "nexmark": lambda options: "events.num" in options and "keep-alive" not in options,
}
