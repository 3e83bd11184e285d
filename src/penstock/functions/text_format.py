"""PRINTF: texts made from a pattern in the manner of Java's Formatter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import STRING
from penstock.functions.function import Call, ScalarFunction
from penstock.functions.signature import TEXT, Nulls, anything, takes_many
from penstock.functions.value import on_columns

_SPECIFIER = re.compile(
    r"%(?:(?P<place>\d+)\$)?(?P<flags>[-#+ 0,(]*)(?P<width>\d+)?(?:\.(?P<digits>\d+))?"
    r"(?P<kind>[bBsScCdoxXeEfgG%n])|%"
)
_WHOLE, _REAL, _TEXTS = "doxX", "eEfgG", "bBsScC"
_WORD = 2**64


class _Broken(Exception):
    """The pattern and the values do not go together."""


def _formatted(pattern: str, values: Sequence[Any]) -> str | None:
    """Return the text, or NULL for a pattern that does not fit the values."""
    rest = iter(values)

    def one(match: re.Match[str]) -> str:
        kind = match["kind"]
        if kind is None:
            raise _Broken
        if kind in "%n":
            return "%" if kind == "%" else "\n"
        try:
            value = values[int(match["place"]) - 1] if match["place"] else next(rest)
        except (IndexError, StopIteration):
            raise _Broken from None
        return _one(match, value)

    try:
        return _SPECIFIER.sub(one, pattern)
    except _Broken:
        return None


def _one(match: re.Match[str], value: Any) -> str:
    """Return one value as its specifier asks."""
    kind, flags, width = match["kind"], match["flags"], match["width"] or ""
    text = _text(kind, value, match["digits"])
    if text is None:
        text = _number(kind, flags, value, match["digits"])
        signed = text if text[0] in "-(" else f"{'+' * ('+' in flags)}{' ' * (' ' in flags)}{text}"
        text = signed.zfill(int(width)) if "0" in flags and width else signed
    padded = text.ljust(int(width or 0)) if "-" in flags else text.rjust(int(width or 0))
    return padded.upper() if kind.isupper() else padded


def _text(kind: str, value: Any, digits: str | None) -> str | None:
    """Return a value that is written as a text, NULL among them; None for one that is a number."""
    if kind in "bB":
        text = "false" if value is None or value is False else "true"
    elif value is None:
        text = "null"
    elif kind in _TEXTS:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    else:
        return None
    return text[: int(digits)] if digits is not None else text


def _number(kind: str, flags: str, value: Any, digits: str | None) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if whole != (kind in _WHOLE) or isinstance(value, str):
        raise _Broken
    if kind in "oxX":
        prefix = {"o": "0", "x": "0x", "X": "0X"}[kind] if "#" in flags else ""
        return prefix + format(value % _WORD, kind)
    grouped = "," * ("," in flags)
    text = format(abs(value), f"{grouped}{'' if whole else '.' + (digits or '6')}{kind}")
    if value >= 0:
        return text
    return f"({text})" if "(" in flags else f"-{text}"


@on_columns
def _printf(arguments: Sequence[Column], call: Call) -> Column:
    patterns, *values = (argument.to_pylist() for argument in arguments)
    rows = zip(*values, strict=True) if values else [()] * len(patterns)
    texts = [
        None if pattern is None else _formatted(pattern, row)
        for pattern, row in zip(patterns, rows, strict=True)
    ]
    return pa.array(texts, pa.string())


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "PRINTF", "Fills values into a pattern; NULL if the pattern does not fit them.",
        takes_many(TEXT, anything, gives=STRING, nulls=Nulls.ALWAYS), _printf,
        (("PRINTF('%s is %d%%', 'wind', 42)", "wind is 42%"),
         ("PRINTF('%05.1f', 3.14159)", "003.1"),
         ("PRINTF('%,d|%-4s|%x', 1234567, 'a', 255)", "1,234,567|a   |ff"),
         ("PRINTF('%2$s %1$s', 'a', 'b')", "b a"), ("PRINTF('%d', 'x')", None),
         ("PRINTF('no values')", "no values")),
        guarded=True,
    ),
)  # fmt: skip
