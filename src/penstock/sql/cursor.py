"""A cursor over one statement's tokens: sqlglot's parser, asked for words and not for kinds."""

from __future__ import annotations

import difflib
from typing import Any, NoReturn

from sqlglot import parser
from sqlglot.tokenizer_core import Token, TokenType

from penstock.core.errors import Location
from penstock.sql.errors import NotSupported, SyntaxProblem
from penstock.sql.keywords import HINT_LENGTH_MIN, HINT_WORDS
from penstock.sql.place import Span, Text

SHOWN_MAX = 30
"""Letters of a wrong word that an error repeats."""
QUOTED = (TokenType.STRING, TokenType.IDENTIFIER)


class Cursor(parser.Parser):
    """Knows what comes next and where it stands; `open` hands it a statement."""

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
            met.append("?" if token.token_type in QUOTED else " ".join(token.text.upper().split()))
            if " ".join(met) == wanted:
                return step
            if not wanted.startswith(" ".join(met) + " "):
                return 0
        return 0

    def peek(self, *words: str) -> bool:
        """Say whether these words (or signs) come next; quoted text never matches."""
        return self._steps(*words) > 0

    def accept(self, *words: str) -> bool:
        """Step over these words if they come next, and say whether they did."""
        steps = self._steps(*words)
        self._advance(steps)
        return steps > 0

    def expect(self, *words: str) -> None:
        """Step over these words; a syntax error if others come next."""
        if not self.accept(*words):
            self.fail(f"expected {' '.join(words)}")

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

    def refuse(self, what: str) -> NoReturn:
        """Raise the error for a clause that is SQL, but not built yet."""
        place = self.at((self._curr.start, self._curr.end + 1))
        raise NotSupported(f"{what} is not supported yet", where=place)

    def raise_error(self, message: str, token: Token | Any = None) -> NoReturn:
        """Turn what sqlglot's own grammar says into our error."""
        for theirs, ours in (("Expecting ", "expected "), ("Expected ", "expected ")):
            if message.startswith(theirs):
                self.fail(ours + message.removeprefix(theirs))
        self.fail("")


def _shown(token: Token) -> str:
    text = token.text
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + "…"


def _keyword_near(token: Token) -> str | None:
    word = token.text.upper()
    if token.token_type != TokenType.VAR or len(word) < HINT_LENGTH_MIN or word in HINT_WORDS:
        return None
    # The longer a word, the more of it must be right: FORM is FROM, DISTANCE is not DISTINCT.
    cutoff = min(0.68 + 0.0175 * len(word), 0.95)
    near = difflib.get_close_matches(word, HINT_WORDS, n=1, cutoff=cutoff)
    return near[0] if near else None
