"""What a detector is told to do, and what it says about rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np

from penstock.learning.config import ForestConfig
from penstock.learning.grading import Doubles, GradingConfig, Int64s
from penstock.learning.insight import Findings, blank
from penstock.learning.season import Season


class Missing(StrEnum):
    """What is done with a row that lacks a number: no score, the last one's, or a likely one."""

    SKIP = "skip"
    LAST = "last"
    IMPUTE = "impute"


@dataclass(frozen=True, slots=True)
class DetectorConfig:
    """What each key's detector does.

    Rows are learned until the forest has seen `freeze_after` points (None: always), and only scored
    from then on; rows of the past count, and are learned in any case. A score is halved when one as
    high came within `repeat_gap` rows before (None: never). With a `season` a second forest judges
    what is left of a row without its usual value at that time, once one is known; the score is the
    mean of both.
    """

    forest: ForestConfig
    explain: bool = False
    expect: bool = False
    missing: Missing = Missing.SKIP
    freeze_after: int | None = None
    grading: GradingConfig | None = None
    repeat_gap: int | None = None
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """What is said about rows; parts that nobody asked for are None.

    A row without a score (NaN) has no grade (NaN) and no episode.
    """

    scores: Doubles
    findings: Findings | None
    grades: Doubles | None
    episodes: Int64s | None

    def put(self, places: Int64s, found: Detection) -> None:
        """Write what is said about other rows into these places."""
        for each in fields(Detection):
            into, of = getattr(self, each.name), getattr(found, each.name)
            if isinstance(into, np.ndarray):
                into[places] = of
            elif into is not None:
                into.put(places, of)


def nothing_said(config: DetectorConfig, rows: int) -> Detection:
    """Return a detection to be filled, with the parts that are asked for."""
    graded = config.grading is not None
    return Detection(
        np.full(rows, np.nan),
        blank(rows, config.forest.dimensions) if config.explain or config.expect else None,
        np.full(rows, np.nan) if graded else None,
        np.zeros(rows, np.int64) if graded else None,
    )
