"""The settings of the `json` format, by the names that Flink gives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.formats.errors import ConflictingOptions
from penstock.formats.times import TimeStandard

DECLARATION = Declaration(
    name="json",
    summary="One JSON object a record, read as leniently as Flink reads it.",
    guarantee="A record that cannot be read goes to the table's invalid rows with its reason.",
    example="'format' = 'json', 'json.timestamp-format.standard' = 'ISO-8601'",
    settings=(
        Setting("json.ignore-parse-errors", SettingKind.BOOLEAN,
                "A field that cannot be read becomes NULL instead of making its record invalid.",
                default="false", example="true"),
        Setting("json.fail-on-missing-field", SettingKind.BOOLEAN,
                "A record without one of the columns is invalid; otherwise the column is NULL.",
                default="false", example="true"),
        Setting("json.timestamp-format.standard", SettingKind.CHOICE,
                "SQL: 2020-01-01 00:00:00.000; ISO-8601: 2020-01-01T00:00:00.000.",
                default="SQL", example="ISO-8601", choices=tuple(TimeStandard)),
        Setting("json.map-null-key.mode", SettingKind.CHOICE,
                "What becomes of a MAP entry without a key when rows are written.",
                default="FAIL", example="DROP", choices=("FAIL", "DROP", "LITERAL")),
        Setting("json.map-null-key.literal", SettingKind.TEXT,
                "The key that stands for a NULL key in the mode LITERAL.",
                default="null", example="none"),
        Setting("json.encode.decimal-as-plain-number", SettingKind.BOOLEAN,
                "Write 0.0000001 as such, not as 1E-7.", default="false", example="true"),
        Setting("json.encode.ignore-null-fields", SettingKind.BOOLEAN,
                "Leave NULL columns out of written records.", default="false", example="true"),
        Setting("json.decode.json-parser.enabled", SettingKind.BOOLEAN,
                "Read for Flink's sake and without effect: there is one decoder here.",
                default="true", example="false"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class JsonSettings:
    """The settings of one table's JSON, typed."""

    ignore_parse_errors: bool = False
    fail_on_missing_field: bool = False
    standard: TimeStandard = TimeStandard.SQL
    map_null_key_mode: str = "FAIL"
    map_null_key_literal: str = "null"
    decimal_as_plain_number: bool = False
    ignore_null_fields: bool = False


def json_settings(values: Mapping[str, Any]) -> JsonSettings:
    """Return the values that `read_options` gave, typed and checked against each other."""
    settings = JsonSettings(
        ignore_parse_errors=values["json.ignore-parse-errors"],
        fail_on_missing_field=values["json.fail-on-missing-field"],
        standard=TimeStandard(values["json.timestamp-format.standard"]),
        map_null_key_mode=values["json.map-null-key.mode"],
        map_null_key_literal=values["json.map-null-key.literal"],
        decimal_as_plain_number=values["json.encode.decimal-as-plain-number"],
        ignore_null_fields=values["json.encode.ignore-null-fields"],
    )
    if settings.ignore_parse_errors and settings.fail_on_missing_field:
        raise ConflictingOptions(
            "'json.ignore-parse-errors' and 'json.fail-on-missing-field' contradict each other",
            hint="set one of the two to 'false'",
        )
    return settings
