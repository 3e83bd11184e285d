"""What the Nexmark generator can be told: how much of what, how hot, how large."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from penstock.sources.nexmark.timeline import Timeline

FIRST_PERSON, FIRST_AUCTION, FIRST_CATEGORY = 1_000, 1_000, 10
"""Where ids begin."""
CATEGORIES = 5
HOT_BATCH = 100
"""One of so many neighbouring people or auctions is the hot one."""
LEAD = 10
"""References may run ahead of what exists by so many people or auctions."""
AUCTIONS_IN_FLIGHT, PEOPLE_ACTIVE = 100, 1_000


class Kind(IntEnum):
    """The kinds of events, by their `event_type`."""

    PERSON = 0
    AUCTION = 1
    BID = 2


@dataclass(frozen=True, slots=True)
class Shares:
    """Out of `total` events in a row, first come so many people, then auctions, then bids."""

    person: int = 1
    auction: int = 3
    bid: int = 46

    @property
    def total(self) -> int:
        """The length of the pattern."""
        return self.person + self.auction + self.bid

    def before(self, kind: Kind) -> int:
        """Return how many events of the pattern come before the first of a kind."""
        return (0, self.person, self.person + self.auction)[kind]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Average bytes of a row of each kind, padding included."""

    person: int = 200
    auction: int = 500
    bid: int = 100


@dataclass(frozen=True, slots=True)
class Ratios:
    """All but one in so many references go to the hot auction, bidder or seller."""

    auctions: int = 2
    bidders: int = 4
    sellers: int = 4


@dataclass(frozen=True, slots=True)
class EventConfig:
    """Everything that an event depends on besides its number.

    Within each `group` of events their order is shuffled; 1 leaves them in the order of time.
    """

    timeline: Timeline
    seed: int = 0
    shares: Shares = Shares()
    sizes: Sizes = Sizes()
    ratios: Ratios = Ratios()
    group: int = 1

    @property
    def in_order(self) -> bool:
        """Whether events come in the order of time."""
        return self.group == 1
