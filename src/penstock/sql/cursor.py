"""A cursor over the tokens of one statement: sqlglot's parser with words in place of token kinds."""

from __future__ import annotations

import difflib
from typing import Any, NoReturn

from sqlglot import exp, parser
from sqlglot.tokens import Token, TokenType

from penstock.core.errors import Location
from penstock.core.types import SqlType
from penstock.sql.errors import SyntaxProblem
from penstock.sql.keywords import HINT_WORDS
from penstock.sql.place import Span, Text
from penstock.sql.type_syntax import TYPES, read_type

_QUOTED = (TokenType.STRING, TokenType.IDENTIFIER)


class Cursor(parser.Parser):
    """Reads words, names and texts; `open` hands it a statement."""

    def open(self, statement: list[Token], text: Text) -> None:
        """Begin to read `statement`, which stands in `text`."""
        self.reset()
        self.sql = text.text
        self._text = text
        self._tokens = statement
        self._tokens_size = len(statement)
        self._advance(0)

    def _steps(self, *words: str) -> int:
        """Return how many tokens these words take, or 0 when others come next."""
        wanted = " ".join(words).upper()
        met: list[str] = []
        for step, token in enumerate(self._tokens[self._index :], start=1):
            met.append("?" if token.token_type in _QUOTED else " ".join(token.text.upper().split()))
            if " ".join(met) == wanted:
                return step
            if not wanted.startswith(" ".join(met) + " "):
                return 0
        return 0

    def peek(self, *words: str) -> bool:
        """Say whether these words (or signs) come next; quoted text never matches."""
        return self._steps(*words) > 0

    def peek_string(self) -> bool:
        """Say whether a quoted text comes next."""
        return self._curr.token_type == TokenType.STRING

    def accept(self, *words: str) -> bool:
        """Step over these words if they come next, and say whether they did."""
        steps = self._steps(*words)
        self._advance(steps)
        return steps > 0

    def expect(self, *words: str) -> None:
        """Step over these words; a syntax error if others come next."""
        if not self.accept(*words):
            self.fail(f"expected {' '.join(words)}")

    def name(self, what: str) -> exp.Identifier:
        """Read an identifier; `what` says in an error what was expected."""
        token = self._curr
        quoted = token.token_type == TokenType.IDENTIFIER
        if not quoted and not token.text[:1].replace("_", "a").isalpha() or self.peek_string():
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
        if not self._curr.text[:1].isalpha() or self._curr.token_type in _QUOTED:
            self.fail(f"expected {what}")
        self._advance()
        return self._prev.text.upper()

    def number(self, what: str) -> int:
        """Read a whole number."""
        if self._curr.token_type != TokenType.NUMBER or not self._curr.text.isdigit():
            self.fail(f"expected {what}")
        self._advance()
        return int(self._prev.text)

    def scalar(self) -> exp.Expr:
        """Read a scalar expression."""
        return self._parse_disjunction() or self.fail("expected an expression")

    def operand(self) -> exp.Expr:
        """Read an expression without comparisons, as before the IN of POSITION."""
        return self._parse_bitwise() or self.fail("expected an expression")

    def query(self) -> exp.Expr:
        """Read a query."""
        return self._parse_select(nested=True) or self.fail("expected a query", hint="SELECT …")

    def type(self) -> SqlType:
        """Read a type."""
        return read_type(self)

    def at_end(self) -> bool:
        """Say whether the statement has been read to its end."""
        return not self._curr

    def mark(self) -> int:
        """Return where the next token starts, for `since`."""
        return int(self._curr.start if self._curr else self._prev.end + 1)

    def since(self, mark: int) -> Span:
        """Return the span from `mark` to the last token read."""
        return mark, max(mark, int(self._prev.end) + 1)

    def at(self, span: Span) -> Location:
        """Return the place of a span for an error."""
        return self._text.at(span)

    def fail(self, message: str, hint: str | None = None) -> NoReturn:
        """Raise a syntax error at the next token, or one before if that is a mistyped keyword."""
        mistyped = next(filter(_keyword_near, (self._curr, self._prev)), None)
        token = mistyped or self._curr or self._prev
        found = f"'{_shown(token)}'" if mistyped or self._curr else "end of the statement"
        if mistyped:
            hint = f"did you mean '{_keyword_near(mistyped)}'?"
        elif token.text == '"':
            hint = "names stand in backquotes, texts in single quotes"
        wanted = f", {message}" if message and not mistyped else ""
        place = self.at((token.start, token.end + 1))
        raise SyntaxProblem(f"unexpected {found}{wanted}", where=place, hint=hint)

    def raise_error(self, message: str, token: Token | Any = None) -> NoReturn:
        """Turn what sqlglot's own grammar says into our error."""
        for theirs, ours in (("Expecting ", "expected "), ("Expected ", "expected ")):
            if message.startswith(theirs):
                self.fail(ours + message.removeprefix(theirs))
        self.fail("")


def _shown(token: Token) -> str:
    return token.text if len(token.text) <= 30 else token.text[:29] + "…"


def _keyword_near(token: Token) -> str | None:
    word = token.text.upper()
    if token.token_type != TokenType.VAR or len(word) < 4 or word in (*HINT_WORDS, *TYPES):
        return None
    cutoff = 0.74 if len(word) < 6 else 0.8
    near = difflib.get_close_matches(word, HINT_WORDS, n=1, cutoff=cutoff)
    return near[0] if near else None
