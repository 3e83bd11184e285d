"""A folder of files that grow unseen and are published one by one, each row once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pyarrow as pa

from penstock.core.batch import Batch
from penstock.sinks.changes import new_rows
from penstock.sinks.database import Database
from penstock.sinks.disk import Disk
from penstock.sinks.errors import StoredOtherwise
from penstock.sinks.file_form import FileForm
from penstock.sinks.in_progress import InProgress, Part
from penstock.sinks.partition import split_by_folder
from penstock.sinks.request import SinkRequest
from penstock.sinks.roll_ledger import TABLES, Publication, RollLedger

FOLDERS_MAX = 256
"""Partitions in progress at once; when there are more, the oldest are published."""


@dataclass(frozen=True, slots=True)
class RollingPolicy:
    """When a file in progress is published."""

    size_max: int
    age_max_us: int
    check_us: int


@dataclass(frozen=True, slots=True)
class Token:
    """A checkpoint of the sink: how often it had rolled, its last step, its files in progress.

    `form` tells whether another process writes the same kind of file.
    """

    form: str
    rolls: int
    step: int | None
    parts: tuple[Part, ...]


class RollingFiles:
    """Grows files in a hidden folder and publishes each by renaming it, between two steps.

    A roll first completes the files, then commits to the ledger what is published, then renames.
    What no roll has published is part of the checkpoint, or written again after a crash.
    """

    def __init__(
        self, request: SinkRequest, root: Path, form: FileForm, policy: RollingPolicy
    ) -> None:
        surroundings = request.surroundings
        self._request = request
        self._clock = surroundings.clock
        self._root = root
        self._policy = policy
        self._form_name = f"{form.suffix} {request.schema}"
        self._suffix = form.suffix
        self._database = Database(surroundings.state_folder / "files.db", TABLES, request.before)
        self._ledger = RollLedger(self._database, request.producer, root, self._clock.now_us())
        whole = f"{request.producer}\n{self._ledger.began_us}"
        self._writer = hashlib.sha256(whole.encode()).hexdigest()[:12]
        self._disk = Disk(request.before)
        self._in_progress = InProgress(root / f".penstock-{self._writer}", form, self._disk)
        self._step: int | None = None
        self._through: dict[str, int] = {}
        self._checked_us = self._clock.now_us()

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Add a step's rows to the files in progress, except those that are out already."""
        if self._step is not None and step <= self._step:
            return
        rows = self._rows_by_folder(step, batches)
        self._in_progress.append(step, rows, self._clock.now_us())
        self._step = step
        self._publish(self._full())

    def on_time(self, now_us: int) -> None:
        """Publish the files that have grown old."""
        if now_us - self._checked_us < self._policy.check_us:
            return
        self._checked_us = self._clock.now_us()
        parts = self._in_progress.parts.values()
        self._publish(p.folder for p in parts if now_us - p.began_us >= self._policy.age_max_us)

    def publish(self) -> None:
        """Publish every row, as at the end of a bounded input."""
        self._publish(self._in_progress.parts)

    def snapshot(self) -> bytes:
        """Make the files in progress durable and return how far each is."""
        parts = self._in_progress.pause()
        return msgspec.json.encode(Token(self._form_name, self._ledger.rolls, self._step, parts))

    def restore(self, token: bytes | None) -> None:
        """Finish the last roll, take up the files in progress that no later roll published."""
        self._disk.make_folder(self._root)
        self._rename()
        held = Token(self._form_name, 0, None, ())
        if token is not None:
            held = msgspec.json.decode(token, type=Token)
            self._check_form(held)
            self._ledger.forget_until(held.rolls)
        self._through = self._ledger.published_since(held.rolls)
        self._step = held.step
        self._in_progress.restore([p for p in held.parts if p.folder not in self._through])

    @property
    def rows_pending(self) -> int:
        """Rows that no published file holds yet."""
        return sum(part.rows for part in self._in_progress.parts.values())

    def close(self) -> None:
        """Let go of the ledger; files in progress stay as they are."""
        self._database.close()

    def _rows_by_folder(
        self, step: int, batches: Sequence[Batch]
    ) -> dict[str, list[pa.RecordBatch]]:
        rows: dict[str, list[pa.RecordBatch]] = {}
        for batch in batches:
            data = new_rows(batch, self._request)
            if data.num_rows == 0:
                continue
            for folder, part in split_by_folder(data, self._request.table.partition_keys):
                if step > self._through.get(folder, step - 1):
                    rows.setdefault(folder, []).append(part)
        return rows

    def _full(self) -> list[str]:
        parts = sorted(self._in_progress.parts.values(), key=lambda part: part.began_us)
        surplus = max(0, len(parts) - FOLDERS_MAX)
        return [
            part.folder
            for i, part in enumerate(parts)
            if i < surplus or part.size >= self._policy.size_max
        ]

    def _publish(self, folders: Iterable[str]) -> None:
        """Publish these folders' parts in one roll; see the class for the order of things."""
        chosen = list(folders)
        if not chosen:
            return
        self._rename()
        publications = [self._completed(folder) for folder in chosen]
        self._disk.sync(publications[0].source.parent)
        self._ledger.commit(publications)
        for folder in chosen:
            self._in_progress.forget(folder)
        self._rename()

    def _completed(self, folder: str) -> Publication:
        part = self._in_progress.parts[folder]
        target = self._root / folder
        self._disk.make_folder(target)
        steps = f"{part.first_step:08}-{part.last_step:08}"
        name = f"part-{self._writer}-{steps}{self._suffix}"
        return Publication(folder, part.last_step, self._in_progress.finish(folder), target / name)

    def _rename(self) -> None:
        renames = self._ledger.renames()
        for source, target in renames:
            if source.exists():
                self._disk.rename(source, target)
        for folder in sorted({target.parent for _, target in renames}):
            self._disk.sync(folder)
        if renames:
            self._ledger.renamed()

    def _check_form(self, held: Token) -> None:
        if held.parts and held.form != self._form_name:
            raise StoredOtherwise(
                f"table '{self._request.table.name}': files in progress were begun as {held.form}",
                where=self._request.where,
                hint="go back to those settings, or remove the folder's .penstock",
            )
