"""Random expressions, each in two dialects: ours and DuckDB's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from hypothesis import strategies as st

KINDS = ("int", "double", "text", "flag", "money", "time")
TYPES = {
    "int": ("BIGINT", "BIGINT"),
    "double": ("DOUBLE", "DOUBLE"),
    "text": ("STRING", "VARCHAR"),
    "flag": ("BOOLEAN", "BOOLEAN"),
    "money": ("DECIMAL(30, 4)", "DECIMAL(30, 4)"),
    "time": ("TIMESTAMP(3)", "TIMESTAMP"),
}
"""The type in our dialect, and in DuckDB's."""


class Both(NamedTuple):
    """An expression or a query in our dialect and in DuckDB's."""

    ours: str
    theirs: str


def op(form: str, *parts: Both, theirs: str | None = None) -> Both:
    """Return an operation on expressions; `theirs` is its text in DuckDB, if that differs."""
    ours = form.format(*(part.ours for part in parts))
    return Both(ours, (theirs or form).format(*(part.theirs for part in parts)))


def same(text: str) -> Both:
    """Return a text that both dialects read."""
    return Both(text, text)


_UNARY: dict[str, list[tuple[str, str, str | None]]] = {
    "int": [
        ("int", "(- {0})", None), ("int", "ABS({0})", None), ("int", "({0} + 1)", None),
        ("int", "MOD({0}, 3)", "({0} % 3)"), ("int", "({0} * 2)", None),
        ("int", "({0} % -2)", None),
        ("int", "({0} / 3)", "(({0} - {0} % 3) // 3)"), ("text", "CHAR_LENGTH({0})", "LENGTH({0})"),
        ("double", "CAST({0} AS BIGINT)", "CAST(TRUNC({0}) AS BIGINT)"),
        ("text", "TRY_CAST({0} AS BIGINT)", "CASE {0} WHEN '7' THEN 7 WHEN '-3' THEN -3 END"),
        ("text", "POSITION('b' IN {0})", "STRPOS({0}, 'b')"),
        ("time", "EXTRACT(SECOND FROM {0})", "EXTRACT(SECOND FROM {0})"),
        ("time", "MINUTE({0})", "EXTRACT(MINUTE FROM {0})"),
        ("time", "EXTRACT(DAY FROM {0})", None), ("time", "YEAR({0})", None),
        ("time", "EXTRACT(DOW FROM {0})", "(EXTRACT(DOW FROM {0}) + 1)"),
        ("time", "EXTRACT(MONTH FROM {0})", None), ("time", "QUARTER({0})", None),
        ("time", "HOUR({0})", None), ("flag", "CAST({0} AS INT)", None),
        ("money", "CAST({0} AS BIGINT)", "CAST(TRUNC({0}) AS BIGINT)"),
        ("int", "SIGN({0})", None),
    ],
    "double": [
        ("double", "(- {0})", None), ("double", "({0} * 0.5e0)", "({0} * CAST(0.5 AS DOUBLE))"),
        ("int", "CAST({0} AS DOUBLE)", None), ("double", "FLOOR({0})", None),
        ("double", "CEIL({0})", None), ("double", "ABS({0})", None),
        ("double", "({0} / 4)", None), ("double", "SIGN({0})", None),
        ("money", "CAST({0} AS DOUBLE)", None), ("double", "ROUND({0}, 0)", None),
    ],
    "text": [
        ("text", "UPPER({0})", None), ("text", "LOWER({0})", None), ("text", "TRIM({0})", None),
        ("text", "REVERSE({0})", None), ("text", "SUBSTRING({0} FROM 2)", None),
        ("text", "SUBSTRING({0}, 1, 2)", None), ("text", "REPLACE({0}, 'b', 'cc')", None),
        ("text", "({0} || '-')", None), ("int", "CAST({0} AS STRING)", "CAST({0} AS VARCHAR)"),
        ("text", "LTRIM({0})", None), ("text", "RTRIM({0})", None),
        ("flag", "CAST({0} AS STRING)", "UPPER(CAST({0} AS VARCHAR))"),
        ("time", "DATE_FORMAT({0}, 'yyyy-MM-dd HH:mm:ss')", "STRFTIME({0}, '%Y-%m-%d %H:%M:%S')"),
        ("time", "CAST(CAST({0} AS DATE) AS STRING)", "CAST(CAST({0} AS DATE) AS VARCHAR)"),
        ("time", "CAST({0} AS STRING)", "STRFTIME({0}, '%Y-%m-%d %H:%M:%S.%g')"),
        ("text", "LPAD({0}, 4, '*')", None), ("text", "RPAD({0}, 3, 'ö')", None),
        ("text", "CONCAT({0}, 'x')", "({0} || 'x')"), ("text", "LEFT({0}, 2)", None),
        ("text", "RIGHT({0}, 2)", None), ("text", "REPEAT({0}, 2)", None),
        ("text", "MD5({0})", None),
        ("text", "CAST({0} AS VARCHAR(2))", "SUBSTRING({0}, 1, 2)"),
    ],
    "flag": [
        ("flag", "(NOT {0})", None), ("flag", "({0} IS TRUE)", "({0} IS NOT DISTINCT FROM TRUE)"),
        ("flag", "({0} IS NOT FALSE)", "({0} IS DISTINCT FROM FALSE)"),
        ("flag", "({0} IS UNKNOWN)", "({0} IS NULL)"), ("int", "({0} IS NULL)", None),
        ("text", "({0} IS NOT NULL)", None), ("int", "({0} IN (1, 2, -1))", None),
        ("int", "({0} NOT IN (1, 2))", None), ("text", "({0} IN ('a', ''))", None),
        ("int", "({0} BETWEEN -1 AND 2)", None), ("int", "({0} NOT BETWEEN 0 AND 1)", None),
        ("int", "({0} IN (1, NULL))", None), ("money", "({0} > 0.5)", None),
        ("double", "({0} <= 1.25)", None),
        ("time", "({0} < TIMESTAMP '1970-01-01 00:00:03')", None),
        ("int", "({0} > 0.5)", None), ("money", "({0} = 1)", None),
    ],
    "money": [
        ("money", "(- {0})", None), ("money", "ABS({0})", None),
        ("int", "CAST({0} AS DECIMAL(20, 2))", None),
        ("money", "CAST({0} AS DECIMAL(20, 1))", "ROUND({0}, 1)"),
    ],
    "time": [
        ("time", "({0} + INTERVAL '90' SECOND)", None), ("time", "({0} - INTERVAL '1' DAY)", None),
        ("time", "FLOOR({0} TO MINUTE)", "DATE_TRUNC('minute', {0})"),
        ("time", "FLOOR({0} TO HOUR)", "DATE_TRUNC('hour', {0})"),
        ("time", "FLOOR({0} TO MONTH)", "DATE_TRUNC('month', {0})"),
        ("time", "TIMESTAMPADD(MINUTE, 3, {0})", "({0} + INTERVAL '3' MINUTE)"),
        ("time", "TIMESTAMPADD(MONTH, -1, {0})", "({0} - INTERVAL '1' MONTH)"),
        ("time", "CAST(CAST({0} AS DATE) AS TIMESTAMP(3))", "DATE_TRUNC('day', {0})"),
        ("time", "FLOOR({0} TO SECOND)", "DATE_TRUNC('second', {0})"),
    ],
}  # fmt: skip
"""Per kind of result: the argument's kind, our text, DuckDB's text (None: the same)."""

