"""The bids: who offers how much for what, and through which channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.sources.nexmark.chance import Words, below, below_too, words
from penstock.sources.nexmark.config import (
    AUCTIONS_IN_FLIGHT,
    FIRST_AUCTION,
    FIRST_PERSON,
    PEOPLE_ACTIVE,
    EventConfig,
)
from penstock.sources.nexmark.prices import prices
from penstock.sources.nexmark.slots import Slots, referred
from penstock.sources.nexmark.texts import Texts, cycled, padding, random_words

HOT_CHANNELS = ("Google", "Facebook", "Baidu", "Apple")
CHANNELS = 10_000
"""Besides the hot ones, through which half of all bids come."""
_ROWS = 8_192
"""The padding of bids repeats after so many."""
_LANE = 300
_AUCTION, _BIDDER, _PRICE, _CHANNEL = range(_LANE, _LANE + 4)
_FIXED_BYTES = 32
_FOLDERS, _FOLDER_LETTERS = 3, 5
_UNNUMBERED_ONE_IN = 10
"""One cold channel in so many has no id in its address."""
_INT_BITS = 32


def _bits(config: EventConfig, slots: Slots, lane: int) -> Words:
    return words(config.seed, lane, slots.ids)


def _auction(config: EventConfig, slots: Slots) -> Int64s:
    bits = _bits(config, slots, _AUCTION)
    active = AUCTIONS_IN_FLIGHT + 1
    return referred(bits, slots.auctions, active, config.ratios.auctions, hot=0) + FIRST_AUCTION


def _bidder(config: EventConfig, slots: Slots) -> Int64s:
    # The hot bidder is the second of a hundred, so that it is not the hot seller.
    bits = _bits(config, slots, _BIDDER)
    found = referred(bits, slots.people, PEOPLE_ACTIVE, config.ratios.bidders, hot=1)
    return found + FIRST_PERSON


def _price(config: EventConfig, slots: Slots) -> Int64s:
    return prices(_bits(config, slots, _PRICE))


def _channel_rows(config: EventConfig, slots: Slots) -> Int64s:
    """Return which channel each bid came through; the hot ones stand behind the others."""
    bits = _bits(config, slots, _CHANNEL)
    cold = below(bits, CHANNELS)
    hot = CHANNELS + (cold & (len(HOT_CHANNELS) - 1))
    return np.where(below_too(bits, 2) > 0, hot, cold)


def _channel(config: EventConfig, slots: Slots) -> Texts:
    return _channels().take(_channel_rows(config, slots))


def _url(config: EventConfig, slots: Slots) -> Texts:
    return _urls(config.seed).take(_channel_rows(config, slots))


def _extra(config: EventConfig, slots: Slots) -> Texts:
    table = _padding(config.seed, config.sizes.bid)
    return cycled(table, slots.numbers, in_order=config.in_order)


@lru_cache(maxsize=4)
def _padding(seed: int, average: int) -> Texts:
    return padding(seed, _LANE + 10, np.full(_ROWS, _FIXED_BYTES), average)


@lru_cache(maxsize=1)
def _channels() -> Texts:
    cold = [f"channel-{number}" for number in range(CHANNELS)]
    return pa.array([*cold, *HOT_CHANNELS], pa.string())


@lru_cache(maxsize=4)
def _urls(seed: int) -> Texts:
    count = CHANNELS + len(HOT_CHANNELS)
    folders = random_words(seed, _LANE + 20, count * _FOLDERS, _FOLDER_LETTERS, b"_")
    numbered = below(words(seed, _LANE + 30, np.arange(CHANNELS)), _UNNUMBERED_ONE_IN) > 0
    ends = [f"&channel_id={_reversed(n)}" if numbered[n] else "" for n in range(CHANNELS)]
    ends += [""] * len(HOT_CHANNELS)
    paths = zip(folders[::3], folders[1::3], folders[2::3], strict=True)
    return pa.array(
        [
            f"https://www.nexmark.com/{'/'.join(path)}/item.htm?query=1{end}"
            for path, end in zip(paths, ends, strict=True)
        ],
        pa.string(),
    )


def _reversed(number: int) -> int:
    """Return a channel's id: the number's 32 bits from right to left, without a sign.

    >>> _reversed(1), _reversed(2)
    (2147483648, 1073741824)
    """
    turned = int(f"{number:0{_INT_BITS}b}"[::-1], 2)
    return turned if turned < 1 << _INT_BITS - 1 else (1 << _INT_BITS) - turned


BIDS: Mapping[str, Callable[[EventConfig, Slots], Int64s | Texts]] = {
    "auction": _auction,
    "bidder": _bidder,
    "price": _price,
    "channel": _channel,
    "url": _url,
    "dateTime": lambda config, slots: config.timeline.times_us(slots.ids),
    "extra": _extra,
}
"""Each column of a bid."""
