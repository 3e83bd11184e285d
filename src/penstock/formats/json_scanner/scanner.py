"""Run the kernel over records: the scanner's face to the rest of the room."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s, Records
from penstock.core.types import Schema
from penstock.formats.columns import address_of, places_of
from penstock.formats.json_scanner.follow import LESSONS_LEFT, follow_rows
from penstock.formats.json_scanner.foresight import Foresight
from penstock.formats.json_scanner.plan import make_plan
from penstock.formats.json_scanner.record import scan_rows
from penstock.formats.kernels.copying import Bytes
from penstock.formats.scanned import Convert, Scanned, SlotColumns
from penstock.formats.times import TimeStandard


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
        addresses = np.array([*memory.span, *around[:2], *self._plan_addresses, *around[2:]])
        if self._foresee and not self._foresight.passes(len(records)):
            self._follow(records, addresses, memory.refused)
        scan_rows(addresses, memory.refused, 0, len(records))
        return self._columns.scanned(memory)

    def _follow(self, records: Records, addresses: Int64s, unread: Bytes) -> None:
        """Read what has a known shape; learn the shapes of some records that have not."""
        foresight = self._foresight
        habit, shapes = foresight.habit(len(records)), foresight.shapes
        while (row := follow_rows(addresses, unread, habit, shapes.first)) >= 0:
            scan_rows(addresses, unread, row, row + 1)
            if not unread[row]:
                habit[LESSONS_LEFT] -= 1
                shapes = foresight.learn(records[row])
        foresight.keep(habit)
