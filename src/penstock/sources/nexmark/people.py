"""The people of the auction house: names, addresses, cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.sources.nexmark.chance import below, below_too, words
from penstock.sources.nexmark.config import FIRST_PERSON, EventConfig
from penstock.sources.nexmark.slots import Slots
from penstock.sources.nexmark.texts import Texts, cycled, padding, random_words, sizes

STATES = ("AZ", "CA", "ID", "OR", "WA", "WY")
CITIES = (
    "Phoenix", "Los Angeles", "San Francisco", "Boise", "Portland", "Bend", "Redmond", "Seattle",
    "Kent", "Cheyenne",
)  # fmt: skip
FIRST_NAMES = (
    "Peter", "Paul", "Luke", "John", "Saul", "Vicky", "Kate", "Julie", "Sarah", "Deiter", "Walter",
)  # fmt: skip
LAST_NAMES = (
    "Shultz", "Abrams", "Spencer", "White", "Bartels", "Walton", "Smith", "Jones", "Noris",
)  # fmt: skip
_ROWS = 4_096
"""The texts of people repeat after so many."""
_LANE = 100
_FIXED_BYTES = 8
_CARD_GROUPS, _CARD_DIGITS = 4, 4


@lru_cache(maxsize=4)
def _texts(seed: int, average: int) -> Mapping[str, Texts]:
    rows = np.arange(_ROWS)
    who, where, which = (words(seed, _LANE + lane, rows) for lane in range(3))
    columns = {
        "name": _paired(below(who, len(FIRST_NAMES)), below_too(who, len(LAST_NAMES))),
        "emailAddress": _addresses(seed),
        "creditCard": _cards(seed),
        "city": [CITIES[index] for index in below(where, len(CITIES))],
        "state": [STATES[index] for index in below(which, len(STATES))],
    }
    taken = _FIXED_BYTES + sum(sizes(column) for column in columns.values())
    extra = padding(seed, _LANE + 10, np.asarray(taken), average)
    return {**{name: pa.array(column) for name, column in columns.items()}, "extra": extra}


def _paired(first: Int64s, last: Int64s) -> list[str]:
    pairs = zip(first, last, strict=True)
    return [f"{FIRST_NAMES[one]} {LAST_NAMES[other]}" for one, other in pairs]


def _addresses(seed: int) -> list[str]:
    boxes = random_words(seed, _LANE + 20, _ROWS, 7)
    hosts = random_words(seed, _LANE + 30, _ROWS, 5)
    return [f"{box}@{host}.com" for box, host in zip(boxes, hosts, strict=True)]


def _cards(seed: int) -> list[str]:
    limit = 10**_CARD_DIGITS
    numbers = below(words(seed, _LANE + 40, np.arange(_ROWS * _CARD_GROUPS)), limit)
    groups = numbers.reshape(_ROWS, _CARD_GROUPS).tolist()
    return [" ".join(f"{number:0{_CARD_DIGITS}}" for number in group) for group in groups]


def _text(name: str) -> Callable[[EventConfig, Slots], Texts]:
    return lambda config, slots: cycled(
        _texts(config.seed, config.sizes.person)[name], slots.numbers, in_order=config.in_order
    )


PEOPLE: Mapping[str, Callable[[EventConfig, Slots], Int64s | Texts]] = {
    "id": lambda config, slots: slots.people + FIRST_PERSON,
    "name": _text("name"),
    "emailAddress": _text("emailAddress"),
    "creditCard": _text("creditCard"),
    "city": _text("city"),
    "state": _text("state"),
    "dateTime": lambda config, slots: config.timeline.times_us(slots.ids),
    "extra": _text("extra"),
}
"""Each column of a person."""
