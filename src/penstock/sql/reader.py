"""Reads what grammar is made of: names, texts, numbers, expressions, lists of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlglot import exp
from sqlglot.tokenizer_core import TokenType

from penstock.sql.cursor import QUOTED, Cursor

Item = TypeVar("Item")


class Reader(Cursor):
    """A cursor that reads the smallest pieces; grammar is functions that take one."""

    def peek_string(self) -> bool:
        """Say whether a quoted text comes next."""
        return self._curr.token_type == TokenType.STRING

    def name(self, what: str) -> exp.Identifier:
        """Read an identifier; `what` says in an error what was expected."""
        token = self._curr
        quoted = token.token_type == TokenType.IDENTIFIER
        if not quoted and not self._is_word("_$"):
            self.fail(f"expected {what}", hint="put odd names in backquotes: `a b`")
        self._advance()
        return exp.Identifier(this=token.text, quoted=quoted).update_positions(token)

    def string(self, what: str) -> exp.Literal:
        """Read a quoted text."""
        if not self.peek_string():
            self.fail(f"expected {what} in single quotes")
        self._advance()
        return exp.Literal.string(self._prev.text).update_positions(self._prev)

    def word(self, what: str) -> str:
        """Read an unquoted word in capitals."""
        if not self._is_word():
            self.fail(f"expected {what}")
        self._advance()
        return self._prev.text.upper()

    def _is_word(self, signs: str = "") -> bool:
        """Say whether an unquoted word comes next; it may begin with one of some signs."""
        first = self._curr.text[:1]
        plain = not self.at_end() and self._curr.token_type not in QUOTED
        return plain and (first.isalpha() or (first != "" and first in signs))

    def number(self, what: str) -> int:
        """Read a whole number."""
        if self._curr.token_type != TokenType.NUMBER or not self._curr.text.isdigit():
            self.fail(f"expected {what}")
        self._advance()
        return int(self._prev.text)

    def scalar(self) -> exp.Expr:
        """Read a scalar expression."""
        return self.optional_scalar() or self.fail("expected an expression")

    def optional_scalar(self) -> exp.Expr | None:
        """Read a scalar expression, if one comes next."""
        return self._parse_disjunction()

    def names_argument(self) -> bool:
        """Say whether an argument's name comes next, and => behind it."""
        return bool(self._next.token_type == TokenType.FARROW)

    def table_name(self) -> exp.Expr:
        """Read the name of a table."""
        return self._parse_table_parts() or self.fail("expected a table")

    def operand(self) -> exp.Expr:
        """Read an expression without comparisons, as before the IN of POSITION."""
        return self._parse_bitwise() or self.fail("expected an expression")

    def ordered(self) -> exp.Expr:
        """Read a term of ORDER BY."""
        return self._parse_ordered() or self.fail("expected an expression")

    def query(self) -> exp.Expr:
        """Read a query."""
        return self._parse_select(nested=True) or self.fail("expected a query", hint="SELECT …")


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
