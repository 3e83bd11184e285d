"""Texts cut, padded and put together: CONCAT, SUBSTRING, TRIM, LPAD and their kin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.core.types import BYTES, STRING, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.errors import InvalidArgument
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature, Value
from penstock.functions.nested import interleaved
from penstock.functions.signature import (
    BINARY_TEXT,
    INTEGER,
    TEXT,
    Nulls,
    first_of,
    may_be_null,
    takes,
    takes_many,
)
from penstock.functions.value import apply, column, convert, fail_where, is_scalar, null, on_columns

_LENGTH_MAX = 2**31 - 1
MADE_LENGTH_MAX = 10_000_000
"""The longest text that REPEAT, LPAD and RPAD make, in characters; more would fill the memory."""
_TOO_LONG = f"a text of more than {MADE_LENGTH_MAX} characters"
_TRIMS = {"BOTH": "utf8_trim", "LEADING": "utf8_ltrim", "TRAILING": "utf8_rtrim"}


def _concat(arguments: Sequence[Value], call: Call) -> Value:
    separator = pa.scalar(b"" if pa.types.is_binary(arguments[0].type) else "")
    return apply("binary_join_element_wise", *arguments, separator)


@on_columns
def _concat_ws(arguments: Sequence[Column], call: Call) -> Column:
    """Join each row's known parts as a list; Arrow's own join loses rows without any."""
    separator, *parts = arguments
    together, offsets = interleaved(parts)
    known = together.is_valid()
    counts = np.concatenate([[0], np.cumsum(known.to_numpy(zero_copy_only=False))])
    places: Any = pa.array(counts[offsets].astype(np.int32))
    lists: Any = pa.ListArray.from_arrays(places, cast(Any, together.filter(known)))
    return column(apply("binary_join", lists, separator), len(separator))


def _resolve_concat_ws(types: Sequence[SqlType]) -> Signature | None:
    signature = takes_many(TEXT, TEXT, gives=STRING, least=2)(types)
    if signature is None:
        return None
    return Signature(signature.arguments, STRING.with_nullable(may_be_null(types[:1])))


def _constant(value: Value) -> Any:
    """Return the value of a constant that is not NULL, or None."""
    return value.as_py() if is_scalar(value) else None


def _substring(arguments: Sequence[Value], call: Call) -> Value:
    start = _constant(arguments[1])
    length = _LENGTH_MAX if len(arguments) == 2 else _constant(arguments[2])  # noqa: PLR2004 -- no FOR
    if start is None or length is None or start < 1 or length < 0:
        return _SUBSTRING_BY_ROW(arguments, call)
    options = pc.SliceOptions(start - 1, min(start - 1 + length, _LENGTH_MAX))
    return apply("utf8_slice_codeunits", arguments[0], options=options)


def _substring_of(text: str, start: int, length: int = _LENGTH_MAX) -> str | None:
    """Position 0 counts as 1, negative ones from the end; before the start there is nothing."""
    if length < 0:
        return None
    begin = start - 1 if start > 0 else start + len(text) if start < 0 else 0
    return "" if begin < 0 else text[begin : begin + length]


_SUBSTRING_BY_ROW = by_row(_substring_of)


def _overlay(text: str, replacement: str, start: int, length: int | None = None) -> str:
    """Replace `length` characters from `start` on; a start outside the text changes nothing."""
    if not 0 < start <= len(text):
        return text
    replaced = len(replacement) if length is None else length
    rest = text[start - 1 + replaced :] if replaced > 0 else ""
    return text[: start - 1] + replacement + rest


def _trim(arguments: Sequence[Value], call: Call) -> Value:
    mode, characters, text = arguments
    chosen = str(_constant(mode)).upper()
    if chosen not in _TRIMS:
        raise InvalidArgument("TRIM", f"'{chosen}' is none of BOTH, LEADING and TRAILING")
    return _trimmed(_TRIMS[chosen], text, characters, call)


def _trimmed(name: str, text: Value, characters: Value, call: Call) -> Value:
    constant = _constant(characters)
    if constant is None:
        strip = {"utf8_trim": str.strip, "utf8_ltrim": str.lstrip, "utf8_rtrim": str.rstrip}[name]
        return by_row(lambda value, chars: strip(value, chars) if chars else value)(
            [text, characters], call
        )
    return apply(name, text, options=pc.TrimOptions(constant)) if constant else text


def _trim_spaces(name: str) -> Kernel:
    """Return the kernel of LTRIM and its kin: spaces, or the characters of a second argument."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        characters = arguments[1] if len(arguments) > 1 else pa.scalar(" ")
        return _trimmed(name, arguments[0], characters, call)

    return run


