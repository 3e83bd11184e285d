"""The order and the kinds of what a join emits for a batch of one side.

A change of one row (the old one, the new one, or both) is a unit. Of each partner the old pair
stands directly before the new one, so that the two are an update where they have the same key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from penstock.core.batch import Int8s, Int64s, RowKind
from penstock.state.arrow import Bools

NONE = -1
"""In the place of a row: it has no partner, and NULL stands for the partner's columns."""
_LAST = np.iinfo(np.int64).max


def ranks_within(groups: Int64s) -> Int64s:
    """Return each row's place in its group; the rows of a group follow one another.

    >>> ranks_within(np.array([0, 0, 0, 3, 5, 5])).tolist()
    [0, 1, 2, 0, 0, 1]
    """
    places = np.arange(len(groups))
    begins = np.ones(len(groups), np.bool_)
    begins[1:] = groups[1:] != groups[:-1]
    ranks: Int64s = places - np.maximum.accumulate(np.where(begins, places, 0))
    return ranks


class Changes(NamedTuple):
    """Pairs that come (sign 1) or go (-1): a row of the batch, a kept row of the other side.

    `unit` is the row's change, `rank` the partner's place among those of the row.
    """

    own: Int64s
    other: Int64s
    signs: Int64s
    unit: Int64s
    rank: Int64s
    phase: Int64s

    @staticmethod
    def pairs(own: Int64s, other: Int64s, signs: Int64s, unit: Int64s, rank: Int64s) -> Changes:
        """Return changes of pairs: the old one before the new one."""
        return Changes(own, other, signs, unit, rank, np.where(signs < 0, 1, 2))

    @staticmethod
    def alone(own: Int64s, signs: Int64s, unit: Int64s) -> Changes:
        """Return changes of rows without partner: the old ones first, the new ones last."""
        rank = np.where(signs < 0, NONE, _LAST)
        return Changes.pairs(own, np.full(len(own), NONE), signs, unit, rank)

    def met(self, ids: Int64s, signs: Int64s, *, at_first: bool) -> Changes:
        """Return changes of kept rows alone, next to the first or last of their pairs here."""
        places = _places(self.other, ids, at_first=at_first)
        phase = np.full(len(ids), 0 if at_first else 3)
        none = np.full(len(ids), NONE)
        return Changes(none, ids, signs, self.unit[places], self.rank[places], phase)

    def joined(self, *others: Changes) -> Changes:
        """Return these changes and others."""
        return Changes(*(np.concatenate(parts) for parts in zip(self, *others, strict=True)))

    def ordered(self) -> Changes:
        """Return the changes in the order in which they are emitted."""
        order = np.lexsort((self.phase, self.rank, self.unit))
        return Changes(*(part[order] for part in self))


def _places(others: Int64s, ids: Int64s, *, at_first: bool) -> Int64s:
    """Return where each id stands first, or last."""
    if at_first:
        unique, places = np.unique(others, return_index=True)
    else:
        unique, places = np.unique(others[::-1], return_index=True)
        places = len(others) - 1 - places
    found: Int64s = places[np.searchsorted(unique, ids)]
    return found


@dataclass(frozen=True, slots=True)
class KeyOf:
    """On which side of a join the columns that identify a result's row are, if on one alone."""

    own: bool
    other: bool


def updates(changes: Changes, key: KeyOf) -> Bools:
    """Say of each change, in order, whether it is an old row directly before its new one."""
    found: Bools = np.zeros(len(changes.own), np.bool_)
    if len(found) > 1:
        first, second = Changes(*(p[:-1] for p in changes)), Changes(*(p[1:] for p in changes))
        turned = (first.signs < 0) & (second.signs > 0) & (first.unit == second.unit)
        owned = (first.own != NONE) & (second.own != NONE)
        same_other = first.other == second.other
        same = (owned & same_other) | (key.own & owned)
        found[:-1] = turned & (same | (key.other & same_other))
    return found


def kinds_of(signs: Int64s, old: Bools) -> Int8s:
    """Return the kinds of rows that come or go, `old` being followed by their new ones."""
    kinds = np.where(signs < 0, RowKind.DELETE, RowKind.INSERT).astype(np.int8)
    kinds[old] = RowKind.UPDATE_BEFORE
    kinds[1:][old[:-1]] = RowKind.UPDATE_AFTER
    return kinds
