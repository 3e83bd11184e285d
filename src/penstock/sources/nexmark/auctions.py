"""The auctions: what is sold, by whom, from which price, until when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.core.time import US_PER_MS
from penstock.sources.nexmark.chance import Words, below, words
from penstock.sources.nexmark.config import (
    AUCTIONS_IN_FLIGHT,
    CATEGORIES,
    FIRST_AUCTION,
    FIRST_CATEGORY,
    FIRST_PERSON,
    PEOPLE_ACTIVE,
    EventConfig,
)
from penstock.sources.nexmark.prices import prices
from penstock.sources.nexmark.slots import Slots, referred
from penstock.sources.nexmark.texts import Texts, cycled, padding, random_words, sizes

_ROWS = 4_096
"""The texts of auctions repeat after so many."""
_LANE = 200
_SELLER, _CATEGORY, _INITIAL, _RESERVE, _LENGTH = range(_LANE, _LANE + 5)
_NAME_LETTERS, _DESCRIPTION_LETTERS = 20, 100
_FIXED_BYTES = 48


@lru_cache(maxsize=4)
def _texts(seed: int, average: int) -> Mapping[str, Texts]:
    names = random_words(seed, _LANE + 10, _ROWS, _NAME_LETTERS)
    descriptions = random_words(seed, _LANE + 20, _ROWS, _DESCRIPTION_LETTERS)
    extra = padding(seed, _LANE + 30, _FIXED_BYTES + sizes(names) + sizes(descriptions), average)
    return {"itemName": pa.array(names), "description": pa.array(descriptions), "extra": extra}


def _text(name: str) -> Callable[[EventConfig, Slots], Texts]:
    return lambda config, slots: cycled(
        _texts(config.seed, config.sizes.auction)[name], slots.numbers, in_order=config.in_order
    )


def _bits(config: EventConfig, slots: Slots, lane: int) -> Words:
    return words(config.seed, lane, slots.ids)


def _seller(config: EventConfig, slots: Slots) -> Int64s:
    bits = _bits(config, slots, _SELLER)
    found = referred(bits, slots.people, PEOPLE_ACTIVE, config.ratios.sellers, hot=0)
    return found + FIRST_PERSON


def _category(config: EventConfig, slots: Slots) -> Int64s:
    return FIRST_CATEGORY + below(_bits(config, slots, _CATEGORY), CATEGORIES)


def _initial(config: EventConfig, slots: Slots) -> Int64s:
    return prices(_bits(config, slots, _INITIAL))


def _reserve(config: EventConfig, slots: Slots) -> Int64s:
    return _initial(config, slots) + prices(_bits(config, slots, _RESERVE))


def _expires_us(config: EventConfig, slots: Slots) -> Int64s:
    """Return ends at which, on average, as many auctions are open as there should be."""
    opened_us = config.timeline.times_us(slots.ids)
    events = AUCTIONS_IN_FLIGHT * config.shares.total // max(config.shares.auction, 1)
    horizon_ms = (config.timeline.times_us(slots.ids + events) - opened_us) // US_PER_MS
    bits = _bits(config, slots, _LENGTH)
    return opened_us + (1 + below(bits, np.maximum(2 * horizon_ms, 1))) * US_PER_MS


AUCTIONS: Mapping[str, Callable[[EventConfig, Slots], Int64s | Texts]] = {
    "id": lambda config, slots: slots.auctions + FIRST_AUCTION,
    "itemName": _text("itemName"),
    "description": _text("description"),
    "initialBid": _initial,
    "reserve": _reserve,
    "dateTime": lambda config, slots: config.timeline.times_us(slots.ids),
    "expires": _expires_us,
    "seller": _seller,
    "category": _category,
    "extra": _text("extra"),
}
"""Each column of an auction."""
