"""Decode JSON records: the scanner reads nearly all, the exact path what the scanner leaves."""

from __future__ import annotations

from penstock.core.batch import Records
from penstock.formats.decoding import Decoded, DecodingTask
from penstock.formats.exactly import decode_in_two
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import json_settings
from penstock.formats.json_scanner.plan import scannable
from penstock.formats.json_scanner.scanner import JsonScanner


class JsonDecoder:
    """Decodes JSON objects into the wanted columns."""

    def __init__(self, task: DecodingTask) -> None:
        settings = json_settings(task.settings)
        self._wanted = task.wanted
        self._read = ExactReader(task.wanted, settings).row
        self._scan = (
            JsonScanner(task.wanted, settings).scan if scannable(task.wanted.fields) else None
        )

    def decode(self, records: Records, arrived_us: int) -> Decoded:
        """Return the valid records' columns; `arrived_us` has no part in JSON."""
        return decode_in_two(records, self._wanted, self._scan, self._read)
