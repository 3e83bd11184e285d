"""Run the kernel over records: the scanner's face to the rest of the room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from penstock.core.batch import Records
from penstock.core.types import Schema
from penstock.formats.columns import address_of, places_of
from penstock.formats.json_scanner.plan import make_plan
from penstock.formats.json_scanner.edges import EDGE
from penstock.formats.json_scanner.record import CREDIT_NEW, LESSON, NEXT_ROW, SPAN_MIN, scan_records
from penstock.formats.json_scanner.shapes import Learner, Shapes
from penstock.formats.kernels.memory import LINE
from penstock.formats.scanned import Convert, Scanned, SlotColumns
from penstock.formats.times import TimeStandard


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How timestamps look, and whether a record without one of the names is not for the scanner."""

    standard: TimeStandard = TimeStandard.SQL
    complete: bool = False


class JsonScanner:
    """Scans records for the wanted columns; see the room's page for how.

    `convert` reads the JSON texts of types for which the kernel has no memory.
    """

    def __init__(self, wanted: Schema, settings: ScanSettings, convert: Convert) -> None:
        self._plan = make_plan(wanted, settings.standard, settings.complete)
        self._columns = SlotColumns(self._plan.columns, self._plan.slots, wanted.arrow, convert)
        self._learner = Learner(self._plan)
        self._shapes = Shapes(np.empty((0, EDGE), np.int64), np.empty((0, LINE), np.uint8))
        self._habit = np.array([CREDIT_NEW, 0, SPAN_MIN, 0, -1, 32], np.int64)

    def scan(self, records: Records) -> Scanned:
        """Return the wanted columns and the indices of the records to be read otherwise."""
        plan = self._plan
        memory = self._columns.memory(records)
        seen = np.zeros(len(plan.slots), np.int64)
        starts, ends = places_of(records)
        arrays: list[np.ndarray[Any, Any]] = [
            starts, ends, plan.words, plan.names, memory.outputs, seen
        ]  # fmt: skip
        shapes = self._shapes
        addresses = np.array(
            [*memory.span, *(address_of(array) for array in arrays), shapes.first], np.int64
        )
        habit = self._habit.copy()
        habit[NEXT_ROW] = 0
        rows = len(records)
        while scan_records(addresses, memory.refused, habit) < rows or habit[LESSON] >= 0:
            shapes = self._shapes = self._learner.learn(records[int(habit[LESSON])])
            addresses[8] = shapes.first
            habit[LESSON] = -1
        self._habit = habit
        return self._columns.scanned(memory)
