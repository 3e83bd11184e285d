"""Checkpoints: the whole of a job at one step, written aside, synced and renamed.

A checkpoint holds the script that made it. After a crash the journal is stepped through with that
script, whatever the folder's says by then; only then does the folder's own take over.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from penstock.core.errors import ExternalError, InternalError

FORMAT_VERSION = 2
_MAGIC = b"PENCKPT2"
_HEAD = struct.Struct("<Q")
_CHECKSUM = struct.Struct("<I")
_OTHER_VERSION = "was it written by another version of Penstock?"
_PIECE_BYTES = 1 << 21
"""So much is written at a time and then synced: the journal's own syncs wait for no more."""


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


class _Head(msgspec.Struct, frozen=True):
    """A checkpoint as its file begins: all but the state, whose parts follow in this order."""

    checkpoint: Checkpoint
    parts: tuple[tuple[str, int], ...]


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

    def journals_since(self, step: int) -> list[Path]:
        """Return the journals that begin at `step` or later, in their order."""
        return sorted(p for p in self._folder.glob("*.journal") if int(p.stem) >= step)

    def save(self, checkpoint: Checkpoint) -> None:
        """Make the checkpoint durable, then drop the older ones and their journals."""
        path = self._folder / f"{checkpoint.step:016d}.checkpoint"
        aside = path.with_suffix(".aside")
        try:
            _write_synced(aside, _pieces(checkpoint))
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


def _pieces(checkpoint: Checkpoint) -> Iterator[memoryview]:
    """Yield a checkpoint's file piece by piece, none of the state being copied."""
    parts = tuple((name, len(part)) for name, part in checkpoint.state.items())
    head = msgspec.msgpack.encode(_Head(msgspec.structs.replace(checkpoint, state={}), parts))
    checksum = 0
    for body in (_MAGIC, _HEAD.pack(len(head)), head, *checkpoint.state.values()):
        for start in range(0, len(body), _PIECE_BYTES):
            piece = memoryview(body)[start : start + _PIECE_BYTES]
            checksum = zlib.crc32(piece, checksum)
            yield piece
    yield memoryview(_CHECKSUM.pack(checksum))


def _read(path: Path) -> Checkpoint:
    data = path.read_bytes()
    whole = memoryview(data)[: -_CHECKSUM.size]
    known = data.startswith(_MAGIC) and len(data) >= len(_MAGIC) + _HEAD.size + _CHECKSUM.size
    if not known or data[len(whole) :] != _CHECKSUM.pack(zlib.crc32(whole)):
        raise BrokenCheckpoint(f"checkpoint {path} has a wrong checksum", hint=_OTHER_VERSION)
    at = len(_MAGIC) + _HEAD.size
    (size,) = _HEAD.unpack_from(data, len(_MAGIC))
    try:
        head = msgspec.msgpack.decode(whole[at : at + size], type=_Head)
    except msgspec.DecodeError as wrong:
        raise BrokenCheckpoint(
            f"checkpoint {path} cannot be read: {wrong}", hint=_OTHER_VERSION
        ) from wrong
    return msgspec.structs.replace(head.checkpoint, state=_state(head, whole[at + size :]))


def _state(head: _Head, body: memoryview) -> dict[str, bytes]:
    state, at = {}, 0
    for name, size in head.parts:
        state[name] = bytes(body[at : at + size])
        at += size
    return state


def _write_synced(path: Path, pieces: Iterator[memoryview]) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            if len(piece) == _PIECE_BYTES:
                file.flush()
                os.fdatasync(file.fileno())
        file.flush()
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    """Make renames in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