def _left(text: str, length: int) -> str:
    return text[: max(length, 0)]


def _right(text: str, length: int) -> str:
    return text[-length:] if length > 0 else ""


def _left_pad(text: str, length: int, padding: str) -> str | None:
    if _padded_to_nothing(length, padding):
        return None
    missing = max(0, length - len(text))
    return (padding * missing)[:missing] + text[:length]


def _padded_to_nothing(length: int, padding: str) -> bool:
    if length > MADE_LENGTH_MAX:
        raise ValueError(_TOO_LONG)
    return length < 0 or not padding


def _right_pad(text: str, length: int, padding: str) -> str | None:
    if _padded_to_nothing(length, padding):
        return None
    return (text + padding * max(0, length - len(text)))[:length]


def _repeat(arguments: Sequence[Value], call: Call) -> Value:
    times = convert(arguments[1], pa.int64())
    times = apply("max_element_wise", times, pa.scalar(0), options=_KEEP_NULL)
    length = apply("multiply", convert(apply("utf8_length", arguments[0]), pa.int64()), times)
    fail_where(apply("greater", length, pa.scalar(MADE_LENGTH_MAX)), _TOO_LONG, call.rows)
    if is_scalar(arguments[0]) and not is_scalar(times):
        return by_row(lambda text, count: text * count)([arguments[0], times], call)
    return apply("binary_repeat", arguments[0], times)


_KEEP_NULL = pc.ElementWiseAggregateOptions(skip_nulls=False)


def _replace(arguments: Sequence[Value], call: Call) -> Value:
    text, search, replacement = arguments
    old, new = _constant(search), _constant(replacement)
    if not old or new is None:
        return by_row(str.replace)([text, search, replacement], call)
    return apply("replace_substring", text, options=pc.ReplaceSubstringOptions(old, new))


def _reverse(arguments: Sequence[Value], call: Call) -> Value:
    return apply("utf8_reverse", arguments[0])


def _element(arguments: Sequence[Value], call: Call) -> Value:
    """ELT counts from 1 and is NULL outside its list."""
    index, *texts = arguments
    chosen: Value = null(call.result.arrow)
    for place, text in enumerate(texts, start=1):
        here = apply("equal", index, pa.scalar(place, index.type))
        chosen = apply("if_else", apply("coalesce", here, pa.scalar(False)), text, chosen)
    return chosen


