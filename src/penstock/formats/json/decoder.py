"""Decode JSON records: the scanner reads nearly all, the exact path what the scanner leaves."""

from __future__ import annotations

from penstock.core.batch import Records
from penstock.core.types import Schema
from penstock.formats.decoding import Decoded, DecodingTask
from penstock.formats.exactly import decode_in_two
from penstock.formats.json.exact import ExactReader
from penstock.formats.json.settings import JsonSettings, json_settings
from penstock.formats.json_scanner.plan import scannable
from penstock.formats.json_scanner.scanner import JsonScanner, ScanSettings


class JsonDecoder:
    """Decodes JSON objects into the wanted columns."""

    def __init__(self, task: DecodingTask) -> None:
        settings = json_settings(task.settings)
        self._wanted = task.wanted
        self._exact = ExactReader(task.wanted, settings)
        self._scanner = (
            make_scanner(task.wanted, settings, self._exact)
            if scannable(task.wanted.fields)
            else None
        )

    def decode(self, records: Records, arrived_us: int) -> Decoded:
        """Return the valid records' columns; `arrived_us` has no part in JSON."""
        scan = self._scanner.scan if self._scanner else None
        return decode_in_two(records, self._wanted, scan, self._exact.row)


def make_scanner(wanted: Schema, settings: JsonSettings, exact: ExactReader) -> JsonScanner:
    """Return the scanner that leaves to `exact` the values of types that it does not know."""
    return JsonScanner(
        wanted,
        ScanSettings(settings.standard, complete=settings.fail_on_missing_field),
        convert=lambda slot: exact.reader(slot.field),
    )
