"""Scores that repeat what was said are halved, the same however batched and wherever restarted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.learning import PRESETS, Detector, DetectorConfig, ForestConfig
from penstock.learning.damping import Damping

SCORES = st.lists(st.sampled_from([np.nan, 0.0, 0.5, 1.0, 2.5, 4.0]), max_size=60)


def plainly(scores: list[float], gap: int) -> list[float]:
    """Damp as the definition says, score by score."""
    damped, before = [], [0.0] * gap
    for score in scores:
        if np.isnan(score):
            damped.append(score)
            continue
        damped.append(score / 2 if max(before[-gap:]) >= score else score)
        before.append(score)
    return damped


@given(scores=SCORES, gap=st.integers(1, 12), cuts=st.lists(st.integers(0, 60), max_size=5))
def test_damping_is_what_the_definition_says_however_batched(
    scores: list[float], gap: int, cuts: list[int]
) -> None:
    damping = Damping(gap)
    parts = [damping.update(part) for part in np.split(np.array(scores, np.float64), sorted(cuts))]
    np.testing.assert_array_equal(np.concatenate(parts), plainly(scores, gap))


@given(scores=SCORES, gap=st.integers(1, 12))
def test_a_damped_score_is_the_score_or_half_of_it(scores: list[float], gap: int) -> None:
    given_scores = np.array(scores, np.float64)
    damped = Damping(gap).update(given_scores)
    same = damped == given_scores
    assert (same | (damped == given_scores / 2) | np.isnan(given_scores)).all()


def test_a_lasting_anomaly_stands_out_once() -> None:
    rows = np.append(np.sin(np.arange(1_000.0)), np.full(50, 9.0))
    detector = Detector(DetectorConfig(ForestConfig(), repeat_gap=100))
    scores = detector.detect(rows).scores[1_000:]
    assert scores[0] > 3
    assert scores[1:].max() < 0.6 * scores[0]


def test_presets_give_detectors_of_one_column() -> None:
    for preset in PRESETS.values():
        assert np.isfinite(Detector(preset.detector(seed=1)).detect(np.arange(9.0)).scores).all()
