"""The `json` format: one object a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from penstock.core.types import STRINGS, Field, Kind, Schema
from penstock.formats.decoding import Format
from penstock.formats.errors import UnsupportedType
from penstock.formats.json.decoder import JsonDecoder
from penstock.formats.json.encoder import JsonEncoder
from penstock.formats.json.settings import DECLARATION, json_settings

__all__ = ["JSON"]


def _check(schema: Schema, settings: Mapping[str, Any]) -> None:
    json_settings(settings)
    _check_fields(schema.fields)


def _check_fields(fields: tuple[Field, ...]) -> None:
    for field in fields:
        keyed = field.type.kind in {Kind.MAP, Kind.MULTISET}
        if keyed and field.type.children[0].type.kind not in STRINGS:
            raise UnsupportedType(
                f"format 'json' needs STRING keys; '{field.name}' is {field.type}",
                hint="declare it as MAP<STRING, …> and CAST the keys in the query",
            )
        _check_fields(field.type.children)


JSON = Format(
    declaration=DECLARATION,
    check=_check,
    open_decoder=JsonDecoder,
    open_encoder=lambda schema, settings: JsonEncoder(schema, json_settings(settings)),
)
