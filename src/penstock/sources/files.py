"""The `filesystem` connector as a source: each line of the files below a path is a record."""

from __future__ import annotations

import os
from collections.abc import Sequence
from io import BufferedReader
from pathlib import Path
from typing import Any

from penstock.config.options import Declaration, read_options
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Chunk, Records
from penstock.core.errors import ExternalError, Location
from penstock.core.protocols import Surroundings
from penstock.core.table import Table
from penstock.core.time import Clock
from penstock.sources.lines import files_below, lines, without_returns

BYTES_PER_READ = 32 * 2**20
BYTES_PER_ROW, BYTES_TO_SPARE = 512, 2**16
"""How long a row is guessed to be at first, and what is read beyond the guess."""
DECLARATION = Declaration(
    "filesystem",
    "Reads the lines of a file, or of all files below a folder, in the order of their names.",
    "A position is a byte offset, so a restart reads on where it stopped: each line exactly once.",
    (
        Setting(
            "path", SettingKind.TEXT, "File or folder; relative to the pipeline's folder.",
            required=True, example="data/readings",
        ),
        Setting(
            "format", SettingKind.CHOICE, "What a line is.", default="json",
            choices=("json", "csv", "raw"),
        ),
        Setting("header", SettingKind.BOOLEAN, "A first line names columns.", default="false"),
        Setting(
            "source.monitor-interval", SettingKind.DURATION,
            "Look for new files and longer ones forever; without it the input is bounded.",
            example="1 s",
        ),
        Setting("scan.watermark.idle-timeout", SettingKind.DURATION, "Silence after which a file "
                "no longer holds the watermark back.", example="5 s"),
        Setting("sink.*", SettingKind.TEXT, "Settings for writing to the same table."),
        Setting("json.*", SettingKind.TEXT, "Settings of the JSON format."),
        Setting("csv.*", SettingKind.TEXT, "Settings of the CSV format."),
    ),
    example="CREATE TABLE readings (a INT) WITH ('connector' = 'filesystem', 'path' = 'in')",
)  # fmt: skip


class NoSuchPath(ExternalError):
    """A table's path does not exist or cannot be read.

    >>> print(NoSuchPath("cannot read 'data/in': no such file or folder"))
    E321 cannot read 'data/in': no such file or folder
    """

    code = "E321"


class FileSource:
    """Files are splits; a position is the byte offset of the next unread line."""

    replayable = True

    def __init__(
        self, path: Path, options: dict[str, Any], clock: Clock, where: Location | None
    ) -> None:
        self._path = path
        self._header = options["header"]
        self._clock = clock
        self._where = where
        self._interval_us: int | None = options["source.monitor-interval"]
        self._unbounded = self._interval_us is not None
        self._listed_us: int | None = None
        self._splits: list[str] = []
        self._bytes_per_row = BYTES_PER_ROW

    def splits(self) -> Sequence[str]:
        """Return the files' paths below the table's path, sorted; the order in which they came."""
        now_us = self._clock.now_us()
        if self._is_listing_due(now_us):
            known = set(self._splits)
            self._splits += [name for name in self._names() if name not in known]
            self._listed_us = now_us
        return tuple(self._splits)

    def _is_listing_due(self, now_us: int) -> bool:
        """Say whether to look for new files: a bounded input is what was there at first."""
        if self._listed_us is None or self._interval_us is None:
            return self._listed_us is None
        return not 0 <= now_us - self._listed_us < self._interval_us

    def _names(self) -> list[str]:
        if self._path.is_file():
            found = [self._path.name]
        elif self._path.is_dir() or self._unbounded:
            found = [str(path.relative_to(self._path)) for path in files_below(self._path)]
        else:
            raise self._missing(self._path)
        return [name for name in found if self._is_begun(name)]

    def _is_begun(self, split: str) -> bool:
        """Say whether a watched file has its header yet; before that nobody can read it."""
        if not (self._header and self._unbounded):
            return True
        with self._file(split).open("rb") as file:
            return file.readline().endswith(b"\n")

    def _missing(self, path: Path) -> NoSuchPath:
        return NoSuchPath(f"cannot read '{path}': no such file or folder", where=self._where)

    def _file(self, split: str) -> Path:
        return self._path if self._path.is_file() else self._path / split

    def start(self, split: str) -> str:
        """Begin at the first line, or after the header."""
        if not self._header:
            return "0"
        with self._file(split).open("rb") as file:
            return str(len(file.readline()))

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return whole lines; an unfinished last line waits for its end, or for the file's."""
        path, start = self._file(split), int(position)
        try:
            if path.stat().st_size <= start:
                return None
            with path.open("rb") as file:
                file.seek(start)
                if until is None:
                    records = self._whole_lines(file, rows_max)
                else:
                    records = lines(file.read(int(until) - start), rows_max)
                arrived_us = os.fstat(file.fileno()).st_mtime_ns // 1_000
        except FileNotFoundError:
            if self._unbounded and until is None:
                # Whoever rotates files has taken it away; what we read of it stays read.
                return None
            raise self._missing(path) from None
        if not len(records):
            return None
        end = min(len(records.data), int(records.ends[-1]) + 1)
        self._bytes_per_row = max(1, end // len(records))
        # Carriage returns before a newline are no part of the record.
        return Chunk(str(start + end), arrived_us, without_returns(records))

    def _whole_lines(self, file: BufferedReader, rows_max: int) -> Records:
        """Return at least one whole line, and the unfinished last one of a bounded file."""
        # About as much as the rows wanted take: what is beyond them would be read once more.
        wanted = rows_max * self._bytes_per_row + BYTES_TO_SPARE
        data = file.read(min(BYTES_PER_READ, wanted))
        while data and b"\n" not in data and (more := file.read(len(data))):
            data += more
        ended = not self._unbounded and not file.peek(1)
        return lines(data, rows_max, ended=ended)

    def finished(self, split: str, position: str) -> bool:
        """Say whether the file is read to its end, when the input is bounded."""
        return not self._unbounded and int(position) >= self._file(split).stat().st_size

    def close(self) -> None:
        """Let go of nothing; files are open only while they are read."""


def origin(table: Table) -> str:
    """Return which files a table reads."""
    return f"filesystem {table.options['path'].value}"


def open_source(table: Table, surroundings: Surroundings) -> FileSource:
    """Return the source of a table's files."""
    given = {name: option for name, option in table.options.items() if name != "connector"}
    options = read_options("connector 'filesystem'", DECLARATION.settings, given, table.where)
    path = surroundings.folder / options["path"].removeprefix("file://")
    return FileSource(path, options, surroundings.clock, table.where)
