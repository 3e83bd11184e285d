"""A key's detector says the same alone or among others, asleep or awake, whatever comes."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from penstock.learning import (
    Detection,
    Detector,
    DetectorConfig,
    Detectors,
    Findings,
    ForestConfig,
    GradingConfig,
    Missing,
    Season,
    pool_of,
)
from tests.learning.test_forest import CONFIGS, rows_for

DETECTORS = st.builds(
    DetectorConfig,
    forest=CONFIGS,
    explain=st.booleans(),
    expect=st.booleans(),
    missing=st.sampled_from(Missing),
    freeze_after=st.sampled_from([None, 0, 9, 70]),
    repeat_gap=st.sampled_from([None, 1, 6, 300]),
    grading=st.sampled_from([None, GradingConfig(0.1, episode_gap=3)]),
    season=st.sampled_from([None, Season.DAY]),
)
TIMES_US = np.arange(200) * 13_000_000_000 % 400_000_000_000 - 13_000_000_000
"""Some days, late rows among them, and one row without a time."""
NAMES = [f"key {number}".encode() for number in range(5)]


def parts_of(detection: Detection) -> dict[str, np.ndarray]:
    """Return all that is said, by name."""
    found = {"scores": detection.scores}
    if detection.findings is not None:
        found |= {each.name: getattr(detection.findings, each.name) for each in fields(Findings)}
    if detection.grades is not None and detection.episodes is not None:
        found |= {"grades": detection.grades, "episodes": detection.episodes}
    return found


FROZEN = DetectorConfig(
    ForestConfig(trees=5, sample=2, time_decay=10, dimensions=2), expect=True, freeze_after=9
)
"""Which of two values that fit as well is expected, is drawn by the number of the row."""


@settings(max_examples=20, deadline=None)
@example(config=FROZEN, keys=[0] * 18, cuts=[10], budget=0)
@given(
    config=DETECTORS,
    keys=st.lists(st.integers(0, 4), min_size=1, max_size=110),
    cuts=st.lists(st.integers(0, 110), max_size=5),
    budget=st.sampled_from([0, 3_000, 10**9]),
)
def test_a_key_is_judged_as_if_it_were_alone(
    config: DetectorConfig, keys: list[int], cuts: list[int], budget: int
) -> None:
    groups = np.array(keys, np.int64)
    rows = rows_for(config.forest)[: len(keys)]
    detectors = Detectors(config, budget)
    parts = []
    for chosen in np.split(np.arange(len(keys)), sorted(cuts)):
        found = detectors.detect(NAMES, groups[chosen], rows[chosen], TIMES_US[chosen])
        parts.append(parts_of(found))
        detectors = Detectors.restore(config, detectors.snapshot(), budget)
    for number in set(keys):
        mine = groups == number
        alone = parts_of(
            Detector(config, NAMES[number]).detect(rows[mine], TIMES_US[: len(rows)][mine])
        )
        for name, expected in alone.items():
            joined = np.concatenate([part[name] for part in parts])
            assert joined[groups == number].tobytes() == expected.tobytes(), name


@pytest.mark.parametrize("dimensions", [1, 2])
def test_idle_keys_are_put_away_and_wake_up_as_they_were(dimensions: int) -> None:
    config = DetectorConfig(ForestConfig(trees=20, sample=64, dimensions=dimensions))
    chance = np.random.default_rng(1)
    small, large = Detectors(config, budget_bytes=40_000), Detectors(config)
    names = [f"{number}".encode() for number in range(40)]
    for _ in range(60):
        groups = chance.integers(0, 40, 200)
        rows = chance.normal(size=(200, dimensions))
        expected = large.detect(names, groups, rows)
        assert small.detect(names, groups, rows).scores.tobytes() == expected.scores.tobytes()
    assert len(small) == len(large) == 40
    assert small.state_bytes < 0.7 * large.state_bytes


def test_a_million_idle_keys_beside_a_busy_one_stay_small() -> None:
    """Here 3 000: a key of few rows takes some hundred bytes once it is put away."""
    detectors = Detectors(DetectorConfig(ForestConfig()), budget_bytes=400_000)
    names = [f"{number}".encode() for number in range(3_000)]
    for start in range(0, 3_000, 500):
        detectors.detect(names[start : start + 500], np.arange(500), np.ones((500, 1)))
    busy = detectors.detect([b"busy"], np.zeros(500, np.int64), np.arange(500.0).reshape(-1, 1))
    assert busy.scores[-1] > 1
    assert detectors.state_bytes < 400_000 + 3_000 * 300
    assert len(detectors.snapshot()) < 3_000 * 300 + 200_000


@pytest.mark.parametrize("missing", [Missing.LAST, Missing.IMPUTE])
def test_gaps_are_filled_and_scored(missing: Missing) -> None:
    chance = np.random.default_rng(2)
    speed = chance.uniform(0, 20, 1_000)
    rows = np.column_stack([speed, 2 * speed])
    rows[500:505, 1] = [np.nan, np.inf, np.nan, -np.inf, np.nan]
    config = DetectorConfig(ForestConfig(dimensions=2), missing=missing, expect=True)
    found = Detector(config).detect(rows)
    assert np.isfinite(found.scores).all()
    if missing is Missing.IMPUTE:
        assert found.scores[500:505].max() < 1.5


def test_a_gap_before_the_first_number_has_no_score() -> None:
    for missing in Missing:
        config = DetectorConfig(ForestConfig(), missing=missing)
        assert np.isnan(Detector(config).detect(np.array([np.nan, 1.0])).scores[0])


def test_a_frozen_forest_never_gets_used_to_anything() -> None:
    rows = np.concatenate([np.random.default_rng(3).normal(size=500), np.full(2_000, 9.0)])
    learning = Detector(DetectorConfig(ForestConfig())).detect(rows).scores
    frozen = Detector(DetectorConfig(ForestConfig(), freeze_after=500)).detect(rows).scores
    assert learning[-1] < 1
    assert frozen[-1] == frozen[501] > 2
    never = Detector(DetectorConfig(ForestConfig(), freeze_after=0)).detect(rows).scores
    assert (never == 0).all()


def test_episodes_start_once_and_the_threshold_follows_the_key() -> None:
    chance = np.random.default_rng(4)
    rows = chance.normal(size=3_000)
    rows[[1_000, 1_003, 1_030, 2_000]] = 25.0
    config = DetectorConfig(ForestConfig(), grading=GradingConfig(episode_gap=20))
    found = Detector(config).detect(rows)
    assert found.grades is not None
    assert found.episodes is not None
    odd = np.flatnonzero(found.grades)
    assert {1_000, 1_003, 1_030, 2_000} <= set(odd.tolist())
    assert len(odd) < 12
    assert found.episodes[1_000] > 0 > found.episodes[1_003] == -found.episodes[1_000]
    assert found.episodes[1_030] == found.episodes[1_000] + 1
    assert ((found.grades >= 0) & (found.grades <= 1)).all()


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("dimensions", [1, 2])
def test_nothing_poisonous_enters_a_detector(dimensions: int, explain: bool) -> None:
    """Constants, duplicates by the thousand, a scale that changes by 1e9, and no numbers at all."""
    chance = np.random.default_rng(5)
    calm = chance.normal(size=(1_500, dimensions))
    config = DetectorConfig(
        ForestConfig(trees=20, sample=64, dimensions=dimensions),
        explain=explain,
        grading=GradingConfig(),
    )
    detector = Detector(config)
    with np.errstate(all="raise"):
        for rows in (
            np.full((3_000, dimensions), 5.0),
            np.repeat(calm[:3], 1_000, axis=0),
            calm,
            calm * 1e9,
            np.full((100, dimensions), np.nan),
            calm,
        ):
            found = detector.detect(rows)
            finite = np.isfinite(rows).all(axis=1)
            assert np.isfinite(found.scores[finite]).all()
            assert np.isnan(found.scores[~finite]).all()
            if found.findings is not None:
                parts = (found.findings.high + found.findings.low).sum(axis=1)
                np.testing.assert_allclose(parts, found.scores, rtol=1e-6)


@pytest.mark.parametrize("dimensions", [1, 3])
def test_two_threads_say_what_one_says(dimensions: int) -> None:
    config = DetectorConfig(ForestConfig(trees=30, sample=64, dimensions=dimensions))
    rows = np.random.default_rng(7).normal(size=(900, dimensions))
    groups = np.arange(900) % 2
    alone, together = Detectors(config), Detectors(config, pool=pool_of(2))
    for part in np.split(np.arange(900), [10, 700]):
        one = alone.detect([b"a", b"b"], groups[part], rows[part])
        two = together.detect([b"a", b"b"], groups[part], rows[part])
        assert one.scores.tobytes() == two.scores.tobytes()
    assert alone.snapshot() == together.snapshot()
