"""Texts as a whole: their case, length, kind, and where one stands in another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.types import BOOLEAN, INT, STRING
from penstock.functions.by_row import by_row
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.signature import (
    BINARY_OR_TEXT,
    INTEGER,
    TEXT,
    takes,
)
from penstock.functions.value import all_true, apply, convert, is_scalar

_BYTE = 256
_HALF_BYTE = 128


def _case(ascii_name: str, change: Callable[[str], str]) -> Kernel:
    """Let Arrow change ASCII; beyond it some letters become two, which it does not know."""
    slow = by_row(change)

    def run(arguments: Sequence[Value], call: Call) -> Value:
        if all_true(apply("string_is_ascii", arguments[0])):
            return apply(ascii_name, arguments[0])
        return slow(arguments, call)

    return run


def _capitalised(text: str) -> str:
    """Only letters of ASCII change, and only they and digits make a word, as in Flink."""
    letters, inside = [], False
    for letter in text:
        plain = letter.isascii() and letter.isalnum()
        changed = letter.lower() if inside else letter.upper()
        letters.append(changed if plain else letter)
        inside = plain
    return "".join(letters)


def _length(arguments: Sequence[Value], call: Call) -> Value:
    return apply("utf8_length", arguments[0])


def _position(arguments: Sequence[Value], call: Call) -> Value:
    """Find the first argument in the second, and count from 1; 0 is nowhere."""
    needle, haystack = arguments
    if is_scalar(needle) and needle.is_valid and all_true(apply("string_is_ascii", haystack)):
        options = pc.MatchSubstringOptions(needle.as_py())
        found = apply("find_substring", haystack, options=options)
        return convert(apply("add", found, pa.scalar(1, found.type)), pa.int32())
    return _POSITION_BY_ROW([needle, haystack], call)


_POSITION_BY_ROW = by_row(lambda needle, haystack: haystack.find(needle) + 1)


def _locate(arguments: Sequence[Value], call: Call) -> Value:
    if len(arguments) == 2:  # noqa: PLR2004 -- from the start
        return _position(arguments, call)
    return by_row(lambda needle, text, start: text.find(needle, max(start, 1) - 1) + 1)(
        arguments, call
    )


def _in_string(arguments: Sequence[Value], call: Call) -> Value:
    return _position([arguments[1], arguments[0]], call)


def _affix(name: str) -> Kernel:
    """Return the kernel of STARTSWITH and ENDSWITH."""
    test = str.startswith if name == "starts_with" else str.endswith
    binary_test = bytes.startswith if name == "starts_with" else bytes.endswith

    def slow(text: Any, affix: Any) -> bool:
        return binary_test(text, affix) if isinstance(text, bytes) else test(text, affix)

    def run(arguments: Sequence[Value], call: Call) -> Value:
        affix = arguments[1]
        if is_scalar(affix) and affix.is_valid:
            return apply(name, arguments[0], options=pc.MatchSubstringOptions(affix.as_py()))
        return by_row(slow)(arguments, call)

    return run


def _first_byte(text: str) -> int:
    """Java's bytes have a sign; an empty text counts as 0."""
    first = text.encode()[0] if text else 0
    return first - _BYTE if first >= _HALF_BYTE else first


def _character(code: int) -> str:
    return "" if code < 0 else chr(code % _BYTE)


def _translate(text: str, old: str, new: str) -> str:
    """Characters of `old` without a partner in `new` vanish; the first of equal ones counts."""
    table: dict[int, str] = {}
    for place, letter in enumerate(old):
        table.setdefault(ord(letter), new[place] if place < len(new) else "")
    return text.translate(table)


_LENGTH_SUMMARY = "Counts the characters of a text."

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "UPPER", "Gives a text in upper case.", takes(TEXT, gives=STRING),
        _case("ascii_upper", str.upper),
        (("UPPER('wind')", "WIND"), ("UPPER('Straße')", "STRASSE")),
    ),
    ScalarFunction(
        "LOWER", "Gives a text in lower case.", takes(TEXT, gives=STRING),
        _case("ascii_lower", str.lower), (("LOWER('WIND')", "wind"), ("LOWER('ÄÖ')", "äö")),
    ),
    ScalarFunction(
        "INITCAP", "Gives each word a capital, and lower case after it.",
        takes(TEXT, gives=STRING), by_row(_capitalised),
        (("INITCAP('tAMPA bay-area')", "Tampa Bay-Area"),), guarded=True,
    ),
    ScalarFunction(
        "CHAR_LENGTH", _LENGTH_SUMMARY, takes(TEXT, gives=INT), _length,
        (("CHAR_LENGTH('Größe')", "5"), ("CHAR_LENGTH('')", "0")),
    ),
    ScalarFunction(
        "CHARACTER_LENGTH", _LENGTH_SUMMARY, takes(TEXT, gives=INT), _length,
        (("CHARACTER_LENGTH('wind')", "4"),),
    ),
    ScalarFunction(
        "POSITION", "Finds a text in another, counting from 1; 0 is nowhere.",
        takes(TEXT, TEXT, gives=INT), _position,
        (("POSITION('st' IN 'penstock')", "4"), ("POSITION('x' IN 'penstock')", "0"),
         ("POSITION('ß' IN 'Größe')", "4")),
    ),
    ScalarFunction(
        "LOCATE", "Finds a text in another, from a position on.",
        takes(TEXT, TEXT, INTEGER, gives=INT, least=2), _locate,
        (("LOCATE('a', 'banana')", "2"), ("LOCATE('a', 'banana', 3)", "4")),
    ),
    ScalarFunction(
        "INSTR", "Finds the second text in the first.", takes(TEXT, TEXT, gives=INT), _in_string,
        (("INSTR('banana', 'n')", "3"),),
    ),
    ScalarFunction(
        "STARTSWITH", "Says whether a text begins with another.",
        takes(BINARY_OR_TEXT, BINARY_OR_TEXT, gives=BOOLEAN), _affix("starts_with"),
        (("STARTSWITH('penstock', 'pen')", "TRUE"), ("STARTSWITH('penstock', 'x')", "FALSE")),
    ),
    ScalarFunction(
        "ENDSWITH", "Says whether a text ends with another.",
        takes(BINARY_OR_TEXT, BINARY_OR_TEXT, gives=BOOLEAN), _affix("ends_with"),
        (("ENDSWITH('penstock', 'stock')", "TRUE"),),
    ),
    ScalarFunction(
        "ASCII", "Gives the number of the first character.", takes(TEXT, gives=INT),
        by_row(_first_byte), (("ASCII('abc')", "97"), ("ASCII('')", "0")),
    ),
    ScalarFunction(
        "CHR", "Gives the character of a number, modulo 256.", takes(INTEGER, gives=STRING),
        by_row(_character), (("CHR(97)", "a"), ("CHR(353)", "a")),
    ),
    ScalarFunction(
        "TRANSLATE", "Replaces single characters by others.",
        takes(TEXT, TEXT, TEXT, gives=STRING), by_row(_translate),
        (("TRANSLATE('www.wind.org', 'w.', 'x')", "xxxxindorg"),), guarded=True,
    ),
)  # fmt: skip
