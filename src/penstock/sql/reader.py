"""What a piece of grammar may ask of the parser: the next words, names, texts and expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, Protocol, TypeVar

from sqlglot import exp

from penstock.core.errors import Location
from penstock.core.types import SqlType
from penstock.sql.place import Span

Item = TypeVar("Item")


class Reader(Protocol):
    """A cursor over one statement's tokens."""

    def peek(self, *words: str) -> bool:
        """Say whether these words (or signs) come next; quoted text never matches."""

    def accept(self, *words: str) -> bool:
        """Step over these words if they come next, and say whether they did."""

    def expect(self, *words: str) -> None:
        """Step over these words; a syntax error if others come next."""

    def name(self, what: str) -> exp.Identifier:
        """Read an identifier; `what` says in an error what was expected."""

    def string(self, what: str) -> exp.Literal:
        """Read a quoted text."""

    def peek_string(self) -> bool:
        """Say whether a quoted text comes next."""

    def word(self, what: str) -> str:
        """Read an unquoted word in capitals."""

    def number(self, what: str) -> int:
        """Read a whole number."""

    def scalar(self) -> exp.Expr:
        """Read a scalar expression."""

    def operand(self) -> exp.Expr:
        """Read an expression without comparisons, as before the IN of POSITION."""

    def query(self) -> exp.Expr:
        """Read a query."""

    def type(self) -> SqlType:
        """Read a type."""

    def mark(self) -> int:
        """Return where the next token starts, for `since`."""

    def since(self, mark: int) -> Span:
        """Return the span from `mark` to the last token read."""

    def at(self, span: Span) -> Location:
        """Return the place of a span for an error."""

    def fail(self, message: str, hint: str | None = None) -> NoReturn:
        """Raise a syntax error at the next token."""


def listed(reader: Reader, read: Callable[[], Item]) -> tuple[Item, ...]:
    """Read one or more items with commas between."""
    items = [read()]
    while reader.accept(","):
        items.append(read())
    return tuple(items)


def wrapped(reader: Reader, read: Callable[[], Item]) -> tuple[Item, ...]:
    """Read one or more items with commas between and parentheses around."""
    reader.expect("(")
    items = listed(reader, read)
    reader.expect(")")
    return items