_TEXT_AND_CHARACTERS = takes(TEXT, TEXT, gives=STRING, least=1)
_SUBSTRING_TYPES = takes(TEXT, INTEGER, INTEGER, gives=STRING, least=2, nulls=Nulls.ALWAYS)
_PAD_TYPES = takes(TEXT, INTEGER, TEXT, gives=STRING, nulls=Nulls.ALWAYS)
_SUBSTRING_SUMMARY = "Gives a piece of a text, from a position counted from 1, of a length."

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "||", "Puts two texts, or two binaries, together.",
        first_of(takes_many(TEXT, gives=STRING, least=2), takes_many(BINARY_TEXT, gives=BYTES)),
        _concat, (("'a' || 'b'", "ab"), ("'a' || CAST(NULL AS STRING)", None)),
    ),
    ScalarFunction(
        "CONCAT", "Puts texts together; NULL if one is NULL.", takes_many(TEXT, gives=STRING),
        _concat, (("CONCAT('AA', 'BB', 'CC')", "AABBCC"),
                  ("CONCAT('AA', CAST(NULL AS STRING))", None)),
    ),
    ScalarFunction(
        "CONCAT_WS", "Puts texts together with a separator, skipping NULLs.", _resolve_concat_ws,
        _concat_ws, (("CONCAT_WS('~', 'AA', CAST(NULL AS STRING), 'BB', '', 'CC')", "AA~BB~~CC"),
                     ("CONCAT_WS(CAST(NULL AS STRING), 'AA')", None)),
    ),
    ScalarFunction(
        "SUBSTRING", _SUBSTRING_SUMMARY, _SUBSTRING_TYPES, _substring,
        (("SUBSTRING('penstock' FROM 4)", "stock"), ("SUBSTRING('penstock', 1, 3)", "pen"),
         ("SUBSTRING('penstock', -5, 2)", "st"), ("SUBSTRING('penstock', 0, 3)", "pen")),
    ),
    ScalarFunction(
        "SUBSTR", _SUBSTRING_SUMMARY, _SUBSTRING_TYPES, _substring,
        (("SUBSTR('penstock', 4, 2)", "st"), ("SUBSTR('pen', 9)", "")),
    ),
    ScalarFunction(
        "OVERLAY", "Writes a text over another, from a position on.",
        takes(TEXT, TEXT, INTEGER, INTEGER, gives=STRING, least=3), by_row(_overlay),
        (("OVERLAY('xxxxxtest' PLACING 'xxxx' FROM 6)", "xxxxxxxxx"),
         ("OVERLAY('xxxxxtest' PLACING 'xxxx' FROM 6 FOR 2)", "xxxxxxxxxst")), guarded=True,
    ),
    ScalarFunction(
        "TRIM", "Takes characters away from the ends of a text.",
        takes(TEXT, TEXT, TEXT, gives=STRING), _trim,
        (("TRIM(BOTH ' ' FROM '  a b ')", "a b"), ("TRIM(LEADING 'x' FROM 'xxax')", "ax"),
         ("TRIM('  a ')", "a")),
    ),
    ScalarFunction(
        "LTRIM", "Takes spaces, or other characters, away from the left end.",
        _TEXT_AND_CHARACTERS, _trim_spaces("utf8_ltrim"),
        (("LTRIM('  a ')", "a "), ("LTRIM('xya', 'yx')", "a")),
    ),
    ScalarFunction(
        "RTRIM", "Takes spaces, or other characters, away from the right end.",
        _TEXT_AND_CHARACTERS, _trim_spaces("utf8_rtrim"), (("RTRIM(' a  ')", " a"),),
    ),
    ScalarFunction(
        "BTRIM", "Takes spaces, or other characters, away from both ends.",
        _TEXT_AND_CHARACTERS, _trim_spaces("utf8_trim"), (("BTRIM('/a/', '/')", "a"),),
    ),
    ScalarFunction(
        "LEFT", "Gives the first characters.", takes(TEXT, INTEGER, gives=STRING), by_row(_left),
        (("LEFT('penstock', 3)", "pen"), ("LEFT('penstock', -1)", "")),
    ),
    ScalarFunction(
        "RIGHT", "Gives the last characters.", takes(TEXT, INTEGER, gives=STRING), by_row(_right),
        (("RIGHT('penstock', 5)", "stock"), ("RIGHT('penstock', 0)", "")),
    ),
    ScalarFunction(
        "LPAD", "Fills a text up on the left to a length, or cuts it to it.", _PAD_TYPES,
        by_row(_left_pad), (("LPAD('hi', 4, '?!')", "?!hi"), ("LPAD('hi', 1, '??')", "h")),
        guarded=True,
    ),
    ScalarFunction(
        "RPAD", "Fills a text up on the right to a length, or cuts it to it.", _PAD_TYPES,
        by_row(_right_pad), (("RPAD('hi', 4, '?!')", "hi?!"), ("RPAD('hi', 1, '??')", "h")),
        guarded=True,
    ),
    ScalarFunction(
        "REPEAT", "Repeats a text.", takes(TEXT, INTEGER, gives=STRING), _repeat,
        (("REPEAT('ab', 3)", "ababab"), ("REPEAT('ab', -1)", "")),
        guarded=True,
    ),
    ScalarFunction(
        "REPLACE", "Replaces each occurrence of a text.", takes(TEXT, TEXT, TEXT, gives=STRING),
        _replace, (("REPLACE('hello world', 'world', 'sea')", "hello sea"),
                   ("REPLACE('ababab', 'abab', 'z')", "zab")),
    ),
    ScalarFunction(
        "REVERSE", "Turns a text round.", takes(TEXT, gives=STRING), _reverse,
        (("REVERSE('abc')", "cba"),),
    ),
    ScalarFunction(
        "ELT", "Gives the text at a position of a list, from 1.",
        takes_many(INTEGER, TEXT, gives=STRING, least=2, nulls=Nulls.ALWAYS), _element,
        (("ELT(2, 'a', 'b')", "b"), ("ELT(3, 'a', 'b')", None)),
    ),
)  # fmt: skip
