"""One stream's detector: what is missing is filled in, the forest scores, the score is graded."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from penstock.learning.config import ForestConfig
from penstock.learning.damping import Damping
from penstock.learning.forest import Forest
from penstock.learning.grading import Doubles, Grader, GradingConfig, Int64s
from penstock.learning.insight import Findings, joined_findings
from penstock.learning.intake import Rows, shaped
from penstock.learning.parts import Pool
from penstock.learning.questions import impute
from penstock.learning.seedling import asleep, awake
from penstock.learning.snapshot import UnreadableSnapshot

Judged: TypeAlias = tuple[Doubles, Findings | None]
_LENGTH = struct.Struct("<Q")


class Missing(StrEnum):
    """What is done with a row that lacks a number: no score, the last one's, or a likely one."""

    SKIP = "skip"
    LAST = "last"
    IMPUTE = "impute"


@dataclass(frozen=True, slots=True)
class DetectorConfig:
    """What each key's detector does.

    Rows are learned until the forest has seen `freeze_after` points (None: always), and only
    scored from then on. A score is halved when one as high came within `repeat_gap` rows before
    (None: never).
    """

    forest: ForestConfig
    explain: bool = False
    expect: bool = False
    missing: Missing = Missing.SKIP
    freeze_after: int | None = None
    grading: GradingConfig | None = None
    repeat_gap: int | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """What is said about rows; parts that nobody asked for are None.

    A row without a score (NaN) has no grade (NaN) and no episode.
    """

    scores: Doubles
    findings: Findings | None
    grades: Doubles | None
    episodes: Int64s | None


class Detector:
    """The detector of one key.

    >>> detector = Detector(DetectorConfig(ForestConfig(), missing=Missing.LAST))
    >>> rows = np.append(np.arange(300.0) % 7, np.nan)
    >>> bool(detector.detect(rows).scores[-1] < 1)
    True
    """

    def __init__(self, config: DetectorConfig, key: bytes = b"", pool: Pool | None = None) -> None:
        self.config = config
        self._pool = pool
        self.forest = Forest(config.forest, key)
        self._grader = None if config.grading is None else Grader(config.grading)
        self._damping = None if config.repeat_gap is None else Damping(config.repeat_gap)
        self._last = np.full(config.forest.dimensions, np.nan)

    def detect(self, rows: Rows) -> Detection:
        """Return what is to be said about each row, then learn it."""
        rows = shaped(rows, self.config.forest)
        if self.config.missing is Missing.LAST:
            rows = self._with_last(rows)
        if self.config.missing is Missing.IMPUTE:
            scores, findings = self._imputed(rows)
        else:
            scores, findings = self._judged(rows)
        if self._damping is not None:
            scores = self._damping.update(scores)
        if self._grader is None:
            return Detection(scores, findings, None, None)
        return Detection(scores, findings, *self._grader.grade_and_update(scores))

    def snapshot(self) -> bytes:
        """Return the state as bytes that `restore` takes."""
        own = b"".join(state.astype("<f8").tobytes() for state in self._states())
        return _LENGTH.pack(len(own)) + own + asleep(self.forest)

    @staticmethod
    def restore(
        config: DetectorConfig, key: bytes, data: bytes, pool: Pool | None = None
    ) -> Detector:
        """Return the detector of which `snapshot` was taken."""
        detector = Detector(config, key, pool)
        end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
        own = np.frombuffer(data[_LENGTH.size : end], "<f8").astype(np.float64)
        if len(own) != sum(map(len, detector._states())):
            raise UnreadableSnapshot(
                "this snapshot is of a detector with other settings or columns",
                hint="start the forest anew, or go back to the settings it was made with",
            )
        place = 0
        for state in detector._states():
            state[:] = own[place : place + len(state)]
            place += len(state)
        detector.forest = awake(config.forest, key, data[end:])
        return detector

    @property
    def state_bytes(self) -> int:
        """The memory that the state takes."""
        return self.forest.state_bytes + sum(state.nbytes for state in self._states())

    def _states(self) -> list[Doubles]:
        """Return what is kept beside the forest, in the order of a snapshot."""
        grading = [] if self._grader is None else [self._grader.state]
        damping = [] if self._damping is None else [self._damping.recent]
        return [self._last, *grading, *damping]

    def _judged(self, rows: Rows) -> Judged:
        """Score rows, learning those that come before the forest is frozen."""
        freeze_after = self.config.freeze_after
        if freeze_after is None or freeze_after - self.forest.seen >= len(rows):
            return self._scored(rows, learn=True)
        parts = []
        start = 0
        while start < len(rows):
            left = freeze_after - self.forest.seen
            stop = len(rows) if left <= 0 else start + left
            parts.append(self._scored(rows[start:stop], learn=left > 0))
            start = stop
        return _joined(parts)

    def _scored(self, rows: Rows, *, learn: bool) -> Judged:
        if not (self.config.explain or self.config.expect):
            return self.forest.score_and_update(rows, learn=learn, pool=self._pool), None
        found = self.forest.explain_and_update(rows, learn=learn, expect=self.config.expect)
        return found.scores, found

    def _with_last(self, rows: Rows) -> Rows:
        """Return rows whose gaps hold the column's last number, if there was one."""
        joined = np.vstack([self._last, np.where(np.isfinite(rows), rows, np.nan)])
        steps = np.arange(len(joined))[:, None]
        known = np.maximum.accumulate(np.where(np.isnan(joined), 0, steps), axis=0)
        filled = np.take_along_axis(joined, known, axis=0)
        self._last = filled[-1].copy()
        return filled[1:]

    def _imputed(self, rows: Rows) -> Judged:
        """Judge rows up to the next gap, fill it from what is known by then, and so on."""
        parts = []
        start = 0
        for gap in np.flatnonzero(~np.isfinite(rows).all(axis=1)).tolist():
            parts.append(self._judged(rows[start:gap]))
            parts.append(self._judged(impute(self.forest, rows[gap]).reshape(1, -1)))
            start = gap + 1
        return _joined([*parts, self._judged(rows[start:])])


def _joined(parts: list[Judged]) -> Judged:
    scores = np.concatenate([part[0] for part in parts])
    findings = [part[1] for part in parts if part[1] is not None]
    return scores, joined_findings(findings) if findings else None
