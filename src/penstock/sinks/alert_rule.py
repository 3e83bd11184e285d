"""When rows become an alert and what it says: the settings that all kinds of alerts share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from penstock.config.settings import Setting, SettingKind
from penstock.sinks.courier import DeliveryLimits
from penstock.sinks.episodes import EpisodeRule
from penstock.sinks.request import SinkRequest, checked_columns, time_column
from penstock.sinks.template import Template, read_template

SETTINGS = (
    Setting("episode.key", SettingKind.COLUMNS, "Columns whose values have episodes of their "
            "own; without it those PARTITIONED BY, else the PRIMARY KEY.", example="location"),
    Setting("episode.gap", SettingKind.DURATION, "This long without a row of a key ends its "
            "episode.", default="1 min"),
    Setting("episode.time", SettingKind.TEXT, "The TIMESTAMP column that gaps are measured in; "
            "without it the first one, else the time of arrival.", example="event_time"),
    Setting("cool-down", SettingKind.DURATION, "A key is told of again after this at the "
            "earliest.", default="5 min"),
    Setting("subject", SettingKind.TEXT, "What happened, with columns in braces.",
            example="{location}: {wind_speed:.0f} mph"),
    Setting("body", SettingKind.TEXT, "More about it, with columns in braces; without it all "
            "columns, one a line.", example="Score {score:.2f} at {event_time}."),
    Setting("delivery.attempts", SettingKind.INTEGER, "How often an alert is tried before it "
            "counts as failed.", default="50", minimum=1, maximum=1000),
    Setting("delivery.per-minute", SettingKind.INTEGER, "Deliveries in one minute at most; "
            "others wait.", default="60", minimum=1, maximum=10_000),
    Setting("delivery.timeout", SettingKind.DURATION, "How long the receiver may take to "
            "answer.", default="10 s", minimum=1_000),
)  # fmt: skip
"""The settings of every kind of alert."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """When a row becomes an alert, and what the alert says."""

    key: tuple[str, ...]
    time: str | None
    episodes: EpisodeRule
    subject: Template | None
    body: Template | None
    limits: DeliveryLimits


def read_rule(request: SinkRequest, options: dict[str, Any]) -> AlertRule:
    """Return the rule that the options give; errors name a column or format that does not fit."""
    table = request.table
    default_key = table.partition_keys or table.primary_key
    key = options["episode.key"] if options["episode.key"] is not None else default_key
    subject, body = (
        None if options[name] is None else read_template(request, name, options[name])
        for name in ("subject", "body")
    )
    return AlertRule(
        checked_columns(request, "episode.key", key),
        time_column(request, "episode.time", options["episode.time"]),
        EpisodeRule(options["episode.gap"], options["cool-down"]),
        subject,
        body,
        DeliveryLimits(options["delivery.attempts"], options["delivery.per-minute"]),
    )
