"""Checkpoints: the whole of a job at one step, written aside, synced and renamed.

A checkpoint holds the script that made it. After a crash the journal is stepped through with that
script, whatever the folder's says by then; only then does the folder's own take over.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from penstock.core.errors import ExternalError, InternalError

FORMAT_VERSION = 1
_MAGIC = b"PENCKPT1"


class CheckpointUnwritable(ExternalError):
    """A checkpoint cannot be written; the one before it still stands.

    >>> print(CheckpointUnwritable("cannot write the checkpoint: No space left on device"))
    E502 cannot write the checkpoint: No space left on device
    """

    code = "E502"


class BrokenCheckpoint(InternalError):
    """A checkpoint's bytes are not what was written.

    >>> print(BrokenCheckpoint("checkpoint 7 has a wrong checksum"))
    E503 checkpoint 7 has a wrong checksum
    """

    code = "E503"


class Checkpoint(msgspec.Struct, frozen=True):
    """A job at the end of `step`: positions by table and split, state by part, tokens by insert.

    Steps count from 1 in each job; its `identity` keeps them apart from those of another job that
    began afresh in the same folder. `origins` says by table which records its positions count.
    `ended` says that the run ended on purpose: sinks hold nothing back.
    """

    version: int
    identity: str
    step: int
    now_us: int
    script: str
    positions: Mapping[str, Mapping[str, str]]
    state: Mapping[str, bytes]
    tokens: Mapping[str, bytes]
    rows_undecodable: Mapping[str, int]
    overrides: tuple[str, ...] = ()
    local: bool = False
    rows_received: Mapping[str, int] = {}
    origins: Mapping[str, str] = {}
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """What a checkpoint must remember to be replayed: whose it is, the script, what changed it."""

    identity: str
    script: str
    overrides: tuple[str, ...] = ()
    local: bool = False


def origin_of(checkpoint: Checkpoint) -> Origin:
    """Return the origin that a checkpoint remembers."""
    return Origin(
        checkpoint.identity, checkpoint.script, tuple(checkpoint.overrides), checkpoint.local
    )


def positions_of(checkpoint: Checkpoint | None, table: str, origin: str) -> dict[str, str]:
    """Return a table's positions, none when they count the records of another source."""
    if checkpoint is None or checkpoint.origins.get(table, origin) != origin:
        return {}
    return dict(checkpoint.positions.get(table, {}))


class CheckpointStore:
    """The checkpoints and journals of one folder; only the newest checkpoint is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def journal_path(self, step: int) -> Path:
        """Return where the steps after the checkpoint of `step` are journaled."""
        return self._folder / f"{step:016d}.journal"

    def save(self, checkpoint: Checkpoint) -> None:
        """Make the checkpoint durable, then drop the older ones and their journals."""
        body = msgspec.msgpack.encode(checkpoint)
        path = self._folder / f"{checkpoint.step:016d}.checkpoint"
        aside = path.with_suffix(".aside")
        try:
            _write_synced(aside, _MAGIC + zlib.crc32(body).to_bytes(4, "little") + body)
            aside.rename(path)
            sync_directory(self._folder)
            self._drop_before(checkpoint.step)
        except OSError as wrong:
            hint = f"make room on the disk of {self._folder}; the checkpoint before it still stands"
            raise CheckpointUnwritable(
                f"cannot write the checkpoint: {wrong.strerror}", hint=hint
            ) from wrong

    def load(self) -> Checkpoint | None:
        """Return the newest checkpoint, or None when the job has never run."""
        paths = sorted(self._folder.glob("*.checkpoint"))
        return _read(paths[-1]) if paths else None

    def _drop_before(self, step: int) -> None:
        for path in self._folder.iterdir():
            if path.stem.isdigit() and int(path.stem) < step:
                path.unlink()


def _read(path: Path) -> Checkpoint:
    data = path.read_bytes()
    start = len(_MAGIC) + 4
    body = data[start:]
    checksum = int.from_bytes(data[len(_MAGIC) : start], "little")
    if data[: len(_MAGIC)] != _MAGIC or zlib.crc32(body) != checksum:
        raise BrokenCheckpoint(f"checkpoint {path} has a wrong checksum")
    try:
        return msgspec.msgpack.decode(body, type=Checkpoint)
    except msgspec.DecodeError as wrong:
        hint = "was it written by another version of Penstock?"
        raise BrokenCheckpoint(f"checkpoint {path} cannot be read: {wrong}", hint=hint) from wrong


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    """Make renames in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
