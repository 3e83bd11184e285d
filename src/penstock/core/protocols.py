"""The protocols through which rooms meet that do not know each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from penstock.core.batch import Batch, Chunk, Column, Int64s, Records
from penstock.core.time import Clock


class Source(Protocol):
    """Gives records split by split; a position is opaque text that names the next unread record.

    Reading twice from one position up to the same `until` gives the same records, when
    `replayable`; otherwise the pipeline journals what it read.
    """

    replayable: bool

    def splits(self) -> Sequence[str]:
        """Return the splits in a stable order; new ones may appear while running."""

    def start(self, split: str) -> str:
        """Return the position at which a new job begins, as the table's options ask."""

    def read(
        self, split: str, position: str, rows_max: int, until: str | None = None
    ) -> Chunk | None:
        """Return up to `rows_max` rows from `position` (just up to `until` if given), or None."""

    def finished(self, split: str, position: str) -> bool:
        """Say whether the split is bounded and `position` is its end."""

    def close(self) -> None:
        """Let go of files and threads; may be called twice."""


class Sink(Protocol):
    """Takes rows step by step; a step that was taken before is taken again without effect.

    `write` makes a step's rows durable, or keeps them until `snapshot` does. After a crash the
    pipeline calls `restore` with the last checkpoint's token, then writes the steps since then
    once more, in order and bit for bit the same; the sink drops those that it already holds.
    """

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Take the rows of one step (steps ascend, none is split); all of them or none."""

    def on_time(self, now_us: int) -> None:
        """Do what is due by the clock: roll a file, retry a delivery."""

    def snapshot(self) -> bytes:
        """Make everything written so far durable and return what `restore` needs."""

    def restore(self, token: bytes | None) -> None:
        """Go back to a checkpoint (None: none was taken yet), keeping what is already visible."""

    @property
    def rows_pending(self) -> int:
        """Rows taken and not yet visible at the destination."""

    def close(self) -> None:
        """Let go of files and threads, without losing or publishing anything."""


@runtime_checkable
class Publishing(Protocol):
    """A sink that holds rows back until a limit is reached, such as a file's size."""

    def publish(self) -> None:
        """Publish what is pending although no limit was reached: the run ends on purpose."""


@dataclass(frozen=True, slots=True)
class StreamRecords:
    """Records of one shard with their sequence numbers, arrival times and partition keys."""

    records: Records
    sequences: Int64s
    arrived_us: Int64s
    keys: Column
    sequence_next: int


class Stream(Protocol):
    """A durable log in shards; sequence numbers count a shard's records from 0."""

    @property
    def shards(self) -> Sequence[str]:
        """The shard names in hash-range order."""

    def append(
        self,
        records: Records,
        keys: Sequence[bytes] | None = None,
        *,
        producer: str = "",
        step: int = 0,
    ) -> None:
        """Append durably, each record to the shard of its key's MD5 (no key: spread evenly).

        With a `producer`, a step that a shard already holds from that producer is dropped there.
        """

    def read(
        self, shard: str, sequence: int, rows_max: int, until: int | None = None
    ) -> StreamRecords | None:
        """Return durable records from `sequence` on, or None when there is none yet."""

    def earliest(self, shard: str) -> int:
        """Return the sequence number of the oldest record that retention left."""

    def latest(self, shard: str) -> int:
        """Return the sequence number that the next record will get."""

    def at_time(self, shard: str, arrived_us: int) -> int:
        """Return the sequence number of the first record that arrived at or after a time."""


class Streams(Protocol):
    """The streams of one folder."""

    def names(self) -> Sequence[str]:
        """Return the streams' names, sorted."""

    def create(self, name: str, shards: int = 1, retention_us: int | None = None) -> Stream:
        """Return the stream, made if it is not there yet; an existing one keeps its shards."""

    def open(self, name: str) -> Stream:
        """Return an existing stream; a user error with a hint when there is none."""

    def remove(self, name: str) -> None:
        """Delete the stream and its records."""

    def expire(self) -> None:
        """Drop records that have outlived their stream's retention."""

    def close(self) -> None:
        """Let go of files; may be called twice."""


class ColdStore(Protocol):
    """Keeps state outside of memory that is seldom needed; a checkpoint holds its numbers."""

    def put(self, data: bytes) -> int:
        """Keep bytes and return their number, one that was never given before."""

    def get(self, number: int) -> bytes:
        """Return the bytes of a number."""

    def drop(self, number: int) -> None:
        """Learn that no snapshot from now on names a number."""

    def hold(self, number: int) -> None:
        """Learn that a snapshot that is being restored names a number."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a connector may use of the world: the folder, the clock, chance and the streams."""

    folder: Path
    state_folder: Path
    clock: Clock
    streams: Streams
    seed: int = 0
