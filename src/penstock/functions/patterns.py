"""Patterns: LIKE, SIMILAR TO and regular expressions in Java's syntax."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.types import BOOLEAN, INT, STRING, Field, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.errors import InvalidArgument
from penstock.functions.fast_patterns import quick_extract
from penstock.functions.function import Call, ScalarFunction, Value
from penstock.functions.signature import INTEGER, TEXT, Nulls, takes
from penstock.functions.value import apply, is_scalar

_PATTERNS_KEPT, _STRINGS = 256, SqlType(Kind.ARRAY, children=(Field("element", STRING),))
_SIMILAR_KEPT = frozenset("|*+?{}()[]^-.")


class _AnyText:
    """What % stands for in a LIKE pattern."""


class _AnyCharacter:
    """What _ stands for in a LIKE pattern."""


_REGEX_OF: dict[type, str] = {_AnyText: ".*", _AnyCharacter: "."}
_Token = str | type[_AnyText] | type[_AnyCharacter]
_WILDCARDS: dict[str, _Token] = {"%": _AnyText, "_": _AnyCharacter}


def like_tokens(pattern: str, escape: str = "") -> Iterator[_Token]:
    """Yield the characters of a LIKE pattern, wildcards told apart from escaped ones."""
    letters = iter(pattern)
    for letter in letters:
        if escape and letter == escape:
            escaped = next(letters, None)
            if escaped not in {"%", "_", escape}:
                raise InvalidArgument("LIKE", f"'{pattern}' escapes neither % nor _ nor itself")
            yield escaped
        else:
            yield _WILDCARDS.get(letter, letter)


def like_regex(pattern: str, escape: str = "") -> str:
    """Return the regular expression that a whole text must match.

    >>> like_regex("50!%_%", "!")
    '50%..*'
    """
    return "".join(
        re.escape(token) if isinstance(token, str) else _REGEX_OF[token]
        for token in like_tokens(pattern, escape)
    )


def _like(arguments: Sequence[Value], call: Call) -> Value:
    text, pattern = arguments[:2]
    escape = arguments[2] if len(arguments) > 2 else pa.scalar("")  # noqa: PLR2004 -- ESCAPE
    if not (is_scalar(pattern) and is_scalar(escape) and pattern.is_valid and escape.is_valid):
        return _LIKE_BY_ROW([text, pattern, escape], call)
    return _match_constant(text, pattern.as_py(), _escape(escape.as_py()))


def _escape(escape: str) -> str:
    if len(escape) > 1:
        raise InvalidArgument("LIKE", f"ESCAPE takes one character, not '{escape}'")
    return escape


def _match_constant(text: Value, pattern: str, escape: str) -> Value:
    """Match with the cheapest test there is: most patterns are one text between two %."""
    tokens = list(like_tokens(pattern, escape))
    starts, ends = tokens[:1] == [_AnyText], tokens[-1:] == [_AnyText]
    middle = tokens[starts : len(tokens) - (ends and len(tokens) > 1)]
    if not all(isinstance(token, str) for token in middle):
        regex = f"(?s)\\A{like_regex(pattern, escape)}\\z"
        return apply("match_substring_regex", text, options=pc.MatchSubstringOptions(regex))
    fixed = "".join(str(token) for token in middle)
    if not starts and not ends:
        return apply("equal", text, pa.scalar(fixed))
    name = "match_substring" if starts and ends else "ends_with" if starts else "starts_with"
    return apply(name, text, options=pc.MatchSubstringOptions(fixed))


@lru_cache(_PATTERNS_KEPT)
def _like_pattern(pattern: str, escape: str) -> re.Pattern[str]:
    return re.compile(like_regex(pattern, _escape(escape)), re.DOTALL)


_LIKE_BY_ROW = by_row(
    lambda text, pattern, escape: _like_pattern(pattern, escape).fullmatch(text) is not None
)


@lru_cache(_PATTERNS_KEPT)
def _similar_pattern(pattern: str, escape: str = "") -> re.Pattern[str]:
    """SIMILAR TO has the wildcards of LIKE and the operators of regular expressions; . is one."""
    parts = [
        _REGEX_OF[token] if not isinstance(token, str)
        else token if token in _SIMILAR_KEPT else re.escape(token)
        for token in like_tokens(pattern, escape)
    ]  # fmt: skip
    return _compiled("SIMILAR TO", "".join(parts), re.DOTALL)


def _similar(text: str, pattern: str, escape: str = "") -> bool:
    return _similar_pattern(pattern, escape).fullmatch(text) is not None


def _compiled(function: str, pattern: str, flags: int = 0) -> re.Pattern[str]:
    try:
        return re.compile(pattern, flags)
    except re.error as error:
        reason = f"'{pattern}' is not a regular expression: {error}"
        raise InvalidArgument(function, reason) from error


@lru_cache(_PATTERNS_KEPT)
def java_pattern(function: str, pattern: str) -> re.Pattern[str]:
    r"""Return a regular expression of Java's as Python's; \d and \w mean ASCII, as there.

    >>> java_pattern("REGEXP", r"(?<name>\d+)").pattern
    '(?P<name>\\d+)'
    """
    python = re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", pattern)
    python = re.sub(r"\\k<(\w+)>", r"(?P=\1)", python)
    return _compiled(function, python.replace(r"\z", r"\Z"), re.ASCII)


def _regexp(text: str, pattern: str) -> bool:
    return java_pattern("REGEXP", pattern).search(text) is not None


def _extract(text: str, pattern: str, group: int = 0) -> str | None:
    """Give the whole match unless a group is named; no match and no such group are NULL."""
    compiled = java_pattern("REGEXP_EXTRACT", pattern)
    match = compiled.search(text)
    return match[group] if match and 0 <= group <= compiled.groups else None


def _extract_all(text: str, pattern: str, group: int = 1) -> list[str | None] | None:
    compiled = java_pattern("REGEXP_EXTRACT_ALL", pattern)
    if not 0 <= group <= compiled.groups:
        return None
    return [match[group] for match in compiled.finditer(text)]


def _replaced(text: str, pattern: str, replacement: str) -> str:
    return java_pattern("REGEXP_REPLACE", pattern).sub(lambda match: replacement, text)


def _counted(text: str, pattern: str) -> int:
    return len([*java_pattern("REGEXP_COUNT", pattern).finditer(text)])


def _found_at(text: str, pattern: str) -> int:
    match = java_pattern("REGEXP_INSTR", pattern).search(text)
    return match.start() + 1 if match else 0


def _found(text: str, pattern: str) -> str | None:
    match = java_pattern("REGEXP_SUBSTR", pattern).search(text)
    return match[0] if match else None


def _text_and_pattern(result: Any, nulls: Nulls = Nulls.IN_NULL_OUT) -> Any:
    return takes(TEXT, TEXT, gives=result, nulls=nulls)


_LIKE_TYPES = takes(TEXT, TEXT, TEXT, gives=BOOLEAN, least=2)
_EXTRACT_TYPES = takes(TEXT, TEXT, INTEGER, gives=STRING, least=2, nulls=Nulls.ALWAYS)
_REGEXP_EXAMPLES = (("{}('turbine-07', '[0-9]+$')", "TRUE"), ("{}('wind', '^x')", "FALSE"))


def _find(name: str) -> ScalarFunction:
    examples = tuple((text.format(name), result) for text, result in _REGEXP_EXAMPLES)
    summary = "Says whether a part of a text matches a regular expression."
    types = _text_and_pattern(BOOLEAN)
    return ScalarFunction(name, summary, types, by_row(_regexp), examples, guarded=True)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "LIKE", "Says whether a text matches a pattern of % (any text) and _ (any character).",
        _LIKE_TYPES, _like,
        (("'penstock' LIKE 'pen%'", "TRUE"), ("'penstock' LIKE '%o_k'", "TRUE"),
         ("'50%' LIKE '50!%' ESCAPE '!'", "TRUE"), ("'penstock' LIKE 'stock'", "FALSE"),
         ("CAST(NULL AS STRING) LIKE '%'", None)),
    ),
    ScalarFunction(
        "SIMILAR TO", "Says whether a text matches an SQL regular expression.", _LIKE_TYPES,
        by_row(_similar),
        (("'penstock' SIMILAR TO '(pen|pan)%'", "TRUE"), ("'ab' SIMILAR TO '[a-b]{3}'", "FALSE")),
        guarded=True,
    ),
    _find("REGEXP"),
    _find("RLIKE"),
    ScalarFunction(
        "REGEXP_EXTRACT", "Gives what a group of a regular expression matches; group 0 is all.",
        _EXTRACT_TYPES, quick_extract(by_row(_extract)),
        (("REGEXP_EXTRACT('foothebar', 'foo(.*?)(bar)', 2)", "bar"),
         ("REGEXP_EXTRACT('wind', 'x')", None)), guarded=True,
    ),
    ScalarFunction(
        "REGEXP_EXTRACT_ALL", "Gives what a group matches, each time.",
        takes(TEXT, TEXT, INTEGER, gives=_STRINGS, least=2, nulls=Nulls.ALWAYS),
        by_row(_extract_all), (("REGEXP_EXTRACT_ALL('a1b2', '([a-z])([0-9])', 2)", "[1, 2]"),),
        guarded=True,
    ),
    ScalarFunction(
        "REGEXP_REPLACE", "Replaces what a regular expression matches; a $1 stands for itself.",
        takes(TEXT, TEXT, TEXT, gives=STRING), by_row(_replaced),
        (("REGEXP_REPLACE('foobar', 'oo|ar', '')", "fb"),
         ("REGEXP_REPLACE('ab', '(a)(b)', '$2$1')", "$2$1")), guarded=True,
    ),
    ScalarFunction(
        "REGEXP_COUNT", "Counts the matches of a regular expression.", _text_and_pattern(INT),
        by_row(_counted), (("REGEXP_COUNT('banana', 'an')", "2"),), guarded=True,
    ),
    ScalarFunction(
        "REGEXP_INSTR", "Gives the position of the first match, from 1; 0 is nowhere.",
        _text_and_pattern(INT), by_row(_found_at), (("REGEXP_INSTR('banana', 'n.')", "3"),),
        guarded=True,
    ),
    ScalarFunction(
        "REGEXP_SUBSTR", "Gives the first match.", _text_and_pattern(STRING, Nulls.ALWAYS),
        by_row(_found), (("REGEXP_SUBSTR('banana', 'n.')", "na"),), guarded=True,
    ),
)  # fmt: skip
