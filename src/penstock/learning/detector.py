"""One stream's detector: what is missing is filled in, the forest scores, the score is graded."""

from __future__ import annotations

import struct
from typing import TypeAlias

import numpy as np

from penstock.learning.damping import Damping
from penstock.learning.detection import Detection, DetectorConfig, Missing
from penstock.learning.forest import Forest
from penstock.learning.grading import Doubles, Grader, Int64s
from penstock.learning.insight import Findings, joined_findings
from penstock.learning.intake import Rows, shaped
from penstock.learning.merging import mean_findings, with_scores
from penstock.learning.parts import Pool
from penstock.learning.questions import impute
from penstock.learning.season import Seasonal
from penstock.learning.seedling import asleep, awake
from penstock.learning.snapshot import UnreadableSnapshot

Judged: TypeAlias = tuple[Doubles, Findings | None]
_LENGTH = struct.Struct("<Q")
_SECOND = b"/season"
"""Makes the second forest's chance another one."""


class Detector:
    """The detector of one key.

    >>> from penstock.learning.config import ForestConfig
    >>> detector = Detector(DetectorConfig(ForestConfig(), missing=Missing.LAST))
    >>> rows = np.append(np.arange(300.0) % 7, np.nan)
    >>> bool(detector.detect(rows).scores[-1] < 1)
    True
    """

    def __init__(self, config: DetectorConfig, key: bytes = b"", pool: Pool | None = None) -> None:
        self.config = config
        self._pool = pool
        self.forest = Forest(config.forest, key)
        self._second: Forest | None = None
        self._usual: Seasonal | None = None
        if config.season is not None:
            self._second = Forest(config.forest, key + _SECOND)
            self._usual = Seasonal(config.season, config.forest.dimensions)
        self._grader = None if config.grading is None else Grader(config.grading)
        self._damping = None if config.repeat_gap is None else Damping(config.repeat_gap)
        self._last = np.full(config.forest.dimensions, np.nan)

    def detect(
        self, rows: Rows, times_us: Int64s | None = None, *, past: bool = False
    ) -> Detection:
        """Return what is to be said about each row, then learn it; a season needs their times.

        Rows of the `past` are learned though the forest should be frozen, and start no episode.
        """
        rows = shaped(rows, self.config.forest)
        freeze_after = None if past else self.config.freeze_after
        if self.config.missing is Missing.LAST:
            rows = self._with_last(rows)
        if self.config.missing is Missing.IMPUTE:
            scores, findings = self._imputed(rows, freeze_after)
        else:
            scores, findings = self._judged(self.forest, rows, freeze_after)
        if self._second is not None and self._usual is not None and times_us is not None:
            residuals = self._usual.residuals(rows, times_us)
            second = self._judged(self._second, residuals, freeze_after)
            scores, findings = _both((scores, findings), second, rows - residuals)
        if self._damping is not None:
            scores = self._damping.update(scores)
            findings = None if findings is None else with_scores(findings, scores)
        if self._grader is None:
            return Detection(scores, findings, None, None)
        grades, episodes = self._grader.grade_and_update(scores)
        if past:
            self._grader.forget_episodes()
        return Detection(scores, findings, grades, episodes)

    def snapshot(self) -> bytes:
        """Return the state as bytes that `restore` takes."""
        own = b"".join(state.astype("<f8").tobytes() for state in self._states())
        parts = [own, asleep(self.forest)]
        if self._second is not None:
            parts.append(asleep(self._second))
        return b"".join(_LENGTH.pack(len(part)) + part for part in parts)

    @staticmethod
    def restore(
        config: DetectorConfig, key: bytes, data: bytes, pool: Pool | None = None
    ) -> Detector:
        """Return the detector of which `snapshot` was taken."""
        detector = Detector(config, key, pool)
        own_data, forest, *second = _parts(data)
        own = np.frombuffer(own_data, "<f8").astype(np.float64)
        if len(own) != sum(map(len, detector._states())):
            raise UnreadableSnapshot(
                "this snapshot is of a detector with other settings or columns",
                hint="start the forest anew, or go back to the settings it was made with",
            )
        place = 0
        for state in detector._states():
            state[:] = own[place : place + len(state)]
            place += len(state)
        detector.forest = awake(config.forest, key, forest)
        if detector._second is not None:
            detector._second = awake(config.forest, key + _SECOND, *second)
        return detector

    @property
    def state_bytes(self) -> int:
        """The memory that the state takes."""
        forests = (self.forest, self._second)
        trees = sum(each.state_bytes for each in forests if each is not None)
        return trees + sum(state.nbytes for state in self._states())

    def _states(self) -> list[Doubles]:
        """Return what is kept beside the forest, in the order of a snapshot."""
        grading = [] if self._grader is None else [self._grader.state]
        damping = [] if self._damping is None else [self._damping.recent]
        season = [] if self._usual is None else [self._usual.state]
        return [self._last, *grading, *damping, *season]

    def _judged(self, forest: Forest, rows: Rows, freeze_after: int | None) -> Judged:
        """Score rows, learning those that come before the forest is frozen."""
        if freeze_after is None or freeze_after - forest.seen >= len(rows):
            return self._scored(forest, rows, learn=True)
        parts = []
        start = 0
        while start < len(rows):
            left = freeze_after - forest.seen
            stop = len(rows) if left <= 0 else start + left
            parts.append(self._scored(forest, rows[start:stop], learn=left > 0))
            start = stop
        return _joined(parts)

    def _scored(self, forest: Forest, rows: Rows, *, learn: bool) -> Judged:
        if not (self.config.explain or self.config.expect):
            return forest.score_and_update(rows, learn=learn, pool=self._pool), None
        found = forest.explain_and_update(
            rows, learn=learn, expect=self.config.expect, pool=self._pool
        )
        return found.scores, found

    def _with_last(self, rows: Rows) -> Rows:
        """Return rows whose gaps hold the column's last number, if there was one."""
        joined = np.vstack([self._last, np.where(np.isfinite(rows), rows, np.nan)])
        steps = np.arange(len(joined))[:, None]
        known = np.maximum.accumulate(np.where(np.isnan(joined), 0, steps), axis=0)
        filled = np.take_along_axis(joined, known, axis=0)
        self._last = filled[-1].copy()
        return filled[1:]

    def _imputed(self, rows: Rows, freeze_after: int | None) -> Judged:
        """Judge rows up to the next gap, fill it from what is known by then, and so on."""
        parts = []
        start = 0
        for gap in np.flatnonzero(~np.isfinite(rows).all(axis=1)).tolist():
            parts.append(self._judged(self.forest, rows[start:gap], freeze_after))
            likely = impute(self.forest, rows[gap]).reshape(1, -1)
            parts.append(self._judged(self.forest, likely, freeze_after))
            start = gap + 1
        return _joined([*parts, self._judged(self.forest, rows[start:], freeze_after)])


def _joined(parts: list[Judged]) -> Judged:
    scores = np.concatenate([part[0] for part in parts])
    findings = [part[1] for part in parts if part[1] is not None]
    return scores, joined_findings(findings) if findings else None


def _both(first: Judged, second: Judged, usual: Rows) -> Judged:
    """Return the mean of what two forests say; the first's where the second has no score yet."""
    if first[1] is not None and second[1] is not None:
        found = mean_findings(first[1], second[1], usual)
        return found.scores, found
    return np.where(second[0] > 0.0, (first[0] + second[0]) / 2, first[0]), None


def _parts(data: bytes) -> list[bytes]:
    parts, place = [], 0
    while place < len(data):
        start = place + _LENGTH.size
        place = start + _LENGTH.unpack_from(data, place)[0]
        parts.append(data[start:place])
    return parts
