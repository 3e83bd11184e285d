"""Typed expressions as people write them, for plans that people read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from penstock.core.types import BINARIES, STRINGS, Kind
from penstock.sql.expression import (
    Call,
    Case,
    Cast,
    ColumnReference,
    Expression,
    FieldAccess,
    Literal,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PRECEDENCE = {
    "OR": 1, "AND": 2, "NOT": 3,
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "LIKE", "SIMILAR TO", "IN"), 4),
    **dict.fromkeys(("IS DISTINCT FROM", "IS NOT DISTINCT FROM"), 4),
    "||": 5, "+": 6, "-": 6, "*": 7, "/": 7, "%": 7,
}  # fmt: skip
_HIGHEST = 9
LIKE_ARGUMENTS_WITH_ESCAPE = 3
_DURATIONS = (
    (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "min"), (1_000_000, "s"),
    (1_000, "ms"), (1, "us"),
)  # fmt: skip


def expression_text(expression: Expression) -> str:
    """Return an expression in SQL.

    >>> from penstock.core.types import BOOLEAN, INT
    >>> a, five = ColumnReference(0, "a", INT), Literal(5, INT)
    >>> both = Call("AND", (Call(">", (a, five), BOOLEAN), Call("IS NULL", (a,), BOOLEAN)), BOOLEAN)
    >>> expression_text(both)
    'a > 5 AND a IS NULL'
    """
    return _text(expression, 0)


def duration_text(duration_us: int) -> str:
    """Return a duration in the largest unit that divides it.

    >>> duration_text(90_000_000), duration_text(5_000), duration_text(0)
    ('90 s', '5 ms', '0 s')
    """
    if duration_us == 0:
        return "0 s"
    scale, unit = next(each for each in _DURATIONS if duration_us % each[0] == 0)
    return f"{duration_us // scale} {unit}"


def name_text(name: str) -> str:
    """Return a name, in backquotes if it needs them.

    >>> name_text("city"), name_text("Distance(mi)")
    ('city', '`Distance(mi)`')
    """
    plain = name.replace("_", "a").replace("$", "a")
    return name if plain.isalnum() and not plain[0].isdigit() else f"`{name}`"


def _text(expression: Expression, outer: int) -> str:
    match expression:
        case Literal():
            return _literal(expression)
        case ColumnReference(name=name):
            return name_text(name)
        case FieldAccess(argument=argument, name=name):
            return f"{_text(argument, _HIGHEST)}.{name_text(name)}"
        case Cast(argument=argument, type=target, forgiving=forgiving):
            inner = _text(argument, 0)
            return f"{'TRY_' * forgiving}CAST({inner} AS {target.with_nullable(True)})"
        case Case(branches=branches, otherwise=otherwise):
            parts = [f"WHEN {_text(when, 0)} THEN {_text(then, 0)}" for when, then in branches]
            return f"CASE {' '.join(parts)} ELSE {_text(otherwise, 0)} END"
        case Call():
            return _call(expression, outer)


def _call(call: Call, outer: int) -> str:
    own = _PRECEDENCE.get(call.function, 0)
    if call.function.startswith("IS ") and len(call.arguments) == 1:
        return f"{_text(call.arguments[0], _HIGHEST)} {call.function}"
    if call.function == "NOT":
        return _bracketed(f"NOT {_text(call.arguments[0], own)}", own, outer)
    if call.function == "IN":
        value, *options = (_text(argument, own) for argument in call.arguments)
        return _bracketed(f"{value} IN ({', '.join(options)})", own, outer)
    if call.function == "LIKE" and len(call.arguments) == LIKE_ARGUMENTS_WITH_ESCAPE:
        value, pattern, escape = (_text(argument, own + 1) for argument in call.arguments)
        return _bracketed(f"{value} LIKE {pattern} ESCAPE {escape}", own, outer)
    if own and len(call.arguments) > 1:
        first, *rest = call.arguments
        texts = [_text(first, own), *(_text(argument, own + 1) for argument in rest)]
        return _bracketed(f" {call.function} ".join(texts), own, outer)
    return f"{call.function}({', '.join(_text(each, 0) for each in call.arguments)})"


def _bracketed(text: str, own: int, outer: int) -> str:
    return f"({text})" if own < outer else text


def _literal(literal: Literal) -> str:
    value, kind = literal.value, literal.type.kind
    if value is None:
        return "NULL"
    if kind in STRINGS:
        return "'" + str(value).replace("'", "''") + "'"
    if kind in BINARIES:
        return f"X'{bytes(value).hex().upper()}'"
    writer = _LITERALS.get(kind)
    return writer(value) if writer else str(value)


def _months(value: int) -> str:
    return f"INTERVAL '{value}' MONTH"


def _date(value: int) -> str:
    return f"DATE '{_EPOCH.date() + timedelta(days=value)}'"


def _time(value: int) -> str:
    return f"TIME '{(_EPOCH + timedelta(microseconds=value)).time()}'"


def _timestamp(value: int) -> str:
    moment = (_EPOCH + timedelta(microseconds=value)).replace(tzinfo=None)
    return f"TIMESTAMP '{moment}'"


_LITERALS: dict[Kind, Callable[[int], str]] = {
    Kind.BOOLEAN: lambda value: "TRUE" if value else "FALSE",
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.TIMESTAMP: _timestamp,
    Kind.TIMESTAMP_LTZ: _timestamp,
    Kind.INTERVAL_DAY: duration_text,
    Kind.INTERVAL_YEAR: _months,
}


def columns_text(names: Sequence[str]) -> str:
    """Return names with commas between."""
    return ", ".join(map(name_text, names))
