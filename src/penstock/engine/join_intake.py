"""Takes the rows of a batch into a side of a join, and takes out those that go."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.engine.join_changes import ranks_within
from penstock.engine.join_input import Incoming
from penstock.engine.join_side import JoinSide


def take_in(side: JoinSide, rows: Incoming, partners: Int64s, now_us: int) -> Int64s:
    """Change what a side keeps; return the slots of which rows were taken out.

    `partners` says how many each of the rows has now.
    """
    if side.one_per_key:
        return _one_per_key(side, rows, partners, now_us)
    if rows.identities is None:
        _add(side, rows, np.flatnonzero(rows.slots >= 0), partners, now_us)
        return np.zeros(0, np.int64)
    return _identified(side, rows, rows.identities, partners, now_us)


def _add(side: JoinSide, rows: Incoming, places: Int64s, partners: Int64s, now_us: int) -> None:
    if len(places):
        columns = rows.columns
        if len(places) < len(rows):
            columns = [column.take(pa.array(places, pa.int64())) for column in columns]
        same = None if rows.identities is None else rows.identities[places]
        side.rows.add(columns, rows.slots[places], partners[places], same, now_us)


def _one_per_key(side: JoinSide, rows: Incoming, partners: Int64s, now_us: int) -> Int64s:
    assert rows.ids is not None
    goes, comes = rows.signs < 0, rows.signs > 0
    turned = np.zeros(len(rows), np.bool_)
    turned[:-1] = goes[:-1] & comes[1:] & (rows.unit[:-1] == rows.unit[1:])
    old = np.flatnonzero(turned)
    if len(old):
        new = pa.array(old + 1, pa.int64())
        columns = [column.take(new) for column in rows.columns]
        side.rows.replace(rows.ids[old], columns, partners[old + 1], now_us)
    slots = side.rows.remove(rows.ids[goes & ~turned])
    comes[1:] &= ~turned[:-1]
    _add(side, rows, np.flatnonzero(comes), partners, now_us)
    return slots


def _identified(
    side: JoinSide, rows: Incoming, identities: Int64s, partners: Int64s, now_us: int
) -> Int64s:
    """Take out as many rows of an identity as go more than come, or take in the last that come."""
    unique, groups = np.unique(identities, return_inverse=True)
    net = np.bincount(groups, weights=rows.signs, minlength=len(unique)).astype(np.int64)
    comes = np.flatnonzero((rows.signs > 0) & (net[groups] > 0))[::-1]
    added = comes[_ranks(groups[comes]) < net[groups[comes]]][::-1]
    if side.unique:
        # The kept row goes whatever replaces it, even if what came before was not told to go.
        last = np.zeros(len(unique), np.int64)
        last[groups] = np.arange(len(rows))
        added = np.sort(last[rows.signs[last] > 0])
        net = np.full(len(unique), -1)
    goes = np.flatnonzero(net < 0)
    positions, ids = side.rows.same(unique[goes], now_us)
    slots = side.rows.remove(ids[_ranks(positions) < -net[goes][positions]])
    _add(side, rows, added[rows.slots[added] >= 0], partners, now_us)
    return slots


def _ranks(groups: Int64s) -> Int64s:
    """Return how many rows of the same group stand before each row."""
    order = np.argsort(groups, kind="stable")
    ranks = np.empty(len(groups), np.int64)
    ranks[order] = ranks_within(groups[order])
    return ranks
