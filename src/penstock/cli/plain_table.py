"""Rows as text in columns: numbers to the right, each column as wide as it needs.

>>> import sys
>>> table = PlainTable(("stream", "records"))
>>> table.add(("wind", 12))
>>> table.add(("calm", None))
>>> table.print(sys.stdout)
stream  records
wind         12
calm       NULL
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TextIO
from unicodedata import east_asian_width

CELL_CHARACTERS_MAX = 80


class PlainTable:
    """A table that is never cut to a terminal's width, so that pipes get all of it."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._rows: list[Sequence[object]] = []

    def add(self, row: Sequence[object]) -> None:
        """Add a row with a value per column."""
        self._rows.append(row)

    def print(self, out: TextIO) -> None:
        """Write heading and rows."""
        texts = [[_one_line(name) for name in self._names]]
        texts += [[_text(value) for value in row] for row in self._rows]
        widths = [max(map(_width, column)) for column in zip(*texts, strict=True)]
        right = [self._is_number(index) for index in range(len(self._names))]
        for row in texts:
            cells = zip(row, widths, right, strict=True)
            out.write("  ".join(_pad(*cell) for cell in cells).rstrip() + "\n")

    def _is_number(self, column: int) -> bool:
        values = [row[column] for row in self._rows if row[column] is not None]
        return all(isinstance(value, int | float | Decimal) for value in values) and bool(values)


def _text(value: object) -> str:
    text = "NULL" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
    text = _one_line(text)
    return text if len(text) <= CELL_CHARACTERS_MAX else text[: CELL_CHARACTERS_MAX - 1] + "…"


def _one_line(text: str) -> str:
    # A line end or an escape sequence inside a value would tear the table or steer the terminal.
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, right: bool) -> str:
    room = " " * (width - _width(text))
    return room + text if right else text + room
