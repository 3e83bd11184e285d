"""Errors that say what, where and what to do next, and whose move it is.

>>> here = Location("pipeline.sql", line=4, column=8, text="SELECT pric FROM orders", length=4)
>>> print(UserError("unknown column 'pric'", where=here, hint="did you mean 'price'?"))
E000 unknown column 'pric'
  --> pipeline.sql:4:8
   | SELECT pric FROM orders
   |        ^^^^
hint: did you mean 'price'?
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

TEXT_SHOWN = 160
"""Characters that are shown of a line which is longer, with the spot in their middle."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a user's file: `line` and `column` count from 1, `text` is that whole line.

    >>> print(str(Location("a.sql", 1, 801, "x" * 800 + "y" + "x" * 800)).index("y"))
    103
    """

    path: str
    line: int
    column: int
    text: str = ""
    length: int = 1

    def __str__(self) -> str:
        """Return the place as editors understand it, then the line with the spot underlined."""
        place = f"  --> {self.path}:{self.line}:{self.column}"
        if not self.text:
            return place
        first = max(0, self.column - 1 - TEXT_SHOWN // 2) if len(self.text) > TEXT_SHOWN else 0
        shown, before = self.text[first : first + TEXT_SHOWN], self.column - 1 - first
        indent = "".join("\t" if c == "\t" else " " for c in shown[:before])
        marks = "^" * max(1, min(self.length, len(shown) - before))
        return f"{place}\n   | {shown}\n   | {indent}{marks}"


class PenstockError(Exception):
    """The root of the tree; raise one of its three children, or theirs."""

    code: ClassVar[str] = "E000"

    def __init__(
        self, message: str, *, where: Location | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        """Return code, message, place and hint, one under the other."""
        lines = [f"{self.code} {self.message}"]
        if self.where is not None:
            lines.append(str(self.where))
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


class UserError(PenstockError):
    """The user's move: a file, an option or a command line must change. Exit status 2."""


class ExternalError(PenstockError):
    """The world's move: a disk, a port or a server did not do its part. Exit status 1."""


class InternalError(PenstockError):
    """Our move: Penstock broke a promise to itself. Exit status 70."""


def did_you_mean(name: str, known: Iterable[str]) -> str | None:
    """Return a hint that names the nearest known word, or all of them when they are few.

    >>> did_you_mean("pric", ["id", "price"])
    "did you mean 'price'?"
    >>> did_you_mean("zzz", ["id", "price"])
    'known here: id, price'
    """
    words = sorted(set(known))
    by_fold = {word.casefold(): word for word in words}
    near = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    if near:
        return f"did you mean '{by_fold[near[0]]}'?"
    shown = 12
    return (
        f"known here: {', '.join(words[:shown])}{' …' if len(words) > shown else ''}"
        if words
        else None
    )
