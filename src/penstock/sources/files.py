"""The `filesystem` connector as a source: each line of the files below a path is a record."""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from penstock.config.options import Declaration, read_options
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Chunk, Records
from penstock.core.errors import ExternalError, Location
from penstock.core.protocols import Surroundings
from penstock.core.table import Table

BYTES_PER_READ = 8 * 2**20
NEWLINE, RETURN = ord("\n"), ord("\r")
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

    def __init__(self, path: Path, options: dict[str, Any], where: Location | None) -> None:
        self._path = path
        self._options = options
        self._where = where
        self._unbounded = options["source.monitor-interval"] is not None

    def splits(self) -> Sequence[str]:
        """Return the files' paths below the table's path, sorted."""
        if self._path.is_file():
            return (self._path.name,)
        if not self._path.is_dir():
            if self._unbounded:
                return ()
            raise NoSuchPath(
                f"cannot read '{self._path}': no such file or folder", where=self._where
            )
        found = (p for p in self._path.rglob("*") if p.is_file())
        names = (p.relative_to(self._path) for p in found)
        return sorted(str(n) for n in names if not any(x.startswith((".", "_")) for x in n.parts))

    def _file(self, split: str) -> Path:
        return self._path if self._path.is_file() else self._path / split

    def start(self, split: str) -> str:
        """Begin at the first line, or after the header."""
        if not self._options["header"]:
            return "0"
        with self._file(split).open("rb") as file:
            return str(len(file.readline()))

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return whole lines; an unfinished last line waits for its end, or for the file's."""
        path, start = self._file(split), int(position)
        size = path.stat().st_size
        if start >= size:
            return None
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
            data = view[start : int(until)] if until else self._whole_lines(view, start)
        records = lines(data, rows_max)
        if not len(records):
            return None
        end = min(len(data), int(records.ends[-1]) + 1)
        # Carriage returns before a newline are no part of the record.
        arrived_us = path.stat().st_mtime_ns // 1_000
        return Chunk(str(start + end), arrived_us, without_returns(records))

    def _whole_lines(self, view: mmap.mmap, start: int) -> bytes:
        end = min(len(view), start + BYTES_PER_READ)
        last = view.rfind(b"\n", start, end)
        if last < 0:
            # A line longer than one read: take it whole.
            last = view.find(b"\n", end)
        if not self._unbounded and (last < 0 or end == len(view)):
            return view[start:]
        return view[start : last + 1] if last >= 0 else b""

    def finished(self, split: str, position: str) -> bool:
        """Say whether the file is read to its end, when the input is bounded."""
        return not self._unbounded and int(position) >= self._file(split).stat().st_size

    def close(self) -> None:
        """Let go of nothing; files are open only while they are read."""


def lines(data: bytes, rows_max: int) -> Records:
    """Return the first lines of a text as records; a last line may lack its newline."""
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == NEWLINE).astype(np.int64)[:rows_max]
    if len(ends) < rows_max and data and not data.endswith(b"\n"):
        ends = np.append(ends, len(data))
    starts = np.concatenate((np.zeros(min(1, len(ends)), np.int64), ends[:-1] + 1))
    return Records(data, starts, ends)


def without_returns(records: Records) -> Records:
    """Return the records without a carriage return at their end."""
    data = np.frombuffer(records.data, np.uint8)
    last = np.maximum(records.ends - 1, records.starts)
    returns = (records.ends > records.starts) & (data[np.minimum(last, len(data) - 1)] == RETURN)
    return Records(records.data, records.starts, records.ends - returns)


def open_source(table: Table, surroundings: Surroundings) -> FileSource:
    """Return the source of a table's files."""
    given = {name: option for name, option in table.options.items() if name != "connector"}
    options = read_options("connector 'filesystem'", DECLARATION.settings, given, table.where)
    return FileSource(surroundings.folder / options["path"], options, table.where)
