"""Run the kernel over records: the scanner's face to the rest of the room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Records
from penstock.core.types import Schema
from penstock.formats.columns import address_of, places_of
from penstock.formats.json_scanner.foresight import Foresight
from penstock.formats.json_scanner.plan import make_plan
from penstock.formats.json_scanner.rows import LESSON, LESSONS_LEFT, scan_rows
from penstock.formats.scanned import Convert, Scanned, SlotColumns
from penstock.formats.times import TimeStandard

_EDGE = 8
"""Where the address of the shapes' first edge stands among the kernel's addresses."""


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """How timestamps look, and whether a record without one of the names is not for the scanner.

    `foresee` is for measurements: without it no shapes are learned.
    """

    standard: TimeStandard = TimeStandard.SQL
    complete: bool = False
    foresee: bool = True


class JsonScanner:
    """Scans records for the wanted columns; see the room's page for how.

    `convert` reads the JSON texts of types for which the kernel has no memory.
    """

    def __init__(self, wanted: Schema, settings: ScanSettings, convert: Convert) -> None:
        plan = make_plan(wanted, settings.standard, settings.complete)
        self._plan = plan
        self._plan_addresses = [address_of(plan.words), address_of(plan.names)]
        self._columns = SlotColumns(plan.columns, plan.slots, wanted.arrow, convert)
        self._foresight = Foresight(plan)
        self._foresee = settings.foresee

    def scan(self, records: Records) -> Scanned:
        """Return the wanted columns and the indices of the records to be read otherwise."""
        memory = self._columns.memory(records)
        seen = np.zeros(len(self._plan.slots), np.int64)
        starts, ends = places_of(records)
        around = [address_of(array) for array in (starts, ends, memory.outputs, seen)]
        addresses = np.array(
            [*memory.span, *around[:2], *self._plan_addresses, *around[2:], 0], np.int64
        )
        habit = self._foresight.habit(len(records))
        shapes = self._foresight.shapes
        if self._foresee:
            addresses[_EDGE] = shapes.first
        else:
            habit[LESSONS_LEFT] = 0
        while scan_rows(addresses, memory.refused, habit):
            shapes = self._foresight.learn(records[int(habit[LESSON])])
            addresses[_EDGE] = shapes.first
        self._foresight.keep(habit)
        return self._columns.scanned(memory)
