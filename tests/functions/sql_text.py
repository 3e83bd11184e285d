"""A small reader of SQL expressions, so that functions are tested before the planner is there.

It knows what the functions' examples need; `typed(text, columns)` gives a typed expression.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    UNBOUNDED,
    Kind,
    SqlType,
)
from penstock.functions import SCALARS, castable, common_type
from penstock.functions.cast_parse import timestamp_us
from penstock.sql.expression import Call, Case, Cast, ColumnReference, Expression, Literal

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:e[+-]?\d+)?)|(?P<text>'(?:[^']|'')*')
    |(?P<word>[A-Za-z_][A-Za-z_0-9]*)|(?P<sign>\|\||<>|<=|>=|[-+*/%=<>(),\[\]]))""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
_SIMPLE = {
    "STRING": STRING,
    "BYTES": SqlType(Kind.VARBINARY, precision=UNBOUNDED),
    "TIMESTAMP_LTZ": SqlType(Kind.TIMESTAMP_LTZ, precision=6),
    "TIMESTAMP": SqlType(Kind.TIMESTAMP, precision=6),
}
_BARE = ("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "LOCALTIME")
_CONSTANTS = {
    "TRUE": Literal(True, BOOLEAN.with_nullable(False)),
    "FALSE": Literal(False, BOOLEAN.with_nullable(False)),
    "NULL": Literal(None, SqlType(Kind.NULL)),
}
_UNITS = {"DAY": 86_400, "HOUR": 3_600, "MINUTE": 60, "SECOND": 1}
_EPOCH = date(1970, 1, 1).toordinal()


def typed(text: str, columns: Mapping[str, SqlType] | None = None) -> Expression:
    """Return the typed expression of a text over named columns."""
    reader = _Reader(text, columns or {})
    expression = reader.expression()
    assert reader.at_end(), f"{reader.rest()} is left over in {text}"
    return expression


def call(name: str, *arguments: Expression) -> Call:
    """Return a call with its arguments cast as its signature asks."""
    types = [argument.type for argument in arguments]
    constants = [each.value if isinstance(each, Literal) else None for each in arguments]
    signature = SCALARS[name].signature(types, constants)
    assert signature is not None, f"{name} does not take ({', '.join(map(str, types))})"
    wanted = [_as(each, want) for each, want in zip(arguments, signature.arguments, strict=True)]
    return Call(name, tuple(wanted), signature.result)


def _as(expression: Expression, wanted: SqlType) -> Expression:
    if expression.type == wanted:
        return expression
    assert castable(expression.type, wanted)
    return Cast(expression, wanted)


def text_literal(value: str) -> Literal:
    return Literal(value, SqlType(Kind.CHAR, nullable=False, precision=max(1, len(value))))


class _Reader:
    def __init__(self, text: str, columns: Mapping[str, SqlType]) -> None:
        self._tokens = [match for match in _TOKEN.finditer(text) if match[0].strip()]
        assert "".join(match[0] for match in self._tokens).strip() == text.strip(), text
        self._place = 0
        self._columns = columns

    def at_end(self) -> bool:
        return self._place == len(self._tokens)

    def rest(self) -> str:
        return "".join(match[0] for match in self._tokens[self._place :])

    def _peek(self, ahead: int = 0) -> str:
        place = self._place + ahead
        if place >= len(self._tokens):
            return ""
        match = self._tokens[place]
        return (match["word"] or "").upper() or match[0].strip()

    def _next(self) -> str:
        token = self._peek()
        self._place += 1
        return token

    def _take(self, *words: str) -> bool:
        if [self._peek(i) for i in range(len(words))] != list(words):
            return False
        self._place += len(words)
        return True

    def _expect(self, word: str) -> None:
        assert self._take(word), f"{word} expected, not {self.rest()}"

    def expression(self) -> Expression:
        return self._chain(self._and, "OR")

    def _and(self) -> Expression:
        return self._chain(self._not, "AND")

    def _chain(self, part: Callable[[], Expression], *names: str) -> Expression:
        left = part()
        while self._peek() in names:
            left = call(self._next(), left, part())
        return left

    def _not(self) -> Expression:
        return call("NOT", self._not()) if self._take("NOT") else self._comparison()

    def _comparison(self) -> Expression:
        left = self._sum()
        while True:
            if self._peek() in _COMPARISONS:
                left = call(self._next(), left, self._sum())
            elif self._take("LIKE"):
                left = call("LIKE", left, self._sum(), *self._escape())
            elif self._take("SIMILAR", "TO"):
                left = call("SIMILAR TO", left, self._sum(), *self._escape())
            elif self._take("IN"):
                left = call("IN", left, *self._arguments("(", ")"))
            elif self._peek() == "IS":
                left = self._is(left)
            else:
                return left

    def _escape(self) -> list[Expression]:
        return [self._sum()] if self._take("ESCAPE") else []

    def _is(self, left: Expression) -> Expression:
        tests = sorted((name for name in SCALARS if name.startswith("IS ")), key=len, reverse=True)
        name = next(name for name in tests if self._take(*name.split()))
        return call(name, left, self._sum()) if name.endswith("FROM") else call(name, left)

    def _sum(self) -> Expression:
        return self._chain(self._product, "+", "-", "||")

    def _product(self) -> Expression:
        return self._chain(self._sign, "*", "/", "%")

    def _sign(self) -> Expression:
        if not self._take("-"):
            return self._indexed()
        value = self._sign()
        if isinstance(value, Literal):
            return Literal(-value.value, value.type)
        return call("NEG", value)

    def _indexed(self) -> Expression:
        value = self._atom()
        while self._take("["):
            value = call("ELEMENT", value, self.expression())
            self._expect("]")
        return value

    def _atom(self) -> Expression:
        match = self._tokens[self._place]
        if self._take("("):
            inside = self.expression()
            self._expect(")")
            return inside
        if match["number"] or match["text"]:
            self._place += 1
            return _number(match["number"]) if match["number"] else text_literal(_unquoted(match))
        name = match["word"]
        if name in self._columns:
            self._place += 1
            return ColumnReference(list(self._columns).index(name), name, self._columns[name])
        return self._word(self._next())

    def _word(self, word: str) -> Expression:
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if word in {"DATE", "TIME", "TIMESTAMP", "INTERVAL"} and self._peek().startswith("'"):
            return self._time(word)
        if word in {"CAST", "TRY_CAST"}:
            return self._cast(word == "TRY_CAST")
        if word == "CASE":
            return self._case()
        if word in {"ARRAY", "MAP"}:
            return call(word, *self._arguments("[", "]"))
        return call(word) if word in _BARE else self._function(word)

    def _time(self, word: str) -> Expression:
        text = _unquoted(self._tokens[self._place])
        self._place += 1
        fraction = len(text.partition(".")[2])
        if word == "DATE":
            return Literal(date.fromisoformat(text).toordinal() - _EPOCH, _of(Kind.DATE))
        if word == "TIME":
            return Literal(timestamp_us(f"1970-01-01 {text}"), _of(Kind.TIME, fraction))
        if word == "TIMESTAMP":
            return Literal(timestamp_us(text), _of(Kind.TIMESTAMP, fraction))
        unit = self._next()
        if unit in {"MONTH", "YEAR"}:
            return Literal(int(text) * (12 if unit == "YEAR" else 1), _of(Kind.INTERVAL_YEAR))
        return Literal(int(text) * _UNITS[unit] * 1_000_000, _of(Kind.INTERVAL_DAY))

    def _cast(self, forgiving: bool) -> Expression:
        self._expect("(")
        value = self.expression()
        self._expect("AS")
        target = self._type()
        self._expect(")")
        return Cast(value, target.with_nullable(value.type.nullable or forgiving), forgiving)

    def _type(self) -> SqlType:
        name = self._next()
        digits: list[int] = []
        if self._take("("):
            while not self._take(")"):
                digits.append(int(self._next()))
                self._take(",")
        if name in _SIMPLE and not digits:
            return _SIMPLE[name]
        if name == "DECIMAL":
            return SqlType(Kind.DECIMAL, precision=digits[0], scale=(*digits, 0)[1])
        return SqlType(Kind[name], precision=digits[0] if digits else None)

    def _case(self) -> Expression:
        branches: list[tuple[Expression, Expression]] = []
        while self._take("WHEN"):
            when = self.expression()
            self._expect("THEN")
            branches.append((when, self.expression()))
        otherwise: Expression = Literal(None, SqlType(Kind.NULL))
        if self._take("ELSE"):
            otherwise = self.expression()
        self._expect("END")
        result = common_type([*(then.type for _, then in branches), otherwise.type])
        assert result is not None
        wanted = result
        return Case(
            tuple((when, _as(then, wanted)) for when, then in branches),
            _as(otherwise, wanted),
            wanted,
        )

    def _arguments(self, opening: str, closing: str) -> list[Expression]:
        self._expect(opening)
        found: list[Expression] = []
        while not self._take(closing):
            found.append(self.expression())
            self._take(",")
        return found

    def _function(self, name: str) -> Expression:
        special = {"EXTRACT": self._extract, "TRIM": self._trim, "POSITION": self._position}
        if name in special:
            return special[name]()
        self._expect("(")
        found: list[Expression] = []
        if name in {"TIMESTAMPADD", "TIMESTAMPDIFF"}:
            found.append(text_literal(self._next()))
            self._take(",")
        while not self._take(")"):
            found.append(self.expression())
            if name in {"FLOOR", "CEIL", "CEILING"} and self._take("TO"):
                found.append(text_literal(self._next()))
            _ = self._take(",") or self._take("FROM") or self._take("FOR") or self._take("PLACING")
        return call(name, *found)

    def _extract(self) -> Expression:
        self._expect("(")
        unit = text_literal(self._next())
        self._expect("FROM")
        value = self.expression()
        self._expect(")")
        return call("EXTRACT", unit, value)

    def _trim(self) -> Expression:
        self._expect("(")
        mode = "BOTH"
        if self._peek() in {"BOTH", "LEADING", "TRAILING"}:
            mode = self._next()
        value = self.expression()
        characters: Expression = text_literal(" ")
        if self._take("FROM"):
            characters, value = value, self.expression()
        self._expect(")")
        return call("TRIM", text_literal(mode), characters, value)

    def _position(self) -> Expression:
        self._expect("(")
        needle = self._sum()
        self._expect("IN")
        haystack = self._sum()
        self._expect(")")
        return call("POSITION", needle, haystack)


def _unquoted(match: re.Match[str]) -> str:
    return match["text"][1:-1].replace("''", "'")


def _of(kind: Kind, precision: int | None = None) -> SqlType:
    return SqlType(kind, nullable=False, precision=precision)


def _number(text: str) -> Literal:
    if "e" in text.lower():
        return Literal(float(text), DOUBLE.with_nullable(False))
    if "." in text:
        exact = Decimal(text)
        scale = -int(exact.as_tuple().exponent)
        digits = max(len(exact.as_tuple().digits), scale)
        return Literal(exact, SqlType(Kind.DECIMAL, False, digits, scale))
    value = int(text)
    return Literal(value, (INT if value < 2**31 else BIGINT).with_nullable(False))


def as_text(expression: Expression) -> Expression:
    """Return the expression cast to STRING."""
    return Cast(expression, STRING.with_nullable(expression.type.nullable))


def batch_of(columns: Mapping[str, tuple[SqlType, Sequence[Any]]]) -> pa.RecordBatch:
    """Return a batch of typed columns."""
    arrays = {name: pa.array(values, kind.arrow) for name, (kind, values) in columns.items()}
    return pa.record_batch(arrays)
