"""The Flink dialect: how sqlglot's tokens and tree are bent to read it, with places kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sqlglot import exp, parser, tokens
from sqlglot.dialects.dialect import Dialect
from sqlglot.tokenizer_core import TokenType

from penstock.sql.argument_syntax import read_argument
from penstock.sql.call_syntax import CALLS, ReadCall, read_case
from penstock.sql.fetch_syntax import read_fetch
from penstock.sql.interval_syntax import read_units
from penstock.sql.json_syntax import read_is_json
from penstock.sql.keywords import QUERY_WORDS, SIGNS
from penstock.sql.match_syntax import read_match
from penstock.sql.nodes import IntervalNode, TypedLiteral, call
from penstock.sql.place import mark, span_of
from penstock.sql.reader import Reader, listed

Parse = Callable[..., Any]

_TYPED_LITERALS = ("DATE", "TIME", "TIMESTAMP")
_CLOCKS = (
    TokenType.CURRENT_DATE, TokenType.CURRENT_TIME, TokenType.CURRENT_TIMESTAMP,
    TokenType.LOCALTIME, TokenType.LOCALTIMESTAMP,
)  # fmt: skip


class FlinkTokenizer(tokens.Tokenizer):
    """Backquotes around names, no escapes but the doubled quote, no statement left unread."""

    IDENTIFIERS: ClassVar[list[str | tuple[str, str]]] = ["`"]
    COMMANDS: ClassVar[set[TokenType]] = set()
    KEYWORDS: ClassVar[dict[str, TokenType]] = {
        word: tokens.Tokenizer.KEYWORDS[word] for word in (*QUERY_WORDS, *SIGNS)
    } | {"MATCH_RECOGNIZE": TokenType.MATCH_RECOGNIZE}


def _closed(read: ReadCall) -> Parse:
    """Read a call's arguments and see to it that they end; sqlglot itself would not mind."""

    def parse(self: FlinkParser) -> exp.Expr:
        node = read(self)
        if not self.peek(")"):
            self.fail("expected )")
        return node

    return parse


def _clock(kind: TokenType) -> Callable[[], exp.Expr]:
    return lambda: call(kind.name)


