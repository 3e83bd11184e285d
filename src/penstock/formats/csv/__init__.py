"""The `csv` format: one line of separated fields a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from penstock.core.types import Kind, Schema
from penstock.formats.csv.decoder import CsvDecoder
from penstock.formats.csv.encoder import CsvEncoder
from penstock.formats.csv.settings import DECLARATION, csv_settings
from penstock.formats.decoding import Format
from penstock.formats.errors import UnsupportedType

__all__ = ["CSV"]

_NESTING = {Kind.ARRAY, Kind.ROW}


def _check(schema: Schema, settings: Mapping[str, Any]) -> None:
    csv_settings(settings)
    for field in schema.fields:
        below = {child.type.kind for child in field.type.children}
        deep = field.type.kind in _NESTING and below & {*_NESTING, Kind.MAP, Kind.MULTISET}
        if deep or field.type.kind in {Kind.MAP, Kind.MULTISET}:
            raise UnsupportedType(
                f"format 'csv' has no text for column '{field.name}': {field.type}",
                hint="use 'format' = 'json', which nests",
            )


CSV = Format(
    declaration=DECLARATION,
    check=_check,
    open_decoder=CsvDecoder,
    open_encoder=lambda schema, settings: CsvEncoder(schema, csv_settings(settings)),
)
