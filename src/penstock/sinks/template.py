"""Texts with a row's columns in them: `{location} at {wind_speed:.1f} mph`.

A field is a column's name and a format; there is no way from it to anything but the value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from string import Formatter
from typing import Any

from penstock.core.errors import did_you_mean
from penstock.core.types import Kind, SqlType
from penstock.sinks.errors import BadTemplate
from penstock.sinks.request import SinkRequest

MISSING = "n/a"
"""Stands for NULL, whatever the format."""
_TOO_WIDE = re.compile(r"\d{4}")
_MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_LARGE = 2**62
"""Shows that a format such as `c` does not fit every integer."""
_SAMPLES: dict[Kind, Any] = {
    Kind.BOOLEAN: True,
    Kind.TINYINT: _LARGE,
    Kind.SMALLINT: _LARGE,
    Kind.INT: _LARGE,
    Kind.BIGINT: _LARGE,
    Kind.INTERVAL_YEAR: _LARGE,
    Kind.FLOAT: 1.5,
    Kind.DOUBLE: 1.5,
    Kind.DECIMAL: Decimal("1.5"),
    Kind.DATE: date(2026, 1, 2),
    Kind.TIME: time(1, 2, 3),
    Kind.TIMESTAMP: _MOMENT,
    Kind.TIMESTAMP_LTZ: _MOMENT,
    Kind.INTERVAL_DAY: timedelta(seconds=1),
    Kind.CHAR: "text",
    Kind.VARCHAR: "text",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Plain text, then perhaps a column with a format."""

    text: str
    column: str | None = None
    form: str = ""

    def render(self, row: Mapping[str, Any]) -> str:
        """Return the piece with the row's value in it."""
        if self.column is None:
            return self.text
        value = row[self.column]
        return self.text + (MISSING if value is None else format(_plain(value), self.form))


@dataclass(frozen=True, slots=True)
class Template:
    """A text as its pieces."""

    pieces: tuple[Piece, ...]

    def render(self, row: Mapping[str, Any]) -> str:
        """Return the text for a row of the table that the template was read for."""
        return "".join(piece.render(row) for piece in self.pieces)


def read_template(request: SinkRequest, option: str, text: str) -> Template:
    """Return the template in an option; BadTemplate when it has no such column or format."""
    try:
        parsed = list(Formatter().parse(text))
    except ValueError as wrong:
        raise _bad(request, option, str(wrong), "write {{ and }} for braces as such") from None
    pieces = []
    for plain, column, form, conversion in parsed:
        if column is not None:
            _check(request, option, column, form or "")
        if conversion:
            raise _bad(request, option, f"'!{conversion}' is not known", "use {column:format}")
        pieces.append(Piece(plain, column, form or ""))
    return Template(tuple(pieces))


def _check(request: SinkRequest, option: str, column: str, form: str) -> None:
    index = request.schema.index(column)
    if index is None:
        hint = did_you_mean(column, request.schema.names)
        raise _bad(request, option, f"unknown column '{column}'", hint)
    kind = request.schema.fields[index].type
    try:
        if "{" in form or _TOO_WIDE.search(form):
            raise ValueError("a format has neither braces nor numbers above 999")
        format(_sample(kind), form)
    except (ValueError, TypeError, OverflowError) as wrong:
        raise _bad(
            request, option, f"column '{column}' is {kind}: {wrong}", "such as {wind_speed:.1f}"
        ) from None


def _bad(request: SinkRequest, option: str, wrong: str, hint: str | None) -> BadTemplate:
    return BadTemplate(f"option '{option}': {wrong}", where=request.place_of(option), hint=hint)


def _sample(kind: SqlType) -> Any:
    return _SAMPLES.get(kind.kind, "")


def _plain(value: Any) -> Any:
    return value if not isinstance(value, (list, dict, bytes)) else str(value)
