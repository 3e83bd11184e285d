"""SQL/JSON paths, such as $.a[0].b: read once, followed through many documents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from penstock.functions.errors import InvalidArgument

_PATHS_KEPT = 256
_STEP = re.compile(
    r"\s*(?:\.(?P<any>\*)|\.(?P<name>[^\s.\[\]'\"*]+)"
    r"|\.?\[\s*(?:(?P<each>\*)|(?P<index>\d+)|'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\")\s*\])"
)


@dataclass(frozen=True, slots=True)
class Path:
    """Steps into a document: a name, a place in an array, or None for every element.

    A lax path passes over what is not there; a strict one, which others are too, counts it as an
    error, unless it looked for it in every element.
    """

    steps: tuple[str | int | None, ...]
    strict: bool = True

    @property
    def definite(self) -> bool:
        """Whether the path leads to one value at most."""
        return None not in self.steps


class MissingStep(ValueError):
    """A strict path leads nowhere."""


@lru_cache(_PATHS_KEPT)
def path_of(text: str) -> Path:
    """Return the path that a text means; strict if it says nothing else.

    >>> path_of("strict $.a[0]['b c']")
    Path(steps=('a', 0, 'b c'), strict=True)
    """
    mode, dollar, rest = text.strip().partition("$")
    if not dollar or mode.strip().lower() not in {"", "lax", "strict"}:
        raise InvalidArgument(
            "JSON", f"'{text}' is not a path: it begins with $, lax $ or strict $"
        )
    steps: list[str | int | None] = []
    while rest.strip():
        match = _STEP.match(rest)
        if match is None:
            raise InvalidArgument("JSON", f"'{text}' is not a path: '{rest}' is no step")
        steps.append(_step(match))
        rest = rest[match.end() :]
    return Path(tuple(steps), mode.strip().lower() != "lax")


def _step(match: re.Match[str]) -> str | int | None:
    if match["any"] or match["each"]:
        return None
    if match["index"]:
        return int(match["index"])
    return next(match[key] for key in ("name", "single", "double") if match[key] is not None)


def follow(document: Any, path: Path) -> list[Any]:
    """Return the values that a path leads to; a strict path that leads nowhere is a ValueError.

    >>> follow({"a": [{"b": 1}, {"b": 2}]}, path_of("$.a[*].b"))
    [1, 2]
    """
    found, single = [document], True
    for step in path.steps:
        single &= step is not None
        found = [value for each in found for value in _next(each, step)]
        if path.strict and single and not found:
            raise MissingStep(f"the path has no {step}")
    return found


def _next(value: Any, step: str | int | None) -> Sequence[Any]:
    if step is None:
        return list(value.values()) if isinstance(value, dict) else _elements(value)
    if isinstance(step, int):
        return value[step : step + 1] if isinstance(value, list) else []
    return [value[step]] if isinstance(value, dict) and step in value else []


def _elements(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []
