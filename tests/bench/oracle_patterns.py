"""What the pattern queries match, found by walking through each partition's bids in order.

As in Flink, the match that begins first goes first: one that begins later waits until it is known
what becomes of the earlier one, and for ever if the stream ends before that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PENDING = "pending"


@dataclass(frozen=True)
class Bid:
    """What the patterns look at."""

    auction: int
    bidder: int
    price: int
    time: datetime


Found = tuple[tuple[Any, ...], int] | str | None
"""A result with the place to go on from, PENDING, or None when nothing begins there."""


def falling(bids: list[Bid], start: int) -> Found:
    """Match START_ROW PRICE_DOWN+ PRICE_UP; the rise is compared with the last drop but one."""
    downs: list[int] = []
    for place in range(start + 1, len(bids)):
        price = bids[place].price
        if price < bids[downs[-1] if downs else start].price:
            downs.append(place)
        elif len(downs) > 1 and price > bids[downs[-2]].price:
            times = (bids[start].time, bids[downs[-1]].time, bids[place].time)
            return times, place
        else:
            return None
    return PENDING


def cheap(skip_past: bool) -> Callable[[list[Bid], int], Found]:
    """Match A+ B, where the average of all A stays below 10000."""

    def match(bids: list[Bid], start: int) -> Found:
        total = 0
        for place in range(start, len(bids)):
            count = place - start
            if (total + bids[place].price) // (count + 1) >= 10_000:
                if not count:
                    return None
                result = (bids[start].time, bids[place - 1].time, total // count)
                return result, place + 1 if skip_past else start + 1
            total += bids[place].price
        return PENDING

    return match


def dropping(bids: list[Bid], start: int) -> Found:
    """Match A B* C, where C is more than 50 below A, within 5 seconds."""
    limit = bids[start].price - 50
    for place in range(start + 1, len(bids)):
        bid = bids[place]
        if bid.time - bids[start].time >= timedelta(seconds=5):
            return None
        if bid.price < limit:
            return (bid.time, bids[start].price - bid.price), place + 1
        if bid.price == limit:
            return None
    return None


MATCHERS: dict[str, Callable[[list[Bid], int], Found]] = {
    "cep0": falling,
    "cep1": cheap(skip_past=True),
    "cep2": cheap(skip_past=False),
    "cep3": dropping,
}


def matches(query: str, bids: list[Bid]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a pattern query over bids in the order of time."""
    partitions: dict[tuple[int, int], list[Bid]] = defaultdict(list)
    for bid in bids:
        partitions[bid.auction, bid.bidder].append(bid)
    for key, rows in partitions.items():
        start = 0
        while start < len(rows):
            found = MATCHERS[query](rows, start)
            if found == PENDING:
                break
            if isinstance(found, tuple):
                yield (*key, *found[0])
                start = found[1]
            else:
                start += 1
