"""The `nexmark` connector: the Nexmark benchmark's events, with the options of its Flink suite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from penstock.core.batch import Chunk
from penstock.core.errors import did_you_mean
from penstock.core.protocols import Surroundings
from penstock.core.table import Table
from penstock.core.time import Clock
from penstock.core.types import Field, Kind, Schema
from penstock.sources.nexmark.config import EventConfig
from penstock.sources.nexmark.events import EVENTS, events
from penstock.sources.nexmark.options import (
    DECLARATION,
    config_of,
    is_paced,
    last_of,
    options_of,
)
from penstock.sources.simulator import UnknownColumn

__all__ = ["DECLARATION", "NexmarkSource", "open_source", "origin"]


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the events go, and at which pace they are given."""

    last: int | None
    keeps_alive: bool
    paced: bool


class NexmarkSource:
    """A split is the whole stream; a position is the next event's place and when event 0 was."""

    replayable = True

    def __init__(self, schema: Schema, config: EventConfig, extent: Extent, clock: Clock) -> None:
        self._schema = schema
        self._config = config
        self._extent = extent
        self._clock = clock

    def splits(self) -> Sequence[str]:
        """Return the one split."""
        return ("0",)

    def start(self, split: str) -> str:
        """Begin with event 0."""
        return f"0@{self._config.timeline.base_us}"

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return the events from a position on, only those that are due if there is a pace."""
        first, base_us = _parsed(position)
        config = replace(self._config, timeline=replace(self._config.timeline, base_us=base_us))
        now_us = self._clock.now_us()
        end = self._end(config, now_us) if until is None else _parsed(until)[0]
        count = rows_max if end is None else min(rows_max, end - first)
        if count <= 0:
            return None
        columns = events(config, first, count, self._schema)
        # A paced event arrives when it is due, however late one looks.
        due_us = int(config.timeline.times_us(np.array([first]))[0])
        arrived_us = min(due_us, now_us) if self._extent.paced else now_us
        return Chunk(f"{first + count}@{base_us}", arrived_us, columns=columns)

    def _end(self, config: EventConfig, now_us: int) -> int | None:
        """Return behind which event there is nothing now."""
        if not self._extent.paced:
            return self._extent.last
        due = config.timeline.due(now_us)
        return due if self._extent.last is None else min(due, self._extent.last)

    def finished(self, split: str, position: str) -> bool:
        """Say whether `events.num` has been reached."""
        extent = self._extent
        if extent.last is None or extent.keeps_alive:
            return False
        return _parsed(position)[0] >= extent.last

    def close(self) -> None:
        """Let go of nothing."""


def _parsed(position: str) -> tuple[int, int]:
    place, _, base_us = position.partition("@")
    return int(place), int(base_us)


def origin(table: Table) -> str:
    """Return which events a table reads."""
    return "nexmark"


def open_source(table: Table, surroundings: Surroundings) -> NexmarkSource:
    """Return the source of a table, whose columns must be among the events' columns."""
    options = options_of(table)
    _check_columns(table)
    config = config_of(table, options, surroundings.clock.now_us())
    config = replace(config, seed=config.seed + surroundings.seed)
    extent = Extent(last_of(options), options["keep-alive"], is_paced(options))
    return NexmarkSource(table.schema, config, extent, surroundings.clock)


def _check_columns(table: Table) -> None:
    known = {field.name: field for field in EVENTS.fields}
    for field in table.schema.fields:
        _check_column(field, known, table, "")
        if field.type.kind is Kind.ROW:
            parts = {part.name: part for part in known[field.name].type.children}
            for child in field.type.children:
                _check_column(child, parts, table, f"{field.name}.")


def _check_column(field: Field, known: Mapping[str, Field], table: Table, above: str) -> None:
    name = f"{above}{field.name}"
    if field.name not in known:
        hint = did_you_mean(field.name, known)
        raise UnknownColumn(f"nexmark events have no '{name}'", where=table.where, hint=hint)
    if field.type.kind is not known[field.name].type.kind:
        ours = known[field.name].type
        raise UnknownColumn(
            f"column '{name}' of nexmark events is {ours.kind}, not {field.type}",
            where=table.where,
            hint=f"declare {name} {ours}",
        )
