"""Declare a setting once: type, default, meaning, example and limits.

>>> gap = Setting("episode.gap", SettingKind.DURATION, "Silence that ends it.", default="1 min")
>>> gap.parse("30 s")
30000000
>>> gap.parse("soon")
Traceback (most recent call last):
    ...
ValueError: a duration such as '1 min', not 'soon'
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class SettingKind(StrEnum):
    """What a setting's text means; the value that `parse` returns stands behind each."""

    TEXT = "text"
    """str"""
    INTEGER = "integer"
    """int"""
    NUMBER = "number"
    """float"""
    BOOLEAN = "boolean"
    """bool"""
    DURATION = "duration"
    """int, microseconds, from '5 s', '100 ms', '1 min', '2 h', '7 d'"""
    SIZE = "size"
    """int, bytes, from '5 mb', '128 kb', '1 gb', '512'"""
    CHOICE = "choice"
    """str, one of `choices`"""
    SECRET = "secret"  # noqa: S105 -- the name of a kind, not a password
    """Secret, which prints as ***"""
    COLUMNS = "columns"
    """tuple of str, from 'a, b' or 'a;b'"""


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that never shows itself in logs, errors, plans or pages.

    >>> Secret("hunter2")
    ***
    >>> f"{Secret('hunter2')}"
    '***'
    """

    reveal: str

    def __repr__(self) -> str:
        """Return three stars."""
        return "***"

    __str__ = __repr__


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a connector, a format or the folder's `penstock.toml`.

    `name` may end in `.*`: then it stands for all names with that start. `default` is text as a
    user would write it; None with `required` unset means that the setting may be absent.
    """

    name: str
    kind: SettingKind
    meaning: str
    default: str | None = None
    example: str = ""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    required: bool = False

    def parse(self, text: str) -> Any:
        """Return the typed value; ValueError with the expected form when `text` has none."""
        value = _PARSERS[self.kind](self, text)
        for limit, wrong in ((self.minimum, -1), (self.maximum, 1)):
            if limit is not None and (value - limit) * wrong > 0:
                shown = self._limit_text(limit)
                raise ValueError(f"at {'least' if wrong < 0 else 'most'} {shown}, not {text!r}")
        return value

    def _limit_text(self, limit: float) -> str:
        """Return a limit as a user would write it: a bare number of a duration is milliseconds."""
        return f"{limit / 1000:g} ms" if self.kind is SettingKind.DURATION else f"{limit:.10g}"


_DURATIONS_US = {
    "us": 1, "ms": 1_000, "s": 1_000_000, "sec": 1_000_000, "second": 1_000_000,
    "min": 60_000_000, "m": 60_000_000, "minute": 60_000_000, "h": 3_600_000_000,
    "hour": 3_600_000_000, "d": 86_400_000_000, "day": 86_400_000_000,
}  # fmt: skip
_SIZES = {
    "": 1, "b": 1, "k": 2**10, "kb": 2**10, "kib": 2**10, "m": 2**20, "mb": 2**20, "mib": 2**20,
    "g": 2**30, "gb": 2**30, "gib": 2**30,
}  # fmt: skip


def parse_duration(text: str) -> int:
    """Return microseconds, from Flink's duration texts; a bare number is milliseconds.

    >>> parse_duration("1.5 min"), parse_duration("250ms"), parse_duration("10")
    (90000000, 250000, 10000)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", text)
    unit = match[2].lower() or "ms" if match else ""
    scale = _DURATIONS_US.get(unit) or _DURATIONS_US.get(unit.removesuffix("s"))
    if match is None or scale is None:
        raise ValueError(f"a duration such as '1 min', not {text!r}")
    return round(float(match[1]) * scale)


def parse_size(text: str) -> int:
    """Return bytes, from Flink's memory-size texts; kb, mb and gb are powers of 1024.

    >>> parse_size("5 mb"), parse_size("512")
    (5242880, 512)
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*", text)
    unit = match[2].lower() if match else "?"
    scale = _SIZES.get(unit) or {"bytes": 1, "byte": 1}.get(unit)
    if match is None or scale is None:
        raise ValueError(f"a size such as '5 mb', not {text!r}")
    return round(float(match[1]) * scale)


def _parse_boolean(setting: Setting, text: str) -> bool:
    if text.strip().lower() not in {"true", "false"}:
        raise ValueError(f"true or false, not {text!r}")
    return text.strip().lower() == "true"


def _parse_choice(setting: Setting, text: str) -> str:
    for choice in setting.choices:
        if choice.casefold() == text.strip().casefold():
            return choice
    raise ValueError(f"one of {', '.join(setting.choices)}, not {text!r}")


def _parse_number(setting: Setting, text: str) -> float | int:
    try:
        number = int(text) if setting.kind is SettingKind.INTEGER else float(text)
        if not math.isfinite(number):
            raise ValueError(text)
        return number
    except (ValueError, OverflowError):
        raise ValueError(
            f"a{'n' * (setting.kind is SettingKind.INTEGER)} {setting.kind}, not {text!r}"
        ) from None


def _parse_columns(setting: Setting, text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split("[,;]", text) if name.strip())


_PARSERS: dict[SettingKind, Any] = {
    SettingKind.TEXT: lambda setting, text: text,
    SettingKind.INTEGER: _parse_number,
    SettingKind.NUMBER: _parse_number,
    SettingKind.BOOLEAN: _parse_boolean,
    SettingKind.DURATION: lambda setting, text: parse_duration(text),
    SettingKind.SIZE: lambda setting, text: parse_size(text),
    SettingKind.CHOICE: _parse_choice,
    SettingKind.SECRET: lambda setting, text: Secret(text),
    SettingKind.COLUMNS: _parse_columns,
}
