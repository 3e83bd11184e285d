"""What every sink is opened with, and how it reads its table's options."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from penstock.config.options import Declaration, read_options
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Records
from penstock.core.errors import Location, did_you_mean
from penstock.core.protocols import Surroundings
from penstock.core.table import Table
from penstock.core.types import TIMESTAMPS, Schema
from penstock.sinks.alert import Alert
from penstock.sinks.errors import UnfitSetting

Encode = Callable[[pa.RecordBatch], Records]
"""Turns rows into a record each."""


def write_to_terminal(text: str) -> None:
    """Write to whatever standard output is at this moment."""
    sys.stdout.write(text)


def ignore_alert(alert: Alert) -> None:
    """Take note of nothing."""


def unhindered(action: str, path: Path) -> None:
    """Let every action on a disk happen."""


@dataclass(frozen=True, slots=True)
class SinkRequest:
    """What a sink is opened with.

    `producer` names the INSERT for as long as its steps count up; a job that begins again from
    the first step needs another name. `open_encoder` gives what turns rows of some columns into
    the table's format; a sink that writes no such records never asks for it. `on_alert` hears of
    every alert that is raised or changes, from any thread. `before` is called with the name of
    each durable action and its path just before it, so that tests can interrupt there.
    """

    table: Table
    producer: str
    schema: Schema
    surroundings: Surroundings
    open_encoder: Callable[[Schema], Encode]
    write_text: Callable[[str], object] = write_to_terminal
    on_alert: Callable[[Alert], object] = ignore_alert
    before: Callable[[str, Path], object] = unhindered

    @property
    def where(self) -> Location | None:
        """The place of the table's declaration."""
        return self.table.where

    def place_of(self, option: str) -> Location | None:
        """Return the place of an option, or of the table when the option is not given."""
        given = self.table.options.get(option)
        return (given.where if given else None) or self.table.where


FORMAT_SETTINGS = (
    Setting("json.*", SettingKind.TEXT, "Settings of the JSON format."),
    Setting("csv.*", SettingKind.TEXT, "Settings of the CSV format."),
)
"""Settings that belong to the formats; a sink lets them pass."""


def read_sink_options(declaration: Declaration, table: Table) -> dict[str, Any]:
    """Return the values of the declared settings, all of the table's options checked."""
    given = {name: option for name, option in table.options.items() if name != "connector"}
    owner = f"connector '{declaration.name}'"
    return read_options(owner, declaration.settings, given, table.where)


def checked_columns(request: SinkRequest, option: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names once it is sure that the table has such columns."""
    chosen = tuple(names)
    for name in chosen:
        if request.schema.index(name) is None:
            raise UnfitSetting(
                f"option '{option}': table '{request.table.name}' has no column '{name}'",
                where=request.place_of(option),
                hint=did_you_mean(name, request.schema.names),
            )
    return chosen


def time_column(request: SinkRequest, option: str, name: str | None) -> str | None:
    """Return the column that an option names, by default the first TIMESTAMP column, if any."""
    times = [field.name for field in request.schema.fields if field.type.kind in TIMESTAMPS]
    if name is None:
        return times[0] if times else None
    (chosen,) = checked_columns(request, option, [name])
    if chosen not in times:
        raise UnfitSetting(
            f"option '{option}': column '{name}' is no TIMESTAMP",
            where=request.place_of(option),
            hint=f"TIMESTAMP columns here: {', '.join(times) or 'none'}",
        )
    return chosen