class FlinkParser(Reader):
    """Reads queries; what sqlglot would take from other dialects is not in its tables."""

    FUNCTIONS: ClassVar[dict[str, Parse]] = {}
    FUNCTION_PARSERS: ClassVar[dict[str, Parse]] = {
        name: _closed(read) for name, read in CALLS.items()
    }
    NO_PAREN_FUNCTIONS: ClassVar[dict[TokenType, Any]] = {kind: _clock(kind) for kind in _CLOCKS}
    NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Parse]] = {"CASE": read_case}
    ID_VAR_TOKENS: ClassVar[set[TokenType]] = {TokenType.VAR}
    ALIAS_TOKENS: ClassVar[set[TokenType]] = {TokenType.VAR}
    TABLE_ALIAS_TOKENS: ClassVar[set[TokenType]] = {TokenType.VAR}
    WINDOW_ALIAS_TOKENS: ClassVar[set[TokenType]] = {TokenType.VAR}
    COLUMN_OPERATORS: ClassVar[dict[TokenType, Any]] = {TokenType.DOT: None}
    ARRAY_CONSTRUCTORS: ClassVar[dict[str, Any]] = {}
    PLACEHOLDER_PARSERS: ClassVar[dict[TokenType, Parse]] = {}
    QUERY_MODIFIER_PARSERS: ClassVar[dict[TokenType, Parse]] = {
        kind: parser.Parser.QUERY_MODIFIER_PARSERS[kind]
        for kind in (
            TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.WINDOW,
            TokenType.ORDER_BY, TokenType.LIMIT, TokenType.FETCH, TokenType.OFFSET,
        )
    } | {
        TokenType.FETCH: lambda self: ("limit", read_fetch(self)),
    }  # fmt: skip
    QUERY_MODIFIER_TOKENS: ClassVar[set[TokenType]] = set(QUERY_MODIFIER_PARSERS)

    def _parse_statement(self) -> exp.Expr | None:
        return self._parse_select(nested=True)

    def _parse_types(self, *args: Any, **kwargs: Any) -> None:
        """Read no type: types stand only where our own grammar reads them."""

    def _parse_csv(self, parse_method: Parse, sep: TokenType = TokenType.COMMA) -> list[Any]:
        first = parse_method()
        items = [] if first is None else [first]
        while self._match(sep):
            item = parse_method()
            if item is None:
                self.fail("after the comma something must follow")
            items.append(item)
        return items

    def _placed(self, parse: Parse, *args: Any, **kwargs: Any) -> exp.Expr | None:
        start = self.mark()
        node = parse(*args, **kwargs)
        if isinstance(node, exp.Expr):
            mark(node, self.since(start))
            return node
        return None

    def _parse_unary(self) -> exp.Expr | None:
        return self._placed(super()._parse_unary)

    def _parse_table_alias(self, *args: Any, **kwargs: Any) -> Any:
        return self._placed(super()._parse_table_alias, *args, **kwargs)

    def _parse_table(self, *args: Any, **kwargs: Any) -> exp.Expr | None:
        table = self._placed(super()._parse_table, *args, **kwargs)
        if table is None or not self.peek("MATCH_RECOGNIZE"):
            return table
        node = read_match(self, table)
        node.set("alias", self._parse_table_alias())
        return node

    def _parse_lateral(self) -> exp.Lateral | None:
        node = self._placed(super()._parse_lateral)
        return node if isinstance(node, exp.Lateral) else None

    def _parse_unnest(self, with_alias: bool = True) -> exp.Unnest | None:
        node = self._placed(super()._parse_unnest, with_alias=False)
        if not isinstance(node, exp.Unnest):
            return None
        node.set("offset", self.accept("WITH", "ORDINALITY"))
        node.set("alias", self._parse_table_alias() if with_alias else None)
        return node

    def _parse_select(self, *args: Any, **kwargs: Any) -> exp.Expr | None:
        return self._placed(super()._parse_select, *args, **kwargs)

    def _parse_range(self, this: exp.Expr | None = None, parse_is: bool = False) -> exp.Expr | None:
        start = (span_of(this) if this else None) or (self.mark(), 0)
        node = super()._parse_range(this, parse_is)
        if node is not None:
            mark(node, self.since(start[0]))
        return node

    def _parse_type(self, *args: Any, **kwargs: Any) -> exp.Expr | None:
        for kind in _TYPED_LITERALS:
            if self.peek(kind) and self._next.token_type == TokenType.STRING:
                self._advance()
                return TypedLiteral(this=self.string("a time").name, kind=kind)
        if self.peek("X") and self._next.token_type == TokenType.STRING:
            self._advance()
            return exp.HexString(this=self.string("hexadecimal digits").name)
        for kind in ("ARRAY", "MAP"):
            if self.accept(kind, "["):
                items = () if self.peek("]") else listed(self, self.scalar)
                self.expect("]")
                return self._parse_column_ops(call(kind, *items))
        return super()._parse_type(*args, **kwargs)

    def _parse_interval(self, *args: Any, **kwargs: Any) -> Any:
        index = self._index
        if not self._match(TokenType.INTERVAL):
            return None
        sign = -1 if self.accept("-") else 1
        self.accept("+")
        if not self.peek_string():
            self._retreat(index)
            self.fail("expected INTERVAL '5' SECOND")
        text = self.string("a number").name
        return IntervalNode(this=text, units=" ".join(read_units(self)), sign=sign)

    def _parse_is(self, this: exp.Expr | None) -> exp.Expr | None:
        found = read_is_json(self, this) if this is not None else None
        return found or super()._parse_is(this)

    def _parse_lambda(self, alias: bool = False) -> exp.Expr | None:
        return self._placed(read_argument, self)


class Flink(Dialect):
    """Flink SQL as sqlglot knows dialects."""

    SUPPORTS_LIMIT_ALL = True

    Tokenizer = FlinkTokenizer
    Parser = FlinkParser
