"""Append to a shard from any thread: written together, synced together, then published."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from penstock.core.errors import UserError
from penstock.core.time import Clock
from penstock.streams.control import BOOT, Control, Word
from penstock.streams.errors import DiskFailed, disk
from penstock.streams.frame import Body
from penstock.streams.group import Group
from penstock.streams.recovery import recover
from penstock.streams.retention import delete_expired
from penstock.streams.segment import segment_path
from penstock.streams.tail import Tail


@dataclass(slots=True)
class Append:
    """What one caller wants written; `wrong` is set if it alone cannot be."""

    body: Body
    producer: int
    step: int
    wrong: UserError | None = None


class ShardWriter:
    """Writes one shard; its methods may be called by any thread."""

    def __init__(self, folder: Path, control: Control, clock: Clock, segment_bytes: int) -> None:
        self._folder = folder
        self._control = control
        self._clock = clock
        self._mutex = threading.Lock()
        self._group = Group(self._commit)
        self._tail = Tail(folder, control, segment_bytes)
        self._sync_file: tuple[int, int] | None = None
        with disk(folder), control.append_lock():
            if BOOT == 0 or not control.trusted:
                recover(folder, control)

    def append(self, body: Body, producer: int, step: int) -> None:
        """Write a frame, unless the shard holds that step, and return when it is on the disk."""
        append = Append(body, producer, step)
        self._group.serve(append)
        if append.wrong is not None:
            raise append.wrong

    def expire(self, now_us: int) -> None:
        """Delete the segments whose records are all older than the retention."""
        words = self._control.words
        with self._mutex, disk(self._folder):
            with self._control.append_lock():
                self._tail.take_up(now_us)
                retention_us = words[Word.RETENTION_US]
                if not retention_us:
                    return
                if not self._tail.is_empty() and words[Word.ARRIVED_US] <= now_us - retention_us:
                    self._tail.roll(0)
                delete_expired(self._folder, self._control, now_us)
                written = words[Word.WRITTEN]
            self._sync(written)

    def close(self) -> None:
        """Let go of files; may be called twice."""
        with self._mutex:
            self._tail.let_go()
            if self._sync_file is not None:
                os.close(self._sync_file[1])
                self._sync_file = None

    def _commit(self, appends: list[Append]) -> None:
        with self._mutex, disk(self._folder):
            with self._control.append_lock():
                try:
                    self._write(appends)
                except BaseException:
                    self._tail.let_go()
                    raise
                written = self._control.words[Word.WRITTEN]
            self._sync(written)

    def _write(self, appends: list[Append]) -> None:
        now_us = self._clock.now_us()
        self._tail.take_up(now_us)
        rolled = False
        for append in appends:
            try:
                if append.producer and self._tail.holds(append.producer, append.step):
                    continue
            except UserError as wrong:
                append.wrong = wrong
                continue
            rolled |= self._tail.add(append.body, append.producer, append.step)
        self._tail.flush()
        if rolled:
            delete_expired(self._folder, self._control, now_us)

    def _sync(self, sequence: int) -> None:
        """Return once the records before `sequence` are on the disk and published."""
        words = self._control.words
        while words[Word.PUBLISHED] < sequence:
            if words[Word.SUSPECT]:
                raise DiskFailed(
                    f"another writer's sync of {self._folder} failed",
                    hint="look at the disk and the system's log, then append again",
                )
            with self._control.sync_lock():
                if words[Word.PUBLISHED] < sequence:
                    self._publish()

    def _publish(self) -> None:
        """Sync all that is written and let readers see it; the caller holds the sync lock.

        WRITTEN is read before BASE: who moves BASE on has synced the segment before it.
        """
        words = self._control.words
        while True:
            written, base = words[Word.WRITTEN], words[Word.BASE]
            try:
                file = self._file_to_sync(base)
            except FileNotFoundError:
                if words[Word.BASE] == base:
                    raise
                continue
            try:
                os.fdatasync(file)
            except OSError:
                words[Word.SUSPECT] = 1
                raise
            words[Word.PUBLISHED] = written
            return

    def _file_to_sync(self, base: int) -> int:
        if self._sync_file is None or self._sync_file[0] != base:
            handle = os.open(segment_path(self._folder, base), os.O_RDWR)
            if self._sync_file is not None:
                os.close(self._sync_file[1])
            self._sync_file = (base, handle)
        return self._sync_file[1]
