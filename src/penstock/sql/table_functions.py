"""The table functions: their arguments, defaults and limits, declared in one list."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from penstock.core.types import DOUBLE, Field


class ArgumentKind(StrEnum):
    """What an argument takes."""

    TABLE = "TABLE"
    DESCRIPTOR = "DESCRIPTOR"
    INTERVAL = "INTERVAL"
    INTEGER = "INTEGER"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; positional calls give them in the order of the declaration.

    `default` is what an absent one means (None with `required` unset: nothing at all).
    """

    name: str
    kind: ArgumentKind
    meaning: str
    example: str
    required: bool = True
    default: int | None = None
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class TableFunctionDeclaration:
    """A table function as its users see it; `adds` are the columns behind those of its input."""

    name: str
    summary: str
    arguments: tuple[Argument, ...]
    adds: tuple[Field, ...] = ()

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


def _integer(name: str, meaning: str, limits: tuple[int, int], default: int | None) -> Argument:
    return Argument(
        name, ArgumentKind.INTEGER, meaning, str(default or limits[0]), required=False,
        default=default, minimum=limits[0], maximum=limits[1],
    )  # fmt: skip


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

RANDOM_CUT_FOREST = TableFunctionDeclaration(
    "RANDOM_CUT_FOREST",
    "Scores each row by how much it surprises: about 1 is usual, 3 and above is not.",
    (
        DATA,
        Argument("COLUMNS", ArgumentKind.DESCRIPTOR, "The numbers.", "DESCRIPTOR(wind_speed)"),
        _integer("NUMBER_OF_TREES", "More trees, a steadier score.", (1, 1_000), 100),
        _integer("SUB_SAMPLE_SIZE", "Points that a tree remembers.", (2, 32_000), 256),
        _integer("TIME_DECAY", "Points after which memory fades.", (1, 2**62), 100_000),
        _integer("SHINGLE_SIZE", "Rows in sequence that make a point.", (1, 4_096), 1),
        _integer("OUTPUT_AFTER", "Points before the first score.", (0, 2**62), None),
        _integer("SEED", "Where chance starts.", (-(2**63), 2**63 - 1), 0),
    ),
    (Field("anomaly_score", DOUBLE),),
)

TABLE_FUNCTIONS: dict[str, TableFunctionDeclaration] = {
    function.name: function for function in (*WINDOW_FUNCTIONS, RANDOM_CUT_FOREST)
}


def literal_arguments(
    declaration: TableFunctionDeclaration, given: dict[str, Any]
) -> tuple[tuple[str, Any], ...]:
    """Return the plain arguments, defaults filled in, in small letters and sorted by name.

    >>> dict(literal_arguments(RANDOM_CUT_FOREST, {"SEED": 7}))["number_of_trees"]
    100
    """
    values = {
        argument.name.lower(): given.get(argument.name, argument.default)
        for argument in declaration.arguments
        if argument.kind is ArgumentKind.INTEGER
    }
    return tuple(sorted((name, value) for name, value in values.items() if value is not None))
