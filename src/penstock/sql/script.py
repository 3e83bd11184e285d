"""A script's text to its statements; notebook lines such as %flink.ssql are stepped over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sqlglot.tokenizer_core import Token, TokenType

from penstock.sql.dialect import Flink, FlinkParser, FlinkTokenizer
from penstock.sql.errors import NotSupported, SyntaxProblem
from penstock.sql.join_hints import is_known_hint
from penstock.sql.nesting import nested_within_limits
from penstock.sql.place import Text
from penstock.sql.statement_syntax import read_statement
from penstock.sql.syntax import InsertInto, Statement

_NOTEBOOK_HEAD = re.compile(r"^[ \t]*%\w*(?:flink|sql)[\w.]*(?:\([^)\n]*\))?", re.MULTILINE)
_QUOTED = re.compile(
    r"'(?:[^']|'')*'|`(?:[^`]|``)*`|\"[^\"\n]*\"|--[^\n]*|/\*.*?\*/|(?P<open>'|`|/\*)", re.DOTALL
)
_CLOSING = {"'": "text in single quotes", "`": "name in backquotes", "/*": "comment"}


def parse_script(text: str, path: str = "pipeline.sql") -> tuple[Statement, ...]:
    """Return the statements of a script, statement sets opened up into their INSERTs.

    >>> [type(s).__name__ for s in parse_script("%flink.ssql\\nSET 'a' = 'b'; SELECT 1")]
    ['SetOption', 'Select']
    """
    script = Text(path, text)
    return tuple(_statements(script))


def _statements(script: Text) -> Iterator[Statement]:
    parser = FlinkParser(dialect=Flink)
    in_set: Token | None = None
    for tokens in _split(_tokens(script)):
        parser.open(tokens, script)
        opened = parser.accept("EXECUTE", "STATEMENT", "SET", "BEGIN")
        if opened or parser.accept("BEGIN", "STATEMENT", "SET"):
            in_set = tokens[0]
        elif in_set is not None and parser.accept("END"):
            in_set = None
        else:
            parser.accept("EXECUTE")
        if not parser.at_end():
            with nested_within_limits(script.at((tokens[0].start, tokens[0].end + 1))):
                statement = read_statement(parser)
            yield _checked(statement, script, in_set is not None)
    if in_set is not None:
        place = script.at((in_set.start, in_set.end + 1))
        raise SyntaxProblem("this statement set has no END", where=place, hint="add END;")


def _checked(statement: Statement, script: Text, in_set: bool) -> Statement:
    if in_set and not isinstance(statement, InsertInto):
        hint = "put the other statements above the set"
        place = script.at(statement.span)
        raise NotSupported("a statement set holds INSERT INTO only", where=place, hint=hint)
    return statement


def _tokens(script: Text) -> list[Token]:
    clean = without_notebook_heads(script)
    for part in _QUOTED.finditer(clean):
        if part[0].startswith("/*+") and not is_known_hint(part[0]):
            hint = "put the options into the table's WITH clause"
            place = script.at(part.span())
            raise NotSupported("this query hint is not supported", where=place, hint=hint)
    return FlinkTokenizer(dialect=Flink).tokenize(clean)


def without_notebook_heads(script: Text) -> str:
    """Return the text with %flink.ssql and its kin blanked out, and no unclosed quote left.

    A notebook's paragraph ends where the next one begins, with or without a semicolon.
    """
    clean = _NOTEBOOK_HEAD.sub(lambda head: ";".ljust(len(head[0])), script.text)
    for part in _QUOTED.finditer(clean):
        if part["open"]:
            what = f"this {_CLOSING[part['open']]} has no end"
            raise SyntaxProblem(what, where=script.at(part.span("open")))
    return clean


def _split(tokens: list[Token]) -> Iterator[list[Token]]:
    statement: list[Token] = []
    for token in tokens:
        if token.token_type == TokenType.SEMICOLON:
            yield statement
            statement = []
        else:
            statement.append(token)
    yield statement
