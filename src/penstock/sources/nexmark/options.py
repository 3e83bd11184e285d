"""The options of the `nexmark` connector, and the events that they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from penstock.config.options import BadOption, Declaration, read_options
from penstock.config.settings import Setting, SettingKind
from penstock.core.table import Table
from penstock.core.time import US_PER_SECOND
from penstock.sources.nexmark.config import EventConfig, Ratios, Shares, Sizes
from penstock.sources.nexmark.timeline import SINE, SQUARE, Timeline

_KINDS = ("person", "auction", "bid")
_RATE_MAX, _SHARE_MAX, _RATIO_MAX, _SIZE_MAX = 1_000_000_000, 1_000_000, 1_000_000, 100_000
DECLARATION = Declaration(
    "nexmark",
    "Generates the people, auctions and bids of the Nexmark benchmark.",
    "Each event is a function of the seed and its number, so a restart goes on to the bit.",
    (
        Setting("events.num", SettingKind.INTEGER, "End after so many events; 0: never.",
                default="0", minimum=0),
        Setting("first-event.rate", SettingKind.INTEGER, "Events a second of event time.",
                default="10000",
                minimum=1, maximum=_RATE_MAX),
        Setting("next-event.rate", SettingKind.INTEGER, "The rate to which it changes, and back, "
                "in each period; with the same rate nothing changes.", default="10000",
                minimum=1, maximum=_RATE_MAX),
        Setting("rate.shape", SettingKind.CHOICE, "How the rate changes: at once, or like a wave.",
                default=SQUARE, choices=(SQUARE, SINE)),
        Setting("rate.period", SettingKind.DURATION, "How long a change there and back takes.",
                default="600 s", minimum=US_PER_SECOND),
        Setting("rate.limited", SettingKind.BOOLEAN, "Give an event only when its time has come; "
                "otherwise as fast as they are taken.", default="false"),
        Setting("max-emit-speed", SettingKind.BOOLEAN, "The same the other way round.",
                default="true"),
        Setting("person.proportion", SettingKind.INTEGER, "So many people, ", default="1",
                minimum=0, maximum=_SHARE_MAX),
        Setting("auction.proportion", SettingKind.INTEGER, "so many auctions", default="3",
                minimum=0, maximum=_SHARE_MAX),
        Setting("bid.proportion", SettingKind.INTEGER, "and so many bids come in turn.",
                default="46",
                minimum=0, maximum=_SHARE_MAX),
        Setting("person.avg-size", SettingKind.SIZE, "Average bytes of a person, with padding.",
                default="200", maximum=_SIZE_MAX),
        Setting("auction.avg-size", SettingKind.SIZE, "The same of an auction.", default="500",
                maximum=_SIZE_MAX),
        Setting("bid.avg-size", SettingKind.SIZE, "The same of a bid.", default="100",
                maximum=_SIZE_MAX),
        Setting("bid.hot-ratio.auctions", SettingKind.INTEGER, "All but one in so many bids are "
                "for the hot auction.", default="2",
                minimum=1, maximum=_RATIO_MAX),
        Setting("bid.hot-ratio.bidders", SettingKind.INTEGER, "All but one in so many bids are "
                "from the hot bidder.", default="4",
                minimum=1, maximum=_RATIO_MAX),
        Setting("auction.hot-ratio.sellers", SettingKind.INTEGER, "All but one in so many auctions "
                "are the hot seller's.", default="4",
                minimum=1, maximum=_RATIO_MAX),
        Setting("out-of-order-group-size", SettingKind.INTEGER, "Shuffle the order within each "
                "group of so many events.", default="1", minimum=1, maximum=1_000_000),
        Setting("stop-at", SettingKind.INTEGER, "Pause after this event; -1: do not.",
                default="-1", minimum=-1),
        Setting("keep-alive", SettingKind.BOOLEAN, "Stay open behind the last event.",
                default="false"),
        Setting("base-time", SettingKind.TEXT, "When the first event happens, in UTC; without it "
                "2015-07-15, or now with 'rate.limited'.", example="2026-01-01 00:00:00"),
        Setting("seed", SettingKind.INTEGER, "Other seeds, other events.", default="0", minimum=0),
        Setting("scan.watermark.idle-timeout", SettingKind.DURATION, "Silence after which the "
                "events no longer hold the watermark back.", example="5 s"),
    ),
    example="CREATE TABLE datagen (event_type INT, bid ROW<auction BIGINT, price BIGINT>) "
    "WITH ('connector' = 'nexmark', 'events.num' = '100000')",
)  # fmt: skip
BASE_US = 1_436_918_400_000_000
"""2015-07-15T00:00:00Z, where the benchmark's event time has always begun."""


def options_of(table: Table) -> dict[str, Any]:
    """Return a table's options, checked."""
    given = {name: option for name, option in table.options.items() if name != "connector"}
    options = read_options("connector 'nexmark'", DECLARATION.settings, given, table.where)
    if not any(options[f"{kind}.proportion"] for kind in _KINDS):
        raise BadOption(
            "option 'bid.proportion': all three proportions are 0",
            where=table.where,
            hint="set one of them to 1 or more",
        )
    return options


def is_paced(options: Mapping[str, Any]) -> bool:
    """Say whether an event is given only when its time has come."""
    return bool(options["rate.limited"] or not options["max-emit-speed"])


def last_of(options: Mapping[str, Any]) -> int | None:
    """Return behind which event the stream ends or pauses, None for never."""
    ends = [options["events.num"]] if options["events.num"] else []
    ends += [options["stop-at"]] if options["stop-at"] >= 0 else []
    return min(ends, default=None)


def config_of(table: Table, options: Mapping[str, Any], now_us: int) -> EventConfig:
    """Return what the events of a table depend on; paced ones begin now."""
    usual_us = now_us if is_paced(options) else BASE_US
    timeline = Timeline(
        _base_us(table, options["base-time"], usual_us),
        options["first-event.rate"],
        options["next-event.rate"],
        options["rate.shape"],
        options["rate.period"],
    )
    return EventConfig(
        timeline,
        options["seed"],
        Shares(*(options[f"{kind}.proportion"] for kind in _KINDS)),
        Sizes(*(options[f"{kind}.avg-size"] for kind in _KINDS)),
        Ratios(
            options["bid.hot-ratio.auctions"],
            options["bid.hot-ratio.bidders"],
            options["auction.hot-ratio.sellers"],
        ),
        options["out-of-order-group-size"],
    )


def _base_us(table: Table, text: str | None, usual_us: int) -> int:
    if text is None:
        return usual_us
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise BadOption(
            f"option 'base-time': a time such as '2026-01-01 00:00:00', not '{text}'",
            where=table.options["base-time"].where,
            hint="ISO-8601, in UTC unless it names a zone",
        ) from None
    zoned = time if time.tzinfo else time.replace(tzinfo=UTC)
    return round(zoned.timestamp() * US_PER_SECOND)
