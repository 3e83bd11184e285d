"""Run the kernel over records: the scanner's face to the rest of the room."""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Records
from penstock.core.types import Schema
from penstock.formats.columns import address_of
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import JsonSettings
from penstock.formats.json_scanner.plan import make_plan
from penstock.formats.json_scanner.record import scan_records
from penstock.formats.scanned import Scanned, SlotColumns, scan_memory


class JsonScanner:
    """Scans records for the wanted columns; see the room's page for how."""

    def __init__(self, wanted: Schema, settings: JsonSettings) -> None:
        self._plan = make_plan(wanted, settings)
        exact = ExactReader(wanted, settings)
        self._columns = SlotColumns(
            self._plan.columns,
            self._plan.slots,
            wanted.arrow,
            convert=lambda slot, text: exact.value(text, slot.field),
        )

    def scan(self, records: Records) -> Scanned:
        """Return the wanted columns and the indices of the records to be read otherwise."""
        plan = self._plan
        memory = scan_memory(plan.slots, records)
        seen = np.zeros(len(plan.slots), np.int64)
        arrays = (plan.words, plan.names, memory.outputs, seen)
        addresses = np.array([address_of(array) for array in arrays], np.int64)
        scan_records(memory.span, records.starts, records.ends, addresses, memory.refused)
        return self._columns.scanned(memory)
