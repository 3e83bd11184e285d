"""Nexmark events as JSON, shaped as the suite's own generator shapes them.

One record holds a person, an auction or a bid (1 : 3 : 46) and NULL for the other two. `extra` pads
persons to about 200 bytes of values, auctions to 500, bids to 100, a fifth more or less. The
suite draws half of `extra` from below 'a', so one letter in 52 is a backslash, which JSON writes
as two: seven bids of ten hold an escape.
"""

from __future__ import annotations

import json
import random
from typing import Any

from penstock.core.types import BIGINT, INT, STRING, TIMESTAMP_3, Field, Kind, Schema, SqlType

CYCLE, PERSONS, AUCTIONS = 50, 1, 3
HOT_CHANNELS = ("Google", "Facebook", "Baidu", "Apple")
EVENTS_PER_MS = 10


def row_of(**types: SqlType) -> SqlType:
    return SqlType(Kind.ROW, children=tuple(Field(name, type_) for name, type_ in types.items()))


PERSON = row_of(
    id=BIGINT, name=STRING, emailAddress=STRING, creditCard=STRING, city=STRING, state=STRING,
    dateTime=TIMESTAMP_3, extra=STRING,
)  # fmt: skip
AUCTION = row_of(
    id=BIGINT, itemName=STRING, description=STRING, initialBid=BIGINT, reserve=BIGINT,
    dateTime=TIMESTAMP_3, expires=TIMESTAMP_3, seller=BIGINT, category=BIGINT, extra=STRING,
)  # fmt: skip
BID = row_of(
    auction=BIGINT, bidder=BIGINT, price=BIGINT, channel=STRING, url=STRING, dateTime=TIMESTAMP_3,
    extra=STRING,
)  # fmt: skip
ALL = Schema((
    Field("event_type", INT), Field("person", PERSON), Field("auction", AUCTION), Field("bid", BID),
))  # fmt: skip
PRUNED = Schema((
    Field("event_type", INT),
    Field("bid", row_of(auction=BIGINT, price=BIGINT, dateTime=TIMESTAMP_3)),
))  # fmt: skip


class Generator:
    """Draws events by their number; the same seed gives the same events."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def event(self, number: int) -> dict[str, Any]:
        place = number % CYCLE
        kind = 0 if place < PERSONS else 1 if place < PERSONS + AUCTIONS else 2
        made = (self._person, self._auction, self._bid)[kind](number)
        names = ("person", "auction", "bid")
        return {"event_type": kind} | {
            name: made if kind == index else None for index, name in enumerate(names)
        }

    def _person(self, number: int) -> dict[str, Any]:
        card = " ".join(f"{self._chance.randrange(10_000):04}" for _ in range(4))
        texts = {
            "name": f"{self._chance.choice(('Peter', 'Vicky', 'Deiter'))} Shultz",
            "emailAddress": f"{self._word(7)}@{self._word(5)}.com", "creditCard": card,
            "city": self._chance.choice(("Phoenix", "San Francisco")), "state": "WA",
        }  # fmt: skip
        used = 8 + sum(map(len, texts.values()))
        return {"id": 1000 + number // CYCLE, **texts, "dateTime": _time(number),
                "extra": self._extra(200 - used)}  # fmt: skip

    def _auction(self, number: int) -> dict[str, Any]:
        first, name, about = self._price(), self._word(20), self._word(100)
        return {
            "id": 1000 + number * AUCTIONS // CYCLE, "itemName": name, "description": about,
            "initialBid": first, "reserve": first + self._price(), "dateTime": _time(number),
            "expires": _time(number + self._chance.randrange(100_000)),
            "seller": 1000 + number // CYCLE, "category": self._chance.randrange(10, 15),
            "extra": self._extra(452 - len(name) - len(about)),
        }  # fmt: skip

    def _bid(self, number: int) -> dict[str, Any]:
        if self._chance.random() < 0.5:
            channel = self._chance.choice(HOT_CHANNELS)
            path = "/".join([channel[:4]] * 3)
            url = f"https://www.nexmark.com/{path}/item.htm?query=1"
        else:
            channel = f"channel-{self._chance.randrange(10_000)}"
            path = "/".join(self._word(5).replace(" ", "_") for _ in range(3))
            url = f"https://www.nexmark.com/{path}/item.htm?query=1"
            if self._chance.random() < 0.9:
                url += f"&channel_id={self._chance.randrange(2**31)}"
        return {
            "auction": 1000 + number * AUCTIONS // CYCLE, "bidder": 1001 + number // CYCLE,
            "price": self._price(), "channel": channel, "url": url, "dateTime": _time(number),
            "extra": self._extra(68),
        }  # fmt: skip

    def _price(self) -> int:
        return round(10 ** (self._chance.random() * 6) * 100)

    def _word(self, size_max: int) -> str:
        size = self._chance.randrange(3, size_max)
        letters = self._chance.choices("abcdefghijklmnopqrstuvwxyz  ", k=size)
        return "".join(letters).strip()

    def _extra(self, size: int) -> str:
        spread = round(size * 0.2)
        size = size - spread + self._chance.randrange(2 * spread)
        codes: list[int] = []
        while len(codes) < size:
            low = self._chance.choice((ord("a"), ord("a") - 25))
            codes += self._chance.choices(range(low, low + 26), k=6)
        return bytes(codes[:size]).decode()


def events(count: int, seed: int = 1) -> list[dict[str, Any]]:
    generator = Generator(seed)
    return [generator.event(number) for number in range(count)]


def lines(count: int, seed: int = 1) -> list[bytes]:
    """Return events as the records of a stream hold them, without spaces."""
    return [json.dumps(event, separators=(",", ":")).encode() for event in events(count, seed)]


def _time(number: int) -> str:
    ms = number // EVENTS_PER_MS
    minutes, seconds = ms // 60_000 % 60, ms // 1000 % 60
    return f"2026-11-23 12:{minutes:02}:{seconds:02}.{ms % 1000:03}"
