"""Templates reach a row's columns and nothing else."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from penstock.core.errors import UserError
from penstock.core.types import DOUBLE, Field, Schema
from penstock.sinks.template import read_template
from tests.sinks.support import SCHEMA, request, row


def rendered(tmp_path: Path, text: str, values: dict[str, Any], schema: Schema = SCHEMA) -> str:
    return read_template(request(tmp_path, {}, schema), "subject", text).render(values)


def test_columns_are_put_in_with_their_formats(tmp_path: Path) -> None:
    values = row("Roscoe", 71.25) | {"event_time": datetime(2026, 1, 2, 3, 4)}  # noqa: DTZ001 -- as Arrow gives it
    text = "{location}: {wind_speed:.1f} mph at {event_time:%H:%M} {{sic}}"
    assert rendered(tmp_path, text, values) == "Roscoe: 71.2 mph at 03:04 {sic}"


def test_null_is_not_available_whatever_the_format(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{wind_speed:.1f}", {"wind_speed": None}) == "n/a"


def test_odd_column_names_are_names(tmp_path: Path) -> None:
    odd = Schema((Field("Distance(mi)", DOUBLE), Field("a.b[0]", DOUBLE)))
    values = {"Distance(mi)": 1.0, "a.b[0]": 2.0}
    assert rendered(tmp_path, "{Distance(mi):.0f} {a.b[0]}", values, odd) == "1 2.0"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{locaton}", "did you mean 'location'"),
        ("{location.__class__}", "unknown column 'location.__class__'"),
        ("{location[0]}", r"unknown column 'location\[0\]'"),
        ("{}", "unknown column ''"),
        ("{location!r}", "'!r' is not known"),
        ("{location:.1f}", "column 'location' is STRING: "),
        ("{wind_speed:d}", "column 'wind_speed' is DOUBLE: "),
        ("{turbine:c}", "column 'turbine' is BIGINT: "),
        ("{location:9999}", "numbers above 999"),
        ("{location:{turbine}}", "neither braces"),
        ("{location", "expected '}'"),
        ("}", "Single '}'"),
    ],
)
def test_anything_else_is_an_error_when_the_sink_is_opened(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(UserError, match=message) as wrong:
        rendered(tmp_path, text, {})
    assert wrong.value.code == "E357"
