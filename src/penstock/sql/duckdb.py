"""Ad-hoc queries as people type them, Flink's words among DuckDB's, turned into DuckDB's SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, NoReturn

from sqlglot import exp, parse_one
from sqlglot.dialects.dialect import build_formatted_time
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import ParseError, TokenError
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.tokenizer_core import Token

from penstock.sql.errors import NotSupported, SyntaxProblem
from penstock.sql.place import Span, Text
from penstock.sql.script import without_notebook_heads

Parse = Callable[..., Any]

_TUMBLE = """
    SELECT *, TIME_BUCKET(:size, :time, :origin) AS window_start,
        window_start + :size AS window_end, window_end - INTERVAL '1' MILLISECOND AS window_time
    FROM :data WHERE :time IS NOT NULL
"""
_HOP = """
    SELECT *, window_start + :size AS window_end,
        window_end - INTERVAL '1' MILLISECOND AS window_time
    FROM (
        SELECT *, UNNEST(GENERATE_SERIES(
            TIME_BUCKET(:slide, :time, :origin) - :size + :slide,
            TIME_BUCKET(:slide, :time, :origin), :slide)) AS window_start
        FROM :data WHERE :time IS NOT NULL
    )
"""
_CUMULATE = """
    SELECT *, window_end - INTERVAL '1' MILLISECOND AS window_time
    FROM (
        SELECT *, TIME_BUCKET(:size, :time, :origin) AS window_start,
            UNNEST(GENERATE_SERIES(TIME_BUCKET(:step, :time, :origin) + :step,
                window_start + :size, :step)) AS window_end
        FROM :data WHERE :time IS NOT NULL
    )
"""
_WINDOWS = {
    "TUMBLE": (_TUMBLE, ("data", "timecol", "size", "offset")),
    "HOP": (_HOP, ("data", "timecol", "slide", "size", "offset")),
    "CUMULATE": (_CUMULATE, ("data", "timecol", "step", "size", "offset")),
}
"""The window functions over stored rows, with their arguments in order."""


def transpile_to_duckdb(text: str, path: str = "query.sql") -> str:
    """Return a query in DuckDB's dialect; what is no query is refused.

    >>> transpile_to_duckdb("SELECT `Distance(mi)`, DATE_FORMAT(ts, 'yyyy-MM-dd') FROM t;")
    'SELECT "Distance(mi)", STRFTIME(ts, \\'%Y-%m-%d\\') FROM t'
    """
    script = Text(path, text)
    clean = without_notebook_heads(script)
    try:
        trees = AdHocParser(dialect=AdHoc).parse(AdHoc().tokenize(clean), clean)
    except TokenError:
        raise SyntaxProblem("a quoted name has no end", where=script.at((0, 1))) from None
    except _Misread as wrong:
        raise SyntaxProblem(str(wrong), where=script.at(wrong.span)) from None
    queries = [tree for tree in trees if tree is not None]
    if len(queries) != 1 or not isinstance(queries[0], exp.Query):
        where = script.at((0, len(text.split("\n", 1)[0])))
        raise NotSupported("one query is expected here", where=where, hint="SELECT …")
    return queries[0].sql(dialect=DuckDB)


class AdHocTokenizer(DuckDB.Tokenizer):
    """Takes backquotes around names as well."""

    IDENTIFIERS: ClassVar[list[str | tuple[str, str]]] = ['"', "`"]


def _timestamp_difference(arguments: list[Any]) -> exp.Expr:
    unit, start, end = arguments
    whole_units = exp.Literal.string(unit.name.lower())
    return exp.Anonymous(this="DATE_SUB", expressions=[whole_units, start, end])


class AdHocParser(DuckDBParser):
    """Reads DuckDB's dialect with the functions and windows that Flink's users know."""

    FUNCTIONS: ClassVar[dict[str, Parse]] = {
        **DuckDBParser.FUNCTIONS,
        "DATE_FORMAT": build_formatted_time(exp.TimeToStr, "hive"),
        "TIMESTAMPDIFF": _timestamp_difference,
        "JSON_VALUE": lambda arguments: exp.func("JSON_EXTRACT_STRING", *arguments),
        "SPLIT_INDEX": lambda arguments: exp.func(
            "LIST_EXTRACT",
            exp.func("STRING_SPLIT", *arguments[:2]),
            exp.Add(this=exp.Paren(this=arguments[2]), expression=exp.Literal.number(1)),
        ),
    }

    def _parse_statement(self) -> exp.Expr | None:
        if self._curr.token_type in {*self.STATEMENT_PARSERS, *AdHocTokenizer.COMMANDS}:
            self.raise_error("Expected a query")
        return super()._parse_statement()

    def _parse_table(self, *args: Any, **kwargs: Any) -> exp.Expr | None:
        wrapped = self._match_text_seq("TABLE", "(")
        name = self._curr.text.upper()
        if name in _WINDOWS and self._next.text == "(":
            self._advance(2)
            table = self._window_function(name)
            if wrapped:
                self._match_r_paren()
            table.set("alias", self._parse_table_alias())
            return table
        if wrapped:
            self.raise_error("Expected TUMBLE, HOP or CUMULATE")
        return super()._parse_table(*args, **kwargs)

    def _window_function(self, name: str) -> exp.Expr:
        template, names = _WINDOWS[name]
        given: dict[str, exp.Expr] = {}
        while not given or self._match_text_seq(","):
            word = self._curr.text.lower()
            named = self._next.text == "=>"
            if named:
                self._advance(2)
            key = word if named else names[len(given)]
            given[key] = self._window_argument()
        self._match_r_paren()
        for key in names[:-1]:
            if key not in given:
                self.raise_error(f"Expected {key.upper()} => …")
        return _filled(template, given)

    def _window_argument(self) -> exp.Expr:
        if self._match_text_seq("TABLE"):
            found: Any = self._parse_table_parts()
        elif self._match_text_seq("DESCRIPTOR", "("):
            found = self._parse_column()
            self._match_r_paren()
        else:
            found = self._parse_bitwise()
        return found if isinstance(found, exp.Expr) else self.raise_error("Expected an argument")

    def raise_error(self, message: str, token: Token | Any = None) -> NoReturn:
        """Raise what sqlglot says, with its place; it may try another way to read the query."""
        at: Token = token or self._curr or self._prev
        found = f"unexpected '{at.text}'" if token or self._curr else "unexpected end of the query"
        first, _, rest = message.partition(" ")
        wanted = f", expected {rest}" if first in {"Expected", "Expecting"} else ""
        raise _Misread(found + wanted, (at.start, at.end + 1) if at else (0, 1))


class _Misread(ParseError):
    """A syntax error with its span."""

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message, errors=[{"description": message}])
        self.span = span


def _filled(template: str, given: dict[str, exp.Expr]) -> exp.Subquery:
    """Return a window function as the query that computes it; windows align with 1970."""
    origin = parse_one("CAST('1970-01-01' AS TIMESTAMP)", dialect=DuckDB)
    if "offset" in given:
        origin = exp.Add(this=origin, expression=given["offset"])
    values = {**given, "time": given["timecol"], "origin": origin}

    def fill(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Table) and isinstance(node.this, exp.Placeholder):
            return values["data"].copy()
        return values[node.name].copy() if isinstance(node, exp.Placeholder) else node

    return exp.Subquery(this=parse_one(template, dialect=DuckDB).transform(fill))


class AdHoc(DuckDB):
    """DuckDB's dialect with Flink's words."""

    Tokenizer = AdHocTokenizer
    Parser = AdHocParser
