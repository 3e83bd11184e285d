"""How intervals are written: INTERVAL '5' SECOND, INTERVAL '1 02:03' DAY TO MINUTE."""

from __future__ import annotations

import re
from collections.abc import Sequence

from penstock.core.types import Kind
from penstock.sql.reader import Reader

US_PER_UNIT = {
    "WEEK": 604_800_000_000,
    "DAY": 86_400_000_000,
    "HOUR": 3_600_000_000,
    "MINUTE": 60_000_000,
    "SECOND": 1_000_000,
}
MONTHS_PER_UNIT = {"YEAR": 12, "QUARTER": 3, "MONTH": 1}
UNITS = (*MONTHS_PER_UNIT, *US_PER_UNIT)
_FORMS = {
    ("DAY", "HOUR"): r"(\d+) (\d+)",
    ("DAY", "MINUTE"): r"(\d+) (\d+):(\d+)",
    ("DAY", "SECOND"): r"(\d+) (\d+):(\d+):(\d+(?:\.\d+)?)",
    ("HOUR", "MINUTE"): r"(\d+):(\d+)",
    ("HOUR", "SECOND"): r"(\d+):(\d+):(\d+(?:\.\d+)?)",
    ("MINUTE", "SECOND"): r"(\d+):(\d+(?:\.\d+)?)",
    ("YEAR", "MONTH"): r"(\d+)-(\d+)",
}
_ORDER = ("DAY", "HOUR", "MINUTE", "SECOND")


def read_units(reader: Reader) -> tuple[str, ...]:
    """Read `SECOND`, `DAY(3) TO SECOND(6)` …; plural forms are taken as well."""
    first = _unit(reader)
    if not reader.accept("TO"):
        return (first,)
    second = _unit(reader)
    if (first, second) not in _FORMS:
        reader.fail(f"no interval runs from {first} to {second}", hint="such as DAY TO SECOND")
    return (first, second)


def _unit(reader: Reader) -> str:
    unit = next((unit for unit in UNITS if reader.accept(unit) or reader.accept(f"{unit}S")), None)
    if unit is None:
        reader.fail("expected an interval's unit", hint=f"one of {', '.join(UNITS)}")
    if reader.accept("("):
        reader.number("the number of digits")
        if reader.accept(","):
            reader.number("the number of digits behind the point")
        reader.expect(")")
    return unit


def units_kind(units: Sequence[str]) -> Kind:
    """Return which of the two interval types these units make."""
    return Kind.INTERVAL_YEAR if units[0] in MONTHS_PER_UNIT else Kind.INTERVAL_DAY


def interval_value(text: str, units: Sequence[str]) -> int:
    """Return months or microseconds; ValueError with the form that was expected.

    >>> interval_value("1 02:03:04.5", ("DAY", "SECOND"))
    93784500000
    >>> interval_value("-1-6", ("YEAR", "MONTH"))
    -18
    """
    sign, digits = (-1, text.strip()[1:]) if text.strip().startswith("-") else (1, text.strip())
    digits = digits.removeprefix("+")
    if len(units) == 1:
        return sign * _single(digits, units[0])
    match = re.fullmatch(_FORMS[units[0], units[1]], digits)
    if match is None:
        example = {"YEAR": "2-6"}.get(units[0], "1 02:03:04.5")
        raise ValueError(f"{units[0]} TO {units[1]} takes a text such as '{example}'")
    if units_kind(units) is Kind.INTERVAL_YEAR:
        return sign * (int(match[1]) * 12 + int(match[2]))
    names = _ORDER[_ORDER.index(units[0]) :]
    return sign * sum(
        _single(part, unit) for part, unit in zip(match.groups(), names, strict=False)
    )


def _single(digits: str, unit: str) -> int:
    pattern = r"\d+(?:\.\d+)?" if unit == "SECOND" else r"\d+"
    if not re.fullmatch(pattern, digits):
        kind = "number" if unit == "SECOND" else "whole number"
        raise ValueError(f"a {kind} in quotes, not '{digits}'")
    if unit in MONTHS_PER_UNIT:
        return int(digits) * MONTHS_PER_UNIT[unit]
    whole, _, fraction = digits.partition(".")
    return int(whole) * US_PER_UNIT[unit] + int(fraction.ljust(6, "0")[:6] or 0)
