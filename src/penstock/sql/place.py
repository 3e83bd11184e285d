"""Where something stands in a script: character offsets to line, column and underlined text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from sqlglot import exp

from penstock.core.errors import Location

Span = tuple[int, int]
"""The first character and the one after the last, counted from 0 over the whole script."""


@dataclass(frozen=True)
class Text:
    """A script with its path; lines may end in LF or CRLF.

    >>> print(Text("a.sql", "SELECT a,\\r\\n  bb\\r\\nFROM t").at((13, 15)))
      --> a.sql:2:3
       |   bb
       |   ^^
    """

    path: str
    text: str

    def at(self, span: Span) -> Location:
        """Return the place of `span`; what goes beyond its first line is not underlined."""
        start = min(span[0], len(self.text))
        row = bisect_right(self._starts, start) - 1
        line = self.text[self._starts[row] :].split("\n", 1)[0].removesuffix("\r")
        column = start - self._starts[row]
        length = max(1, min(span[1] - start, len(line) - column))
        return Location(self.path, row + 1, column + 1, line, length)

    def of(self, node: exp.Expr) -> Location | None:
        """Return the place of a piece of the tree, or None when it stands nowhere in the text."""
        span = span_of(node)
        return self.at(span) if span else None

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(i + 1 for i, letter in enumerate(self.text) if letter == "\n")]


def mark(node: exp.Expr, span: Span) -> None:
    """Remember where a piece of the tree stands."""
    node.meta["span"] = span


def span_of(node: exp.Expr) -> Span | None:
    """Return what `mark` remembered, or the tokens that sqlglot did, or what the children span."""
    if "span" in node.meta:
        start, end = node.meta["span"]
        return start, end
    if isinstance(node.meta.get("start"), int):
        return node.meta["start"], node.meta["end"] + 1
    spans = [span for child in node.iter_expressions() if (span := span_of(child))]
    if not spans:
        return None
    return min(start for start, _ in spans), max(end for _, end in spans)
