"""The `simulator` connector: generated feeds that run by the clock and can be disturbed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from penstock.config.options import BadOption, Declaration, read_options
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Chunk
from penstock.core.errors import UserError, did_you_mean
from penstock.core.protocols import Surroundings
from penstock.core.table import Table
from penstock.sources.anomalies import Anomalies, Position
from penstock.sources.feeds import FEEDS

NORMAL, ANOMALY = "normal", "anomaly"
CATCH_UP_US = 2_000_000
"""After a pause at most this much of the past is made up for; the rest never happened."""


DECLARATION = Declaration(
    "simulator",
    "Generates a feed by the clock: a wind farm or road accidents, with anomalies on demand.",
    "Rows are journaled before they are used, so a restart neither repeats nor loses one; "
    "while nothing runs, nothing happens.",
    (
        Setting(
            "kind", SettingKind.CHOICE, "Which feed.", required=True, choices=tuple(FEEDS),
            example="wind",
        ),
        Setting(
            "rows-per-second", SettingKind.NUMBER, "How many rows a second.", default="8",
            minimum=0.01, maximum=1_000_000,
        ),
        Setting(
            "number-of-rows", SettingKind.INTEGER, "End after so many rows.", minimum=1,
            example="1000",
        ),
        Setting(
            "mode", SettingKind.CHOICE, "The mode to begin with.", default=NORMAL,
            choices=(NORMAL, ANOMALY),
        ),
        Setting(
            "anomaly", SettingKind.TEXT, "Which anomaly the mode brings; default: each in turn.",
            example="storm",
        ),
        Setting(
            "anomaly.after", SettingKind.DURATION, "Begin an anomaly by itself after this time.",
            example="45 s",
        ),
        Setting(
            "anomaly.every", SettingKind.DURATION, "Then again each time this has passed.",
            example="5 min",
        ),
        Setting(
            "anomaly.duration", SettingKind.DURATION, "How long one that began by itself lasts.",
            default="15 s",
        ),
        Setting(
            "seed", SettingKind.INTEGER, "Makes the feed repeatable.", default="0", minimum=0,
        ),
        Setting(
            "scan.watermark.idle-timeout", SettingKind.DURATION,
            "Silence after which the feed no longer holds the watermark back.", example="5 s",
        ),
    ),
    example="CREATE TABLE feed (location STRING, wind_speed DOUBLE) "
    "WITH ('connector' = 'simulator', 'kind' = 'wind')",
)  # fmt: skip


class UnknownColumn(UserError):
    """A table of a simulator has a column that the feed does not make.

    >>> print(UnknownColumn("feed 'wind' has no column 'speed'", hint="did you mean 'wind_speed'?"))
    E311 feed 'wind' has no column 'speed'
    hint: did you mean 'wind_speed'?
    """

    code = "E311"


class Simulator:
    """A source of one split whose position is the next tick."""

    replayable = False

    def __init__(
        self, table: Table, options: Mapping[str, Any], surroundings: Surroundings
    ) -> None:
        kind = FEEDS[options["kind"]]
        self._feed = kind.make(options["seed"] + surroundings.seed)
        self._anomalies = Anomalies(
            (options["anomaly"],) if options["anomaly"] else kind.anomalies,
            options["anomaly.after"],
            options["anomaly.every"],
            options["anomaly.duration"],
        )
        self._columns = list(table.schema.names)
        self._schema = table.schema.arrow
        self._options = options
        self._tick_us = 1_000_000 * kind.rows_per_tick / options["rows-per-second"]
        self._rows_per_tick = kind.rows_per_tick
        self._clock = surroundings.clock
        self._mode: str = options["mode"]

    @property
    def modes(self) -> Sequence[str]:
        """The two modes."""
        return (NORMAL, ANOMALY)

    @property
    def mode(self) -> str:
        """The mode in force."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Switch between normal and anomaly data."""
        if mode not in self.modes:
            raise ValueError(f"no mode {mode!r}")
        self._mode = mode

    def splits(self) -> Sequence[str]:
        """Return the one split."""
        return ("0",)

    def start(self, split: str) -> str:
        """Begin now."""
        return _encode(Position(0, self._clock.now_us()))

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return the rows that are due by the clock."""
        at = msgspec.json.decode(position, type=Position)
        now_us = self._clock.now_us()
        at = self._skip_pause(at, now_us)
        due = int((now_us - at.began_us) // self._tick_us) + 1 - at.tick
        last = self._options["number-of-rows"]
        if last is not None:
            due = min(due, -(-last // self._rows_per_tick) - at.tick)
        due = min(due, max(1, rows_max // self._rows_per_tick))
        if due <= 0:
            return None
        return self._ticks(at, due)

    def _skip_pause(self, at: Position, now_us: int) -> Position:
        behind_us = now_us - self._time_us(at, at.tick)
        # A clock that was set back is followed, else the feed would be silent until then.
        ahead_us_max = CATCH_UP_US + int(self._tick_us)
        if -ahead_us_max <= behind_us <= CATCH_UP_US:
            return at
        # One less, so that the next tick is due now however its time was rounded.
        return msgspec.structs.replace(at, began_us=at.began_us + behind_us - 1)

    def _ticks(self, at: Position, due: int) -> Chunk:
        parts = []
        first_us = self._time_us(at, at.tick)
        for _ in range(due):
            at_us = self._time_us(at, at.tick)
            wanted = self._mode == ANOMALY or self._anomalies.is_due(at_us - at.began_us)
            at = self._anomalies.switched(at, wanted)
            parts.append(self._feed.rows(at.tick, at_us, self._anomalies.at(at)))
            at = msgspec.structs.replace(at, tick=at.tick + 1)
        rows = pa.Table.from_batches(parts).combine_chunks().to_batches()[0]
        last = self._options["number-of-rows"]
        if last is not None:
            # The last tick may have more rows than are wanted.
            rows = rows.slice(0, rows.num_rows - max(0, at.tick * self._rows_per_tick - last))
        return Chunk(_encode(at), first_us, columns=rows.select(self._columns).cast(self._schema))

    def _time_us(self, at: Position, tick: int) -> int:
        return at.began_us + int(tick * self._tick_us)

    def finished(self, split: str, position: str) -> bool:
        """Say whether `number-of-rows` has been reached."""
        last = self._options["number-of-rows"]
        if last is None:
            return False
        return msgspec.json.decode(position, type=Position).tick * self._rows_per_tick >= int(last)

    def close(self) -> None:
        """Let go of nothing."""


def _encode(position: Position) -> str:
    return msgspec.json.encode(position).decode()


def origin(table: Table) -> str:
    """Return which feed a table reads."""
    return f"simulator {table.options['kind'].value}"


def open_source(table: Table, surroundings: Surroundings) -> Simulator:
    """Return the simulator of a table, whose columns must be among the feed's."""
    given = {name: option for name, option in table.options.items() if name != "connector"}
    options = read_options("connector 'simulator'", DECLARATION.settings, given, table.where)
    _check_anomaly(options, table)
    known = FEEDS[options["kind"]].schema.names
    for name in table.schema.names:
        if name not in known:
            hint = did_you_mean(name, known)
            raise UnknownColumn(
                f"feed '{options['kind']}' has no column '{name}'", where=table.where, hint=hint
            )
    return Simulator(table, options, surroundings)


def _check_anomaly(options: Mapping[str, Any], table: Table) -> None:
    known = FEEDS[options["kind"]].anomalies
    name = options["anomaly"]
    if name is not None and name not in known:
        raise BadOption(
            f"option 'anomaly': feed '{options['kind']}' has no '{name}'",
            where=table.options["anomaly"].where,
            hint=f"one of {', '.join(known)}",
        )
