"""What joins read of their inputs to give the columns that are needed of them."""

from __future__ import annotations

from collections.abc import Iterable

from penstock.sql.paths import Path, paths_of
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import AnyJoin, times_of


def join_needs(node: AnyJoin, needed: set[Path]) -> Iterable[tuple[Relation, set[Path]]]:
    """Return what a join reads of each side."""
    first = len(node.left.schema)
    paths = {(node.columns[path[0]], *path[1:]) for path in needed}
    if node.on.condition is not None:
        paths |= paths_of(node.on.condition)
    left = {path for path in paths if path[0] < first}
    right = {(path[0] - first, *path[1:]) for path in paths - left}
    left_times, right_times = times_of(node)
    left |= {(key,) for key in (*node.on.left_keys, *left_times)}
    right |= {(key,) for key in (*node.on.right_keys, *right_times)}
    return [(node.left, left or {(0,)}), (node.right, right or {(0,)})]
