"""Files that grow step by step in a hidden folder, each on its way to one published file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from penstock.sinks.disk import Disk
from penstock.sinks.file_form import FileForm
from penstock.sinks.gzip_member import HEADER, GzipMember


@dataclass(frozen=True, slots=True)
class Part:
    """One file in progress: where it will be published, which steps and rows it has.

    `length` bytes of the file count, anything behind them is left from an interrupted attempt.
    `size` is before compression. The name is never used twice: a folder publishes disjoint steps.
    """

    folder: str
    name: str
    first_step: int
    last_step: int
    began_us: int
    length: int = 0
    size: int = 0
    rows: int = 0
    checksum: int = 0


class InProgress:
    """The parts of one sink by the folder that they go to, and their files."""

    def __init__(self, folder: Path, form: FileForm, disk: Disk) -> None:
        self._folder = folder
        self._form = form
        self._disk = disk
        self._members: dict[str, GzipMember] = {}
        self._unsynced: set[str] = set()
        self.parts: dict[str, Part] = {}

    def append(self, step: int, rows: Mapping[str, Sequence[pa.RecordBatch]], now_us: int) -> None:
        """Add a step's rows by folder; when it raises, no row of the step counts."""
        grown = [
            self._grown(self._part(folder, step, now_us), step, rows[folder]) for folder in rows
        ]
        for part, member in grown:
            self.parts[part.folder] = part
            self._unsynced.add(part.folder)
            if member is not None:
                self._members[part.folder] = member

    def pause(self) -> tuple[Part, ...]:
        """Make all parts durable, so that another process can go on from what is returned."""
        if self._unsynced:
            for folder in sorted(self._unsynced):
                self._pause(folder)
            self._disk.sync(self._folder)
            self._unsynced.clear()
        return tuple(self.parts.values())

    def finish(self, folder: str) -> Path:
        """Return the part's file, complete and durable, ready for its final name."""
        part = self.parts[folder]
        grown = self._folder / part.name
        member = self._members.get(folder)
        tail = member.copy().finish() if member else b""
        self._disk.append(grown, part.length, tail)
        if self._form.convert is None:
            self._disk.sync(grown)
            return grown
        ready = grown.with_suffix(self._form.suffix)
        with self._disk.doing("convert", ready):
            self._form.convert(grown, ready)
        self._disk.sync(ready)
        return ready

    def forget(self, folder: str) -> None:
        """Drop a part that is published."""
        part = self.parts.pop(folder)
        self._members.pop(folder, None)
        self._unsynced.discard(folder)
        if self._form.convert is not None:
            self._disk.remove(self._folder / part.name)

    def restore(self, parts: Sequence[Part]) -> None:
        """Go back to these parts as they were; remove what else lies in the hidden folder."""
        self._disk.make_folder(self._folder)
        kept = {part.name for part in parts}
        for path in sorted(self._folder.iterdir()):
            if path.name not in kept:
                self._disk.remove(path)
        for part in parts:
            self._disk.truncate(self._folder / part.name, part.length)
        self._unsynced.clear()
        self.parts = {part.folder: part for part in parts}
        self._members = {
            part.folder: GzipMember(part.checksum, part.size)
            for part in parts
            if self._form.gzipped
        }

    def _part(self, folder: str, step: int, now_us: int) -> Part:
        if folder in self.parts:
            return self.parts[folder]
        digest = hashlib.sha256(folder.encode()).hexdigest()[:16]
        return Part(folder, f"{step}-{digest}.grows", step, step, now_us)

    def _grown(
        self, part: Part, step: int, rows: Sequence[pa.RecordBatch]
    ) -> tuple[Part, GzipMember | None]:
        """Return the part with the rows added, not yet kept as the state of things."""
        data = b"".join(self._form.encode(batch) for batch in rows)
        start = self._form.start if not part.length else b""
        member = self._member(part)
        if member is None:
            stored = start + data
        else:
            stored = (HEADER if not part.length else b"") + member.add(data)
        self._disk.append(self._folder / part.name, part.length, stored)
        grown = replace(
            part,
            last_step=step,
            length=part.length + len(stored),
            size=part.size + len(data),
            rows=part.rows + sum(batch.num_rows for batch in rows),
            checksum=member.checksum if member else 0,
        )
        return grown, member

    def _member(self, part: Part) -> GzipMember | None:
        if not self._form.gzipped:
            return None
        known = self._members.get(part.folder)
        return known.copy() if known else GzipMember()

    def _pause(self, folder: str) -> None:
        part = self.parts[folder]
        member = self._members.get(folder)
        path = self._folder / part.name
        if member is not None:
            paused = member.copy()
            tail = paused.pause()
            self._disk.append(path, part.length, tail)
            self.parts[folder] = replace(part, length=part.length + len(tail))
            self._members[folder] = paused
        self._disk.sync(path)
