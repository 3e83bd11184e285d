r"""Regular expressions whose matches Arrow can find: those that mean the same to RE2 and to Java.

Both find the leftmost match and prefer the first alternative. They differ in classes such as \s,
in lines, in what looks ahead or back; a pattern with any of that goes the slow way.

>>> is_plain("(&|^)channel_id=([^&]*)"), is_plain(r"\s+"), is_plain("a*+")
(True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute

from penstock.core.batch import Column
from penstock.functions.function import Call, Kernel, Value
from penstock.functions.value import distinct, flags, is_scalar

pc: Any = pyarrow.compute
_LETTER = r"[A-Za-z0-9_ =&,;:@%/#!<>'\"~-]"
_ESCAPED = r"\\[./?&=+*()\[\]{}|^$-]"
_CLASS = r"\[\^?(?:[A-Za-z0-9_ =,;:@%/#!<>'\".?*+()|{}$-]|(?<!&)&(?!&)|\\[.\-\]\[])+\]"
_PLAIN = re.compile(rf"(?:{_LETTER}|{_ESCAPED}|{_CLASS}|\((?:\?:|(?!\?))|[)|^*+?])*")
_POSSESSIVE = re.compile(r"(?<!\\)[*+?]\+")
_GROUP = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|(\((?!\?))", re.DOTALL)
_KEPT = 256


@lru_cache(_KEPT)
def is_plain(pattern: str) -> bool:
    """Say whether a pattern means the same to RE2 as to Java."""
    return _PLAIN.fullmatch(pattern) is not None and _POSSESSIVE.search(pattern) is None


@lru_cache(_KEPT)
def _named(pattern: str) -> tuple[str, int]:
    """Return the pattern with a name for the whole and for each group, and how many these are.

    >>> _named("a(b)[(]")
    ('(?P<g0>a(?P<g1>b)[(])', 2)
    """
    count = 1

    def name(found: re.Match[str]) -> str:
        nonlocal count
        if found[1] is None:
            return found[0]
        count += 1
        return f"(?P<g{count - 1}>"

    return f"(?P<g0>{_GROUP.sub(name, pattern)})", count


def quick_extract(slow: Kernel) -> Kernel:
    """Return REGEXP_EXTRACT that takes the `slow` way only where it must."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        text, pattern, *rest = arguments
        group = rest[0] if rest else pa.scalar(0)
        if is_scalar(text) or not (is_scalar(pattern) and is_scalar(group)):
            return slow(arguments, call)
        if not _in_reach(pattern.as_py(), group.as_py()):
            return slow(arguments, call)
        values, rows = distinct(cast(Column, text))
        found = extracted(values, pattern.as_py(), group.as_py())
        # What matched an empty text may as well have taken no part in the match.
        unsure = flags(pc.equal(found, ""), len(found))
        if unsure.any():
            mask = pa.array(unsure)
            asked = [values.filter(mask), *arguments[1:]]
            answer = slow(asked, replace(call, rows=int(unsure.sum())))
            found = pc.replace_with_mask(found, mask, answer)
        return cast(Value, found.take(rows))

    return run


def _in_reach(pattern: str | None, group: int | None) -> bool:
    if pattern is None or group is None or not is_plain(pattern):
        return False
    return 0 <= group < _named(pattern)[1]


def extracted(texts: Column, pattern: str, group: int) -> Column:
    """Return what a group of a plain pattern matches in each text, NULL without a match.

    A group that took no part in a match gives an empty text here.

    >>> extracted(pa.array(["a=1", "b", None]), "a=([0-9])", 1).to_pylist()
    ['1', None, None]
    """
    matches = pc.extract_regex(texts, _named(pattern)[0])
    found: Column = matches.flatten()[group]
    return found
