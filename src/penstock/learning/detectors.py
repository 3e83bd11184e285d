"""A detector per key: made when its key first comes, put away when memory runs short."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt

from penstock.core.protocols import ColdStore
from penstock.learning.detection import Detection, DetectorConfig, nothing_said
from penstock.learning.detector import Detector
from penstock.learning.intake import Rows
from penstock.learning.packs import InMemory, Outside, Packs
from penstock.learning.parts import Pool
from penstock.learning.snapshot import UnreadableSnapshot

MAGIC = b"PSDETECT"
VERSION = 3
BUDGET_BYTES = 1_000_000_000
"""The memory of all forests; with it a process of ten thousand keys of one column has 1.5 GB."""
_HEAD = struct.Struct("<8sHQ")
_ENTRY = struct.Struct("<QQ")


@dataclass(slots=True)
class Detectors:
    """The detectors of one function call in SQL, one for each key of its PARTITION BY.

    A key's detector draws its chance from the seed and the key's bytes alone, so what it says
    depends neither on other keys nor on how rows were batched. When all take more than
    `budget_bytes`, the keys that were idle longest are put away, in the `cold` store if there is
    one; they wake up as they were. Restored keys are all put away until their next row comes. With
    a store, a snapshot costs what the keys cost that had rows since the one before.

    >>> from penstock.learning.config import ForestConfig
    >>> detectors = Detectors(DetectorConfig(ForestConfig(output_after=1)))
    >>> groups = np.array([0, 1, 0])
    >>> detectors.detect([b"n", b"s"], groups, np.array([[1.0], [5.0], [1.0]])).scores.tolist()
    [0.0, 0.0, 0.5]
    """

    config: DetectorConfig
    budget_bytes: int = BUDGET_BYTES
    pool: Pool | None = None
    cold: ColdStore | None = None
    _in_use: dict[bytes, Detector] = field(default_factory=dict)
    _put_away: dict[bytes, Any] = field(default_factory=dict)
    _unchanged: dict[bytes, Any] = field(default_factory=dict)
    """Tickets of keys in use that are in the store as they are now."""
    _in_use_bytes: int = 0
    _put_away_bytes: int = 0
    _packs: Packs[Any] = field(init=False)

    def __post_init__(self) -> None:
        """Choose where to put away."""
        self._packs: Packs[Any] = InMemory() if self.cold is None else Outside(self.cold)

    def detect(
        self,
        keys: Sequence[bytes],
        groups: npt.NDArray[np.int64],
        rows: Rows,
        times_us: npt.NDArray[np.int64] | None = None,
        *,
        past: bool = False,
    ) -> Detection:
        """Return what each row's detector says of it; a season needs the rows' times.

        Rows of the `past` are always learned, and start no episode.
        `keys[groups[i]]` is row i's key: a batch's own dictionary, in any order.
        """
        whole = nothing_said(self.config, len(rows))
        order = np.argsort(groups, kind="stable")
        bounds = np.searchsorted(groups[order], np.arange(len(keys) + 1))
        for group, key in enumerate(keys):
            chosen = order[bounds[group] : bounds[group + 1]]
            if len(chosen):
                times = None if times_us is None else times_us[chosen]
                found = self._detect(key, rows[chosen], times, past=past)
                whole.put(chosen, found)
                # After each key: a batch may wake all of them.
                self._keep_to_budget()
        return whole

    def snapshot(self) -> bytes:
        """Return all keys and their detectors as bytes that `restore` takes."""
        parts = [_HEAD.pack(MAGIC, VERSION, len(self))]
        asleep = ((key, self._ticket(key)) for key in self._in_use)
        for key, ticket in chain(self._put_away.items(), asleep):
            data = self._packs.written(ticket)
            parts += [_ENTRY.pack(len(key), len(data)), key, data]
        return b"".join(parts)

    @staticmethod
    def restore(
        config: DetectorConfig,
        data: bytes,
        budget_bytes: int = BUDGET_BYTES,
        pool: Pool | None = None,
        cold: ColdStore | None = None,
    ) -> Detectors:
        """Return the detectors that a snapshot was taken of; UnreadableSnapshot when it cannot."""
        detectors = Detectors(config, budget_bytes, pool, cold)
        try:
            detectors._take_back(data)
        except struct.error:
            raise UnreadableSnapshot("this snapshot of detectors ends too early") from None
        return detectors

    @property
    def state_bytes(self) -> int:
        """The memory that all states take."""
        return self._in_use_bytes + self._put_away_bytes

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._in_use) + len(self._put_away)

    def _detect(
        self, key: bytes, rows: Rows, times_us: npt.NDArray[np.int64] | None, *, past: bool
    ) -> Detection:
        detector = self._in_use.pop(key, None) or self._woken(key)
        before = detector.state_bytes
        if key in self._unchanged:
            self._packs.drop(self._unchanged.pop(key))
        found = detector.detect(rows, times_us, past=past)
        self._in_use[key] = detector  # behind all others: the first is the longest idle
        self._in_use_bytes += detector.state_bytes - before
        return found

    def _woken(self, key: bytes) -> Detector:
        ticket = self._put_away.pop(key, None)
        if ticket is None:
            detector = Detector(self.config, key, self.pool)
        else:
            self._put_away_bytes -= self._packs.size(ticket)
            detector = Detector.restore(self.config, key, self._packs.get(ticket), self.pool)
            self._packs.drop(ticket)
        self._in_use_bytes += detector.state_bytes
        return detector

    def _keep_to_budget(self) -> None:
        while self.state_bytes > self.budget_bytes and len(self._in_use) > 1:
            key = next(iter(self._in_use))
            ticket = self._ticket(key)
            self._unchanged.pop(key, None)
            self._in_use_bytes -= self._in_use.pop(key).state_bytes
            self._put_away[key] = ticket
            self._put_away_bytes += self._packs.size(ticket)

    def _ticket(self, key: bytes) -> Any:
        """Return the ticket of a key in use, which is packed if it has changed."""
        ticket = self._unchanged.get(key)
        if ticket is None:
            ticket = self._packs.put(self._in_use[key].snapshot())
            if self._packs.outside:
                self._unchanged[key] = ticket
        return ticket

    def _take_back(self, data: bytes) -> None:
        magic, version, count = _HEAD.unpack_from(data)
        if magic != MAGIC or version != VERSION:
            raise UnreadableSnapshot(
                f"these detectors' snapshot has another version, known is {VERSION}",
                hint="start the forest anew, or go back to an older checkpoint",
            )
        place = _HEAD.size
        for _ in range(count):
            key_length, length = _ENTRY.unpack_from(data, place)
            start = place + _ENTRY.size + key_length
            key, place = data[start - key_length : start], start + length
            self._put_away[key] = ticket = self._packs.read(data[start:place])
            self._put_away_bytes += self._packs.size(ticket)
        for key, ticket in islice(self._put_away.items(), 1):
            # One of them shows whether all fit the settings, now and not when its next row comes.
            Detector.restore(self.config, key, self._packs.get(ticket))