_BINARY: dict[str, list[tuple[str, str, str | None]]] = {
    "int": [
        ("int", "({0} + {1})", None), ("int", "({0} - {1})", None),
        ("time", "TIMESTAMPDIFF(SECOND, {0}, {1})",
         "CAST(TRUNC((EPOCH_US({1}) - EPOCH_US({0})) / 1000000) AS BIGINT)"),
        ("time", "TIMESTAMPDIFF(MINUTE, {0}, {1})",
         "CAST(TRUNC((EPOCH_US({1}) - EPOCH_US({0})) / 60000000) AS BIGINT)"),
        ("int", "({0} / NULLIF(MOD({1}, 4), 0))",
         "CAST(TRUNC(CAST({0} AS DOUBLE) / NULLIF({1} % 4, 0)) AS BIGINT)"),
        ("int", "GREATEST({0}, {1})", "CASE WHEN {0} IS NULL OR {1} IS NULL THEN NULL ELSE"
         " GREATEST({0}, {1}) END"),
    ],
    "double": [("double", "({0} + {1})", None), ("double", "({0} - {1})", None)],
    "text": [("text", "({0} || {1})", None), ("text", "CONCAT_WS('/', {0}, {1})", None)],
    "flag": [
        ("flag", "({0} AND {1})", None), ("flag", "({0} OR {1})", None),
        ("flag", "({0} AND {1})", None), ("flag", "({0} OR {1})", None),
        ("flag", "({0} = {1})", None),
        *[(kind, f"({{0}} {op} {{1}})", None) for kind in ("int", "double", "text", "money", "time")
          for op in ("=", "<>", "<", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM")],
    ],
    "money": [("money", "({0} + {1})", None), ("money", "({0} - {1})", None)],
    "time": [],
}  # fmt: skip

LITERALS = {
    "int": ["0", "1", "-2", "CAST(NULL AS INT)"],
    "double": ["CAST(0.5 AS DOUBLE)", "CAST(-2 AS DOUBLE)", "CAST(NULL AS DOUBLE)"],
    "text": ["''", "'a'", "'it''s'", "'ä'"],
    "flag": ["TRUE", "FALSE", "CAST(NULL AS BOOLEAN)"],
    "money": ["1.50", "CAST(2 AS DECIMAL(4, 2))", "0.01"],
    "time": ["TIMESTAMP '1969-12-31 23:59:58.500'", "TIMESTAMP '2024-02-29 12:00:00'"],
}


_PATTERNS = ["%", "", "a%", "%b", "_", "%a%", "a_b", "\\", "%日", "__", "%'%".replace("'", "''")]
_ESCAPED = ["%!%%", "a!_b", "!!", "%!%", "!%", "_!%%"]


def expression(
    draw: st.DrawFn, kind: str, columns: Mapping[str, Sequence[Both]], depth: int
) -> Both:
    """Draw an expression of a kind over columns."""

    def inner(of: str) -> Both:
        return expression(draw, of, columns, depth - 1)

    shape = draw(st.integers(0, 9))
    if depth <= 0 or shape <= 1:
        if columns[kind] and draw(st.integers(0, 9)):
            return draw(st.sampled_from(list(columns[kind])))
        return same(draw(st.sampled_from(LITERALS[kind])))
    if shape <= 4:
        argument, ours, theirs = draw(st.sampled_from(_UNARY[kind]))
        return op(ours, inner(argument), theirs=theirs)
    if shape <= 6 and _BINARY[kind]:
        argument, ours, theirs = draw(st.sampled_from(_BINARY[kind]))
        return op(ours, inner(argument), inner(argument), theirs=theirs)
    return _general(draw, kind, inner)


_GENERAL = [
    (("K", "K"), "COALESCE({0}, {1})"), (("K", "K"), "NULLIF({0}, {1})"),
    (("int", "int", "K", "K"), "CASE {0} WHEN {1} THEN {2} ELSE {3} END"),
    (("text", "text", "K", "K"), "CASE {0} WHEN {1} THEN {2} ELSE {3} END"),
    (("flag", "K"), "CASE WHEN {0} THEN {1} END"), (("flag", "K", "K"), "IF({0}, {1}, {2})"),
    (("flag", "K", "flag", "K", "K"), "CASE WHEN {0} THEN {1} WHEN {2} THEN {3} ELSE {4} END"),
]  # fmt: skip
"""What all kinds have: the arguments' kinds, K being the result's, and the text."""


def _general(draw: st.DrawFn, kind: str, inner: Callable[[str], Both]) -> Both:
    if kind == "flag" and draw(st.booleans()):
        return op(_like(draw), inner("text"))
    arguments, text = draw(st.sampled_from(_GENERAL))
    return op(text, *(inner(kind if each == "K" else each) for each in arguments))


def _like(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return f"({{0}} LIKE '{draw(st.sampled_from(_ESCAPED))}' ESCAPE '!')"
    negation = draw(st.sampled_from(["", "NOT "]))
    return f"({{0}} {negation}LIKE '{draw(st.sampled_from(_PATTERNS))}')"
