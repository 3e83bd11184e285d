"""The settings of the `csv` format, by the names that Flink gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.formats.errors import ConflictingOptions

_TEXT = SettingKind.TEXT
_BOOLEAN = SettingKind.BOOLEAN

DECLARATION = Declaration(
    name="csv",
    summary="One line of separated fields a record, in the order of the table's columns.",
    guarantee="A record that cannot be read goes to the table's invalid rows with its reason.",
    example="'format' = 'csv', 'csv.field-delimiter' = ';'",
    settings=(
        Setting("csv.field-delimiter", _TEXT, "The character between fields; \\t is a tab.",
                default=",", example=";"),
        Setting("csv.quote-character", _TEXT,
                "The character around a field that holds a delimiter; doubled within.",
                default='"', example="'"),
        Setting("csv.disable-quote-character", _BOOLEAN,
                "No character quotes; fields are taken as they stand.",
                default="false", example="true"),
        Setting("csv.escape-character", _TEXT,
                "The character that takes the next one's meaning away.", example="\\"),
        Setting("csv.allow-comments", _BOOLEAN,
                "Records that start with # are no rows, and are not counted as invalid.",
                default="false", example="true"),
        Setting("csv.ignore-parse-errors", _BOOLEAN,
                "A field that cannot be read, or is missing, becomes NULL instead of making its "
                "record invalid.", default="false", example="true"),
        Setting("csv.null-literal", _TEXT, "The text that stands for NULL.", example="N/A"),
        Setting("csv.array-element-delimiter", _TEXT,
                "The text between the elements of an ARRAY or the fields of a ROW.",
                default=";", example="|"),
        Setting("csv.write-bigdecimal-in-scientific-notation", _BOOLEAN,
                "Write a small DECIMAL as 1E-7.", default="true", example="false"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CsvSettings:
    """The settings of one table's CSV, typed; a mark that is off is the empty text."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    allow_comments: bool = False
    ignore_parse_errors: bool = False
    null_literal: str | None = None
    element_delimiter: str = ";"
    scientific_decimals: bool = True


def csv_settings(values: Mapping[str, Any]) -> CsvSettings:
    """Return the values that `read_options` gave, typed and checked against each other."""
    quoting = not values["csv.disable-quote-character"]
    settings = CsvSettings(
        delimiter=_mark(values, "csv.field-delimiter"),
        quote=_mark(values, "csv.quote-character") if quoting else "",
        escape=_mark(values, "csv.escape-character"),
        allow_comments=values["csv.allow-comments"],
        ignore_parse_errors=values["csv.ignore-parse-errors"],
        null_literal=values["csv.null-literal"],
        element_delimiter=values["csv.array-element-delimiter"],
        scientific_decimals=values["csv.write-bigdecimal-in-scientific-notation"],
    )
    marks = [mark for mark in (settings.delimiter, settings.quote, settings.escape) if mark]
    if len(set(marks)) < len(marks):
        raise ConflictingOptions(
            "the 'csv' format's delimiter, quote and escape characters must differ",
            hint="change 'csv.field-delimiter', 'csv.quote-character' or 'csv.escape-character'",
        )
    return settings


def _mark(values: Mapping[str, Any], name: str) -> str:
    """Return a setting's one ASCII character; `\\t` may be spelled out."""
    text = (values[name] or "").replace("\\t", "\t")
    if text and (len(text) != 1 or not text.isascii()):
        raise ConflictingOptions(
            f"option '{name}': one ASCII character, not {text!r}", hint="for example ';' or '|'"
        )
    return text
