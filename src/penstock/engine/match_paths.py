"""Walks back along matches: the rows of a variable, the first and the last of them."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.engine.match_pool import Node

_PARENT, _VARIABLE, _ROW = int(Node.PARENT), int(Node.VARIABLE), int(Node.ROW)


@compiled
def navigate(
    nodes: Int64s, lasts: Int64s, currents: Int64s, wanted: tuple[int, int, bool], rows: Int64s
) -> None:
    """Write the id of one row per match, -1 where there is none.

    A match ends with the node `lasts` (-1: none) and then the row `currents` (-1: none), if that
    is of the variable too. `wanted` is the variable (-1: any), the offset, and whether it counts
    from the last row.
    """
    variable, offset, last = wanted
    for place in range(len(lasts)):
        left = offset
        if not last:
            count = 0
            node = lasts[place]
            while node >= 0:
                count += variable < 0 or nodes[node, _VARIABLE] == variable
                node = nodes[node, _PARENT]
            left = count + (currents[place] >= 0) - 1 - offset
        rows[place] = -1
        if left < 0:
            continue
        if currents[place] >= 0:
            if left == 0:
                rows[place] = currents[place]
                continue
            left -= 1
        node = lasts[place]
        while node >= 0:
            if variable < 0 or nodes[node, _VARIABLE] == variable:
                if left == 0:
                    rows[place] = nodes[node, _ROW]
                    break
                left -= 1
            node = nodes[node, _PARENT]


@compiled
def count_rows(nodes: Int64s, lasts: Int64s, variable: int, counts: Int64s) -> None:
    """Count the rows of a variable (-1: any) in each match."""
    for place in range(len(lasts)):
        count = 0
        node = lasts[place]
        while node >= 0:
            count += variable < 0 or nodes[node, _VARIABLE] == variable
            node = nodes[node, _PARENT]
        counts[place] = count


@compiled
def list_rows(nodes: Int64s, lasts: Int64s, variable: int, ends: Int64s, rows: Int64s) -> None:
    """Write the rows of a variable in each match, in order, up to where `ends` says."""
    for place in range(len(lasts)):
        at = ends[place]
        node = lasts[place]
        while node >= 0:
            if variable < 0 or nodes[node, _VARIABLE] == variable:
                at -= 1
                rows[at] = nodes[node, _ROW]
            node = nodes[node, _PARENT]


def rows_of(nodes: Int64s, lasts: Int64s, currents: Int64s, variable: int) -> tuple[Int64s, Int64s]:
    """Return the rows of a variable in each match, with the match's place; the current row last."""
    counts = np.empty(len(lasts), np.int64)
    count_rows(nodes, lasts, variable, counts)
    with_current = counts + (currents >= 0)
    ends = np.cumsum(with_current)
    rows = np.empty(int(ends[-1]) if len(ends) else 0, np.int64)
    has_current = currents >= 0
    rows[ends[has_current] - 1] = currents[has_current]
    list_rows(nodes, lasts, variable, ends - has_current, rows)
    return np.repeat(np.arange(len(lasts)), with_current), rows
