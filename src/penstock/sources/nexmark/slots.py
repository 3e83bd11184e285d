"""Which events of a chunk are of which kind, and whom they refer to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.sources.nexmark.chance import Words, below, below_too
from penstock.sources.nexmark.config import HOT_BATCH, LEAD, EventConfig, Kind, Shares

_STRIDE = 953
"""The places of a group are shuffled by multiplying them with this prime."""


def event_ids(config: EventConfig, first: int, count: int) -> Int64s:
    """Return which events come at so many places of the stream."""
    places = np.arange(first, first + count, dtype=np.int64)
    if config.in_order:
        return places
    return places // config.group * config.group + places * _STRIDE % config.group


@dataclass(frozen=True, slots=True)
class Slots:
    """The events of one kind: `rows` says where they stand in the chunk.

    `ids` says which events they are, `numbers` counts the rows of their kind from 0. `people` and
    `auctions` are the numbers of the last person and the last auction that there are by then, the
    row itself included; -1 for none.
    """

    rows: npt.NDArray[np.intp]
    ids: Int64s
    numbers: Int64s
    people: Int64s
    auctions: Int64s


def kinds_of(shares: Shares, ids: Int64s) -> npt.NDArray[np.int32]:
    """Return the kind of each event."""
    places = ids % shares.total
    return (places >= shares.person).astype(np.int32) + (places >= shares.person + shares.auction)


def slots_of(shares: Shares, kinds: npt.NDArray[np.int32], ids: Int64s, kind: Kind) -> Slots:
    """Return the events of one kind."""
    rows = np.flatnonzero(kinds == kind)
    chosen = ids[rows]
    rounds = chosen // shares.total
    places = chosen - rounds * shares.total - shares.before(kind)
    people = rounds * shares.person + (shares.person - 1)
    auctions = rounds * shares.auction + (shares.auction - 1)
    if kind is Kind.PERSON:
        people = numbers = rounds * shares.person + places
    elif kind is Kind.AUCTION:
        auctions = numbers = rounds * shares.auction + places
    else:
        numbers = rounds * shares.bid + places
    return Slots(rows, chosen, numbers, people, auctions)


def referred(bits: Words, last: Int64s, active: int, ratio: int, hot: int) -> Int64s:
    """Return whom each row refers to, when `last` is the number of the newest there is.

    All but one in `ratio` rows mean the hot one, number `hot` of the newest hundred begun; the
    others mean any of the `active` newest, or one of those about to come.
    """
    there = last + 1
    choices = np.minimum(there, active)
    anyone = there - choices + below(bits, choices + LEAD)
    hottest = np.maximum(last, 0) // HOT_BATCH * HOT_BATCH + hot
    return np.where(below_too(bits, ratio) > 0, hottest, anyone)
