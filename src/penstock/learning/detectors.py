"""A detector per key: made when its key first comes, put away when memory runs short."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import chain

import numpy as np
import numpy.typing as npt

from penstock.learning.detector import Detection, Detector, DetectorConfig
from penstock.learning.insight import blank
from penstock.learning.intake import Rows
from penstock.learning.packing import packed, unpacked
from penstock.learning.parts import Pool
from penstock.learning.snapshot import UnreadableSnapshot

MAGIC = b"PSDETECT"
VERSION = 1
BUDGET_BYTES = 1_150_000_000
"""The memory of all forests; a process with ten thousand keys of one column stays below 1.5 GB."""
IN_USE_SHARE = 8
"""At least this part of the budget is for forests in use, however many are put away."""
APART_BYTES = 16_384
"""A key's state of this size or more is a part of a checkpoint by itself, so it is not copied."""
_HEAD = struct.Struct("<8sHQ")
_ENTRY = struct.Struct("<BQQ")
_IN_USE, _PUT_AWAY = 0, 1
_CUT_OFF = "this snapshot of detectors ends too early"


@dataclass(slots=True)
class Detectors:
    """The detectors of one function call in SQL, one for each key of its PARTITION BY.

    A key's detector draws its chance from the seed and the key's bytes alone, so what it says
    depends neither on other keys nor on how rows were batched. When all, with the copy that a
    checkpoint makes of those in use, take more than `budget_bytes`, the keys that were idle
    longest are put away; they wake up as they were.

    >>> from penstock.learning.config import ForestConfig
    >>> detectors = Detectors(DetectorConfig(ForestConfig(output_after=1)))
    >>> groups = np.array([0, 1, 0])
    >>> detectors.detect([b"n", b"s"], groups, np.array([[1.0], [5.0], [1.0]])).scores.tolist()
    [0.0, 0.0, 0.5]
    """

    config: DetectorConfig
    budget_bytes: int = BUDGET_BYTES
    _in_use: dict[bytes, Detector] = field(default_factory=dict)
    _put_away: dict[bytes, bytes] = field(default_factory=dict)
    """By key what a snapshot holds of it, which a checkpoint takes as it lies here."""
    _in_use_bytes: int = 0
    _put_away_bytes: int = 0
    pool: Pool | None = None
    """Threads that share the trees of each forest out; they change no bit."""

    def detect(self, keys: Sequence[bytes], groups: npt.NDArray[np.int64], rows: Rows) -> Detection:
        """Return what each row's detector says of it.

        `keys[groups[i]]` is row i's key: a batch's own dictionary, in any order.
        """
        whole = _nothing(self.config, len(rows))
        order = np.argsort(groups, kind="stable")
        bounds = np.searchsorted(groups[order], np.arange(len(keys) + 1))
        for group, key in enumerate(keys):
            chosen = order[bounds[group] : bounds[group + 1]]
            if len(chosen):
                _put(whole, chosen, self._detect(key, rows[chosen]))
        return whole

    def snapshot(self) -> Sequence[bytes]:
        """Return all keys and their detectors as parts that `restore` takes.

        What is put away is handed out without a copy: it is only ever replaced, never changed.
        """
        in_use = (
            _entry(_IN_USE, key, detector.snapshot()) for key, detector in self._in_use.items()
        )
        small, apart = [], []
        for entry in chain(in_use, self._put_away.values()):
            (apart if len(entry) >= APART_BYTES else small).append(entry)
        return [b"".join([_HEAD.pack(MAGIC, VERSION, len(small)), *small]), *apart]

    @staticmethod
    def restore(
        config: DetectorConfig, parts: Sequence[bytes], budget_bytes: int = BUDGET_BYTES
    ) -> Detectors:
        """Return the detectors that a snapshot was taken of; UnreadableSnapshot when it cannot."""
        detectors = Detectors(config, budget_bytes)
        try:
            detectors._take_back(parts)
        except struct.error:
            raise UnreadableSnapshot(_CUT_OFF) from None
        return detectors

    @property
    def state_bytes(self) -> int:
        """The memory that all states take."""
        return self._in_use_bytes + self._put_away_bytes

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._in_use) + len(self._put_away)

    def _detect(self, key: bytes, rows: Rows) -> Detection:
        detector = self._in_use.pop(key, None)
        before = 0 if detector is None else detector.state_bytes
        if detector is None:
            detector = self._woken(key)
        found = detector.detect(rows, self.pool)
        self._in_use[key] = detector  # behind all others: the first is the longest idle
        self._in_use_bytes += detector.state_bytes - before
        self._keep_to_budget()
        return found

    def _woken(self, key: bytes) -> Detector:
        entry = self._put_away.pop(key, None)
        if entry is None:
            return Detector(self.config, key)
        self._put_away_bytes -= len(entry)
        return Detector.restore(self.config, key, unpacked(entry[_ENTRY.size + len(key) :]))

    def _keep_to_budget(self) -> None:
        """Put away the longest idle: those in use count twice, as a checkpoint copies them."""
        least = self.budget_bytes // IN_USE_SHARE
        while len(self._in_use) > 1 and 2 * self._in_use_bytes > max(
            least, self.budget_bytes - self._put_away_bytes
        ):
            key = next(iter(self._in_use))
            detector = self._in_use.pop(key)
            self._in_use_bytes -= detector.state_bytes
            data = packed(detector.snapshot(), planes=self.config.forest.width == 1)
            self._keep_away(key, _entry(_PUT_AWAY, key, data))

    def _keep_away(self, key: bytes, entry: bytes) -> None:
        self._put_away[key] = entry
        self._put_away_bytes += len(entry)

    def _take_back(self, parts: Sequence[bytes]) -> None:
        first, *apart = parts
        magic, version, count = _HEAD.unpack_from(first)
        if magic != MAGIC or version != VERSION:
            raise UnreadableSnapshot(
                f"these detectors' snapshot has another version, known is {VERSION}",
                hint="start the forest anew, or go back to an older checkpoint",
            )
        place = _HEAD.size
        for _ in range(count):
            _, key_length, length = _ENTRY.unpack_from(first, place)
            end = place + _ENTRY.size + key_length + length
            self._take_entry(first[place:end])
            place = end
        for entry in apart:
            self._take_entry(entry)

    def _take_entry(self, entry: bytes) -> None:
        kind, key_length, length = _ENTRY.unpack_from(entry)
        start = _ENTRY.size + key_length
        if len(entry) != start + length:
            raise UnreadableSnapshot(_CUT_OFF)
        key = entry[_ENTRY.size : start]
        if kind == _PUT_AWAY:
            self._keep_away(key, entry)
        else:
            self._in_use[key] = Detector.restore(self.config, key, entry[start:])
            self._in_use_bytes += self._in_use[key].state_bytes


def _entry(kind: int, key: bytes, data: bytes) -> bytes:
    """Return what a snapshot holds of a key."""
    return b"".join([_ENTRY.pack(kind, len(key), len(data)), key, data])


def _nothing(config: DetectorConfig, rows: int) -> Detection:
    """Return a detection to be filled, with the parts that are asked for."""
    graded = config.grading is not None
    return Detection(
        np.full(rows, np.nan),
        blank(rows, config.forest.dimensions) if config.explain or config.expect else None,
        np.full(rows, np.nan) if graded else None,
        np.zeros(rows, np.int64) if graded else None,
    )


def _put(whole: Detection, places: npt.NDArray[np.int64], part: Detection) -> None:
    for each in fields(Detection):
        into, of = getattr(whole, each.name), getattr(part, each.name)
        if isinstance(into, np.ndarray):
            into[places] = of
        elif into is not None:
            into.put(places, of)
