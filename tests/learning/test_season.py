"""A season is what came at the same time of the periods before, and never the row's own company."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.learning import Detector, DetectorConfig, ForestConfig, Season
from penstock.learning.season import PERIODS, SLOT_US, SLOTS, Seasonal

DAY_US = SLOTS[Season.DAY] * SLOT_US


def model(rows: list[float], slots: list[int]) -> list[float]:
    """Return residuals by a dictionary of slots and lists of rows."""
    usual: dict[int, tuple[float, int]] = {}
    newest, visit, found = -1, [], []
    for value, number in zip(rows, slots, strict=True):
        if number > newest:
            if visit:
                mean, known = usual.get(newest % 48, (0.0, 0))
                known = min(known + 1, PERIODS)
                usual[newest % 48] = mean + (sum(visit) / len(visit) - mean) / known, known
            newest, visit = number, []
        mean, known = usual.get(number % 48, (0.0, 0))
        found.append(value - mean if known and number >= 0 else np.nan)
        if number == newest and number >= 0 and np.isfinite(value):
            visit.append(value)
    return found


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from([1.0, 4.0, -7.5, np.nan]), st.integers(-1, 200)), max_size=80
    ),
    cut=st.integers(0, 80),
)
def test_residuals_are_those_of_a_plain_model(rows: list[tuple[float, int]], cut: int) -> None:
    values = np.array([value for value, _ in rows]).reshape(-1, 1)
    slots = np.array([slot for _, slot in rows], np.int64)
    usual = Seasonal(Season.DAY, 1)
    parts = [
        usual.residuals(values[part], slots[part] * SLOT_US)
        for part in (slice(0, cut), slice(cut, None))
    ]
    expected = np.array(model(values[:, 0].tolist(), slots.tolist()))
    np.testing.assert_allclose(np.concatenate(parts)[:, 0], expected, atol=1e-12)


def test_a_noon_at_midnight_stands_out_only_with_a_season() -> None:
    times_us = np.arange(6 * 48, dtype=np.int64) * SLOT_US
    rows = np.where(times_us % DAY_US < DAY_US // 2, 10.0, 20.0)
    rows += np.random.default_rng(3).normal(0.0, 0.1, len(rows))
    rows[-40] = 20.0
    scores = {}
    for season in (None, Season.DAY):
        config = DetectorConfig(ForestConfig(sample=128, output_after=64), season=season)
        scores[season] = Detector(config).detect(rows.reshape(-1, 1), times_us).scores
    last_day = slice(-48, None)
    assert scores[None][-40] < 1.5
    assert np.argmax(scores[Season.DAY][last_day]) == 8
    assert scores[Season.DAY][-40] > 2.0
