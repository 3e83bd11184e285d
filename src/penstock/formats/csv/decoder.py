"""Decode CSV records: the scanner reads nearly all, the exact path what the scanner leaves."""

from __future__ import annotations

from penstock.core.batch import Records
from penstock.formats.csv.exact import CsvReader
from penstock.formats.csv.scanner import CsvScanner, can_scan
from penstock.formats.csv.settings import csv_settings
from penstock.formats.decoding import Decoded, DecodingTask
from penstock.formats.exactly import decode_in_two


class CsvDecoder:
    """Decodes lines of fields, in the order of the table's columns."""

    def __init__(self, task: DecodingTask) -> None:
        settings = csv_settings(task.settings)
        self._wanted = task.wanted
        self._read = CsvReader(task.schema, task.wanted, settings).row
        self._scan = (
            CsvScanner(task.schema, task.wanted, settings).scan if can_scan(settings) else None
        )

    def decode(self, records: Records, arrived_us: int) -> Decoded:
        """Return the valid records' columns; `arrived_us` has no part in CSV."""
        return decode_in_two(records, self._wanted, self._scan, self._read)
