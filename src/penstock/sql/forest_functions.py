"""RANDOM_CUT_FOREST and RANDOM_CUT_FOREST_WITH_EXPLANATION: arguments, options and columns.

Names, order and defaults of the first four (with the explanation: five) numbers are those of Amazon
Kinesis Data Analytics for SQL; the options behind them are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from penstock.core.types import BIGINT, BOOLEAN, DOUBLE, STRING, Field
from penstock.learning import PRESETS as LEARNED
from penstock.learning import GradingConfig, Missing
from penstock.learning.damping import GAP_MAX
from penstock.sql.table_functions import DATA, Argument, ArgumentKind, TableFunctionDeclaration

PRESETS: Mapping[str, Mapping[str, Any]] = {name: asdict(each) for name, each in LEARNED.items()}
"""Named sets of defaults for the arguments below; an argument that is given wins."""
_GRADING = GradingConfig()
_SIGNED = (-(2**63), 2**63 - 1)


def _integer(
    name: str, meaning: str, limits: tuple[int, int], default: int | None = None
) -> Argument:
    return Argument(
        name, ArgumentKind.INTEGER, meaning, str(default or max(limits[0], 1)), required=False,
        default=default, minimum=limits[0], maximum=limits[1],
    )  # fmt: skip


def _switch(name: str, meaning: str) -> Argument:
    return Argument(name, ArgumentKind.BOOLEAN, meaning, "TRUE", required=False, default=False)


def _choice(name: str, meaning: str, choices: Sequence[str], default: str | None) -> Argument:
    return Argument(
        name, ArgumentKind.CHOICE, meaning, f"'{(*choices, default)[0]}'", required=False,
        default=default, choices=tuple(choices),
    )  # fmt: skip


_FIRST = (
    DATA,
    Argument("COLUMNS", ArgumentKind.DESCRIPTOR, "The numbers.", "DESCRIPTOR(wind_speed)"),
    _integer("NUMBER_OF_TREES", "More trees, a steadier score.", (1, 1_000), 100),
    _integer("SUB_SAMPLE_SIZE", "Points that a tree remembers.", (2, 32_000), 256),
    _integer("TIME_DECAY", "Points after which memory fades.", (1, 2**62), 100_000),
    _integer("SHINGLE_SIZE", "Rows in sequence that make a point.", (1, 4_096), 1),
)
_DIRECTIONALITY = _switch(
    "WITH_DIRECTIONALITY", "Also say whether a value is HIGH or LOW, and how strongly."
)
HISTORY = "HISTORY"
_OPTIONS = (
    _integer("OUTPUT_AFTER", "Points before the first score (a quarter of a sample).", (0, 2**62)),
    _integer("SEED", "Where chance starts.", _SIGNED, 0),
    _choice("PRESET", "A named set of defaults for the arguments.", tuple(PRESETS), None),
    _choice(
        "MISSING_VALUES",
        "A row that lacks a number: no score, its last number, or one that fits the others.",
        tuple(Missing),
        Missing.SKIP,
    ),
    _integer("FREEZE_AFTER", "Points after which the forest only scores.", (0, 2**62)),
    _integer(
        "REPEAT_GAP", "Halve a score when one as high came within so many rows.", (1, GAP_MAX)
    ),
    _switch("IS_ANOMALY", "Add is_anomaly: is the score above the key's own threshold?"),
    _switch("ANOMALY_GRADE", "Add anomaly_grade, above 0 for an anomaly, at most 1."),
    Argument(
        "ANOMALY_RATE", ArgumentKind.NUMBER,
        "The share of a key's rows that its threshold lets pass as anomalies in the long run.",
        "0.001", required=False, default=_GRADING.rate, minimum=0.0, maximum=0.5,
    ),
    Argument(
        "THRESHOLD_MINIMUM", ArgumentKind.NUMBER, "The least threshold of a score.",
        "1.5", required=False, default=_GRADING.floor, minimum=0.0, maximum=100.0,
    ),
    _integer(
        "EPISODE_GAP",
        "Add episode and starts_episode: anomalies no farther apart than so many rows are one.",
        (0, 2**62),
    ),
    _switch(
        "EXPECTED_VALUE",
        "Add to each column its _expected value, and _low and _high, the ends of the usual range.",
    ),
    Argument(
        HISTORY, ArgumentKind.TABLE,
        "A bounded table with the same columns by name: its rows are learned first and give none.",
        "TABLE wind_of_last_year", required=False,
    ),
)  # fmt: skip


def more_columns(arguments: Mapping[str, Any], names: Sequence[str]) -> tuple[Field, ...]:
    """Return the columns that a call's options add.

    >>> [field.name for field in more_columns({"expected_value": True}, ["mph"])]
    ['mph_expected', 'mph_low', 'mph_high']
    """
    fields = []
    if arguments.get("is_anomaly"):
        fields.append(Field("is_anomaly", BOOLEAN))
    if arguments.get("anomaly_grade"):
        fields.append(Field("anomaly_grade", DOUBLE))
    if arguments.get("episode_gap") is not None:
        fields += [Field("episode", BIGINT), Field("starts_episode", BOOLEAN)]
    if arguments.get("expected_value"):
        ends = ("expected", "low", "high")
        fields += [Field(f"{name}_{end}", DOUBLE) for name in names for end in ends]
    return tuple(fields)


_SCORE = Field("anomaly_score", DOUBLE)

FOREST_FUNCTIONS = (
    TableFunctionDeclaration(
        "RANDOM_CUT_FOREST",
        "Scores each row by how much it surprises: about 1 is usual, 3 and above is not.",
        (*_FIRST, *_OPTIONS),
        (_SCORE,),
        more_columns,
        PRESETS,
    ),
    TableFunctionDeclaration(
        "RANDOM_CUT_FOREST_WITH_EXPLANATION",
        "Scores each row, and says in JSON how much each column has to do with it.",
        (*_FIRST, _DIRECTIONALITY, *_OPTIONS),
        (_SCORE, Field("anomaly_explanation", STRING)),
        more_columns,
        PRESETS,
    ),
)
