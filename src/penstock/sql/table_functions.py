"""How table functions are declared, and the window functions; the whole list is `table_list`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from penstock.core.types import Field


class ArgumentKind(StrEnum):
    """What an argument takes."""

    TABLE = "TABLE"
    DESCRIPTOR = "DESCRIPTOR"
    INTERVAL = "INTERVAL"
    INTEGER = "INTEGER"
    NUMBER = "DOUBLE"
    BOOLEAN = "BOOLEAN"
    CHOICE = "STRING"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; positional calls give them in the order of the declaration.

    `default` is what an absent one means (None with `required` unset: nothing at all); a CHOICE
    is one of `choices`, in whichever letters.
    """

    name: str
    kind: ArgumentKind
    meaning: str
    example: str
    required: bool = True
    default: float | str | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFunctionDeclaration:
    """A table function as its users see it.

    `adds` are the columns behind those of its input, `adds_more` gives those that depend on the
    plain arguments and on the names of the DESCRIPTOR's columns. `presets` are named defaults.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    adds: tuple[Field, ...] = ()
    adds_more: Callable[[Mapping[str, Any], Sequence[str]], tuple[Field, ...]] | None = None
    presets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def argument(self, name: str) -> Argument | None:
        """Return the argument of that name, in whichever letters it is written."""
        return next((each for each in self.arguments if each.name == name.upper()), None)


DATA = Argument("DATA", ArgumentKind.TABLE, "The rows.", "TABLE t")
_TIME = Argument("TIMECOL", ArgumentKind.DESCRIPTOR, "The time attribute.", "DESCRIPTOR(ts)")
_SIZE = Argument("SIZE", ArgumentKind.INTERVAL, "A window's length.", "INTERVAL '1' MINUTE")
_OFFSET = Argument(
    "OFFSET", ArgumentKind.INTERVAL, "By how much windows start after whole multiples of 1970.",
    "INTERVAL '8' HOUR", required=False,
)  # fmt: skip


def _interval(name: str, meaning: str) -> Argument:
    return Argument(name, ArgumentKind.INTERVAL, meaning, "INTERVAL '10' SECOND")


WINDOW_FUNCTIONS = (
    TableFunctionDeclaration(
        "TUMBLE", "Windows of one length, one after the other.", (DATA, _TIME, _SIZE, _OFFSET)
    ),
    TableFunctionDeclaration(
        "HOP",
        "Windows of one length that start every SLIDE, so that a row is in SIZE / SLIDE of them.",
        (DATA, _TIME, _interval("SLIDE", "Time between two starts."), _SIZE, _OFFSET),
    ),
    TableFunctionDeclaration(
        "CUMULATE",
        "Windows that grow by STEP up to SIZE, then start anew.",
        (DATA, _TIME, _interval("STEP", "By how much a window grows."), _SIZE, _OFFSET),
    ),
    TableFunctionDeclaration(
        "SESSION",
        "Windows that end when no row came for GAP, per key of PARTITION BY.",
        (DATA, _TIME, _interval("GAP", "Time without rows that ends a window.")),
    ),
)
"""Add window_start, window_end and window_time."""

PLAIN = (ArgumentKind.INTEGER, ArgumentKind.NUMBER, ArgumentKind.BOOLEAN, ArgumentKind.CHOICE)
"""The kinds of arguments that are literals with defaults."""
PRESET = "PRESET"
"""The argument that names a set of defaults."""


def literal_arguments(
    declaration: TableFunctionDeclaration, given: Mapping[str, Any]
) -> tuple[tuple[str, Any], ...]:
    """Return the plain arguments, in small letters and sorted by name.

    What is given wins over what a preset says, and that over the declared default. Numbers stand
    there with their defaults; an option that says what it says anyway is left out.

    >>> size = Argument("SIZE", ArgumentKind.INTEGER, "", "1", required=False, default=1)
    >>> kind = Argument("PRESET", ArgumentKind.CHOICE, "", "'big'", required=False)
    >>> function = TableFunctionDeclaration("F", "", (size, kind), presets={"big": {"size": 9}})
    >>> literal_arguments(function, {}), literal_arguments(function, {"PRESET": "big"})
    ((('size', 1),), (('preset', 'big'), ('size', 9)))
    """
    preset = declaration.presets.get(given.get(PRESET, ""), {})
    values = {}
    for argument in declaration.arguments:
        if argument.kind in PLAIN:
            name = argument.name.lower()
            value = given.get(argument.name, preset.get(name, argument.default))
            if argument.kind is ArgumentKind.INTEGER or value != argument.default:
                values[name] = value
    return tuple(sorted((name, value) for name, value in values.items() if value is not None))
