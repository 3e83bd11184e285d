"""What one table's scanner has learned of its records' shapes, and how much more it may learn.

Learning a shape takes as long as scanning a thousand records, so it is rationed: a few dozen
lessons to begin with, then one for every so many records. Nothing here changes what a record means,
only how fast it is read; so it may be kept from batch to batch, and need not be restored.
"""

from __future__ import annotations

import threading

import numpy as np

from penstock.core.batch import Int64s
from penstock.formats.json_scanner.follow import (
    CREDIT,
    CREDIT_NEW,
    LESSONS_LEFT,
    NEXT_ROW,
    PAUSE,
    PAUSE_MIN,
    PAUSE_NEXT,
)
from penstock.formats.json_scanner.plan import Plan
from penstock.formats.json_scanner.shapes import NO_SHAPES, Learner, Shapes

LESSONS_MAX = 32
RECORDS_PER_LESSON = 50_000
_RECORDS_MAX = LESSONS_MAX * RECORDS_PER_LESSON


class Foresight:
    """Shapes that were learned, how well they did, and lessons left."""

    def __init__(self, plan: Plan) -> None:
        self.shapes: Shapes = NO_SHAPES
        self._learner = Learner(plan)
        self._learning = threading.Lock()
        self._habit = np.zeros(5, np.int64)
        self._habit[[CREDIT, PAUSE_NEXT]] = CREDIT_NEW, PAUSE_MIN
        self._records = _RECORDS_MAX

    def passes(self, rows: int) -> bool:
        """Say whether a whole batch falls into a pause, and let it pass."""
        if self._habit[PAUSE] < rows:
            return False
        self._habit[PAUSE] -= rows
        self._records = min(self._records + rows, _RECORDS_MAX)
        return True

    def habit(self, rows: int) -> Int64s:
        """Return the numbers with which a kernel starts into a batch."""
        self._records = min(self._records + rows, _RECORDS_MAX)
        habit = self._habit.copy()
        habit[LESSONS_LEFT] = self._records // RECORDS_PER_LESSON
        return habit

    def learn(self, record: bytes) -> Shapes:
        """Learn a record's shape; return all shapes."""
        with self._learning:
            self._records -= RECORDS_PER_LESSON
            self.shapes = self._learner.learn(record)
        return self.shapes

    def keep(self, habit: Int64s) -> None:
        """Remember how well the shapes did in a batch."""
        habit[NEXT_ROW] = 0
        self._habit = habit
