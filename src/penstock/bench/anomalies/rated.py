"""A preset's detector over a corpus with one seed: its totals by profile, and by series."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from penstock.bench.anomalies.series import Series
from penstock.bench.anomalies.sweep import (
    PROFILES,
    STANDARD,
    Profile,
    Scores,
    Sweep,
    normalized,
    summed,
    sweep,
)
from penstock.bench.anomalies.worth import Worth, worth_of
from penstock.learning import Detection, Detector, GradingConfig, Preset, Season

GRADING = GradingConfig()
"""What decides in SQL with `is_anomaly => TRUE`, by default."""


class Rated(msgspec.Struct, frozen=True):
    """How well one seed did, on the scale from 0 (no alarm) to 100 (perfect).

    `totals` are by profile at the corpus' best threshold for it, all others are of the standard
    profile: `threshold`, each series' own score with it (None without windows), with each series
    the threshold that is best for the others (`left_out`), and with `is_anomaly` (`graded`).
    """

    seed: int
    totals: dict[str, float]
    threshold: float
    series: dict[str, float | None]
    left_out: float
    graded: float


def rated(
    corpus: Sequence[Series], preset: Preset, seed: int, season: Season | None = None
) -> Rated:
    """Run a preset's detector over every series, and score it."""
    worths = [worth_of(series) for series in corpus]
    config = preset.detector(seed, GRADING, season)
    found = [Detector(config).detect(each.values, each.times_us) for each in corpus]
    sweeps = _sweeps([each.scores for each in found], worths, STANDARD)
    threshold = summed(sweeps).best
    own = (
        normalized(each.at(threshold), worth.windows, STANDARD) if worth.windows else None
        for each, worth in zip(sweeps, worths, strict=True)
    )
    return Rated(
        seed,
        {
            profile.name: _best([each.scores for each in found], worths, profile)
            for profile in PROFILES
        },
        threshold,
        dict(zip((series.name for series in corpus), own, strict=True)),
        _left_out(sweeps, worths),
        _graded(found, worths),
    )


def _sweeps(scores: Sequence[Scores], worths: Sequence[Worth], profile: Profile) -> list[Sweep]:
    return [sweep(each, worth, profile) for each, worth in zip(scores, worths, strict=True)]


def _best(scores: Sequence[Scores], worths: Sequence[Worth], profile: Profile) -> float:
    whole = summed(_sweeps(scores, worths, profile))
    return normalized(float(whole.totals.max()), _windows(worths), profile)


def _left_out(sweeps: Sequence[Sweep], worths: Sequence[Worth]) -> float:
    """Score each series with the threshold that is best for all others."""
    total = 0.0
    for number, each in enumerate(sweeps):
        others = [*sweeps[:number], *sweeps[number + 1 :]]
        total += each.at(summed(others).best if others else np.inf)
    return normalized(total, _windows(worths), STANDARD)


def _graded(found: Sequence[Detection], worths: Sequence[Worth]) -> float:
    """Score what is_anomaly says, with no threshold chosen afterwards."""
    alarms = [np.where(each.grades > 0, 1.0, 0.0) for each in found if each.grades is not None]
    sweeps = _sweeps(alarms, worths, STANDARD)
    return normalized(sum(each.at(1.0) for each in sweeps), _windows(worths), STANDARD)


def _windows(worths: Sequence[Worth]) -> int:
    return sum(worth.windows for worth in worths)
