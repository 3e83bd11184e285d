"""What two forests, or a forest and damping, say together still adds up."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.learning import Detection, Detector, DetectorConfig, ForestConfig, Season
from penstock.learning.insight import Findings
from penstock.learning.season import SLOT_US

FOREST = ForestConfig(trees=12, sample=64, output_after=16)


def rows_of(days: int, columns: int) -> tuple[np.ndarray, np.ndarray]:
    """Return days of rows that are low until noon and high after it, and their times."""
    times_us = np.arange(days * 48, dtype=np.int64) * SLOT_US
    noise = np.random.default_rng(5).normal(0.0, 0.1, (len(times_us), columns))
    return np.where(times_us[:, None] // SLOT_US % 48 < 24, 10.0, 20.0) + noise, times_us


def of(found: Detection) -> Findings:
    assert found.findings is not None
    return found.findings


@settings(max_examples=12, deadline=None)
@given(
    columns=st.integers(1, 2),
    gap=st.sampled_from([None, 8]),
    season=st.sampled_from([None, Season.DAY]),
    cut=st.integers(0, 5 * 48),
)
def test_attributions_sum_to_the_score_however_batched(
    columns: int, gap: int | None, season: Season | None, cut: int
) -> None:
    rows, times_us = rows_of(5, columns)
    forest = ForestConfig(trees=12, sample=64, output_after=16, dimensions=columns)
    config = DetectorConfig(forest, explain=True, expect=True, repeat_gap=gap, season=season)
    whole = Detector(config).detect(rows, times_us)
    found = of(whole)
    np.testing.assert_array_equal(found.scores, whole.scores)
    np.testing.assert_allclose((found.high + found.low).sum(axis=1), whole.scores, atol=1e-6)
    first = Detector(config)
    parts = [first.detect(rows[:cut], times_us[:cut])]
    again = Detector.restore(config, b"", first.snapshot())
    parts.append(again.detect(rows[cut:], times_us[cut:]))
    for field in fields(Findings):
        joined = np.concatenate([getattr(of(part), field.name) for part in parts])
        np.testing.assert_array_equal(joined, getattr(found, field.name))


def test_a_noon_at_midnight_is_too_high_for_the_night() -> None:
    rows, times_us = rows_of(6, 1)
    rows[-40] = 20.0
    for season, low, high in ((None, 9.0, 21.0), (Season.DAY, 9.0, 11.0)):
        config = DetectorConfig(FOREST, explain=True, expect=True, season=season)
        found = of(Detector(config).detect(rows, times_us))
        assert low < found.expected_low[-40, 0] < found.expected_high[-40, 0] < high
        if season is not None:
            assert found.high[-40, 0] > 2 * found.low[-40, 0]


@settings(max_examples=20, deadline=None)
@given(past=st.integers(0, 120), freeze_after=st.sampled_from([None, 0, 40, 100]))
def test_the_past_is_learned_and_numbers_no_episode(past: int, freeze_after: int | None) -> None:
    rows = np.random.default_rng(7).normal(0.0, 1.0, 200)
    rows[[30, 130, 180]] = 40.0
    config = DetectorConfig(FOREST, freeze_after=freeze_after)
    detector = Detector(config)
    detector.detect(rows[:past], past=True)
    # Learned in any case: then the forest is frozen, or not, by how much it has seen.
    plain = Detector(DetectorConfig(FOREST))
    plain.detect(rows[:past])
    assert detector.snapshot() == plain.snapshot()
    left = len(rows) if freeze_after is None else max(0, freeze_after - past)
    live = detector.detect(rows[past:]).scores
    learned = plain.detect(rows[past : past + left]).scores
    np.testing.assert_array_equal(live[:left], learned)
    np.testing.assert_array_equal(
        live[left:], plain.forest.score_and_update(rows[past + left :].reshape(-1, 1), learn=False)
    )
