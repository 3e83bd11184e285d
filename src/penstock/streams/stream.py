"""A durable stream in shards: appends are spread by key, reads go shard by shard."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from penstock.core.batch import Int64s, Records
from penstock.core.errors import did_you_mean
from penstock.core.protocols import StreamRecords
from penstock.core.time import Clock
from penstock.streams.catalog import StreamEntry
from penstock.streams.control import Control, Word
from penstock.streams.errors import ShardUnknown
from penstock.streams.frame import Body, body_of, check_records, chosen, producer_number
from penstock.streams.partition import Partitioner, hash_range, shard_name
from penstock.streams.reader import ShardReader
from penstock.streams.segment import sync_folder
from penstock.streams.warming import warm
from penstock.streams.writer import ShardWriter


@dataclass(frozen=True, slots=True)
class _Shard:
    control: Control
    writer: ShardWriter
    reader: ShardReader


class EmbeddedStream:
    """An open stream; any thread may use it, and other processes may have it open too.

    Sequence numbers count a shard's records from 0 without a gap. What is not yet on the disk is
    not seen by anybody. Records have up to 10 MiB each, an append up to 1 GiB per shard.
    """

    def __init__(self, folder: Path, entry: StreamEntry, clock: Clock, segment_bytes: int) -> None:
        warm()
        self.entry = entry
        self._clock = clock
        self._names = tuple(shard_name(index) for index in range(entry.shards))
        self._shards = {
            name: _open_shard(folder / entry.folder_name / name, entry, clock, segment_bytes)
            for name in self._names
        }
        self._partitioner = Partitioner(entry.shards)
        self._turns = itertools.count()

    @property
    def shards(self) -> Sequence[str]:
        """The shard names in hash-range order."""
        return self._names

    @property
    def removed(self) -> bool:
        """Whether somebody removed the stream since it was opened."""
        return any(shard.control.words[Word.REMOVED] for shard in self._shards.values())

    def append(
        self,
        records: Records,
        keys: Sequence[bytes] | None = None,
        *,
        producer: str = "",
        step: int = 0,
    ) -> None:
        """Append durably, each record to the shard of its key's MD5.

        Without keys all records of a call go to one shard, the shards taking turns (by `step` if
        there is a producer, so that a repeated step finds its shard). With a `producer`, a step
        that a shard already holds from that producer, or one before it, is dropped there.
        """
        if not len(records):
            return
        check_records(records, keys)
        number = producer_number(producer)
        for index, body in self._bodies(records, keys, step if producer else None):
            self._shards[self._names[index]].writer.append(body, number, step)

    def append_list(self, records: list[bytes], keys: Sequence[bytes] | None = None) -> None:
        """Append records that are single objects."""
        self.append(Records.of(records), keys)

    def read(
        self, shard: str, sequence: int, rows_max: int, until: int | None = None
    ) -> StreamRecords | None:
        """Return durable records from `sequence` on, or None when there is none yet.

        Without `until`, reading goes on at the earliest record when retention has overtaken it.
        With `until`, the first sequence number that is no longer wanted, it is a replay, and a
        missing record is an error. One call reads from one segment, so it may return less than
        `rows_max` though there is more.
        """
        return self._shard(shard).reader.read(sequence, rows_max, until)

    def earliest(self, shard: str) -> int:
        """Return the sequence number of the oldest record that retention left."""
        return self._shard(shard).reader.earliest()

    def latest(self, shard: str) -> int:
        """Return the sequence number that the next record will get; it costs a memory access."""
        return self._shard(shard).reader.latest()

    def at_time(self, shard: str, arrived_us: int) -> int:
        """Return the sequence number of the first record that arrived at or after a time."""
        return self._shard(shard).reader.at_time(arrived_us)

    def hash_range(self, shard: str) -> tuple[int, int]:
        """Return the first and the last MD5 value whose keys go to the shard."""
        self._shard(shard)
        return hash_range(self._names.index(shard), len(self._names))

    def expire(self) -> None:
        """Delete what retention no longer keeps; appends do so too, an idle stream waits for it."""
        for shard in self._shards.values():
            shard.writer.expire(self._clock.now_us())

    def close(self) -> None:
        """Let go of files; may be called twice."""
        for shard in self._shards.values():
            shard.writer.close()
            shard.reader.close()
            shard.control.close()

    def mark_removed(self) -> None:
        """Tell everybody who has the stream open that it is gone."""
        for shard in self._shards.values():
            shard.control.words[Word.REMOVED] = 1

    def _shard(self, name: str) -> _Shard:
        shard = self._shards.get(name)
        if shard is None:
            raise ShardUnknown(
                f"stream '{self.entry.name}' has no shard '{name}'",
                hint=did_you_mean(name, self._names),
            )
        return shard

    def _bodies(
        self, records: Records, keys: Sequence[bytes] | None, turn: int | None
    ) -> list[tuple[int, Body]]:
        """Return what goes to which shard, all summed and checked before anything is written."""
        shards = len(self._names)
        if keys is None or shards == 1:
            index = (next(self._turns) if turn is None else turn) % shards
            return [(index, body_of(records, keys))]
        indexes = self._partitioner.shards_of(keys)
        order = np.argsort(indexes, kind="stable")
        bounds = np.searchsorted(indexes[order], np.arange(shards + 1)).tolist()
        return [
            (index, _part(records, keys, order[low:high]))
            for index, (low, high) in enumerate(itertools.pairwise(bounds))
            if low < high
        ]


def _part(records: Records, keys: Sequence[bytes], order: Int64s) -> Body:
    if len(order) == len(records):
        return body_of(records, keys)
    return body_of(chosen(records, order), [keys[place] for place in order.tolist()])


def _open_shard(folder: Path, entry: StreamEntry, clock: Clock, segment_bytes: int) -> _Shard:
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for parent in (folder.parent, folder.parent.parent):
            sync_folder(parent)
    control = Control(folder)
    writer = ShardWriter(folder, control, clock, segment_bytes)
    control.words[Word.RETENTION_US] = entry.retention_us or 0
    return _Shard(control, writer, ShardReader(folder, control))
