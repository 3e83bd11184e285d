"""A forest answers the same however it is fed and wherever it is restarted, and takes no poison."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.learning import (
    BadForestSetting,
    DetectorConfig,
    Detectors,
    Forest,
    ForestConfig,
    UnreadableSnapshot,
    WrongWidth,
)
from tests.learning.checks import check

CONFIGS = st.builds(
    ForestConfig,
    trees=st.just(5),
    sample=st.integers(2, 24),
    time_decay=st.sampled_from([1, 10, 1_000, 100_000]),
    shingle=st.integers(1, 3),
    dimensions=st.integers(1, 3),
    output_after=st.sampled_from([None, 0, 7]),
    seed=st.integers(-5, 5),
)


def rows_for(config: ForestConfig, count: int = 120) -> np.ndarray:
    """Return rows with duplicates, a few invalid ones and one that stands out."""
    chance = np.random.default_rng(count)
    rows = chance.normal(size=(count, config.dimensions)).round(1)
    rows[chance.integers(0, count, 5), 0] = [np.nan, np.inf, -np.inf, np.nan, 1e300]
    return rows


@settings(max_examples=40, deadline=None)
@given(config=CONFIGS, cuts=st.lists(st.integers(0, 120), max_size=8))
def test_scores_do_not_depend_on_how_rows_are_batched(
    config: ForestConfig, cuts: list[int]
) -> None:
    rows = rows_for(config)
    whole = Forest(config).score_and_update(rows)
    forest = Forest(config)
    parts = [forest.score_and_update(part) for part in np.split(rows, sorted(cuts))]
    assert np.concatenate(parts).tobytes() == whole.tobytes()


@settings(max_examples=40, deadline=None)
@given(config=CONFIGS, cut=st.integers(0, 120))
def test_a_restart_is_invisible(config: ForestConfig, cut: int) -> None:
    rows = rows_for(config)
    forest = Forest(config)
    forest.score_and_update(rows[:cut])
    restored = Forest.restore(forest.snapshot())
    assert restored.config == config
    again, onwards = (each.score_and_update(rows[cut:]) for each in (restored, forest))
    assert again.tobytes() == onwards.tobytes()
    assert restored.snapshot() == forest.snapshot()
    check(restored)


@pytest.mark.parametrize("dimensions", [1, 2])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_invalid_row_scores_nan_and_leaves_no_trace(dimensions: int, bad: float) -> None:
    config = ForestConfig(trees=10, sample=32, dimensions=dimensions)
    rows = np.random.default_rng(1).normal(size=(200, dimensions))
    dirty = np.insert(rows, 100, bad, axis=0)
    scores = Forest(config).score_and_update(dirty)
    assert np.isnan(scores[100])
    assert np.delete(scores, 100).tobytes() == Forest(config).score_and_update(rows).tobytes()


@pytest.mark.parametrize("dimensions", [1, 2])
def test_a_constant_series_is_normal_and_what_breaks_it_is_not(dimensions: int) -> None:
    forest = Forest(ForestConfig(dimensions=dimensions))
    scores = forest.score_and_update(np.full((5_000, dimensions), 7.25))
    assert (scores[100:] < 0.6).all()
    assert forest.score_and_update(np.full((1, dimensions), 7.5))[0] > 5
    check(forest)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_a_change_of_scale_by_a_billion_is_survived_and_forgotten(dimensions: int) -> None:
    calm = np.random.default_rng(2).normal(size=(3_000, dimensions))
    forest = Forest(ForestConfig(trees=30, sample=64, time_decay=300, dimensions=dimensions))
    assert forest.score_and_update(calm)[1_000:].mean() < 1.2
    assert forest.score_and_update(calm[:1] * 1e9)[0] > 2
    forest.score_and_update(calm * 1e9)
    assert forest.score_and_update(calm[:100] * 1e9).mean() < 1.2
    check(forest)


@pytest.mark.parametrize("dimensions", [1, 2])
def test_numbers_at_the_ends_of_float64_do_no_harm(dimensions: int) -> None:
    chosen = np.array([0.0, 5e-324, -1.7e308, 1.7e308, 1e-30, -0.0, 1e39, 3.0])
    rows = np.random.default_rng(3).choice(chosen, size=(2_000, dimensions))
    forest = Forest(ForestConfig(trees=10, sample=32, time_decay=100, dimensions=dimensions))
    assert np.isfinite(forest.score_and_update(rows)).all()
    check(forest)


def test_a_small_change_on_a_large_offset_is_seen() -> None:
    """A float32 alone could not tell 1_700_000_000 from that plus 5."""
    wave = np.sin(np.arange(2_000.0))
    far = Forest(ForestConfig(seed=1)).score_and_update(1.7e9 + wave)
    near = Forest(ForestConfig(seed=1)).score_and_update(wave)
    assert abs(far - near).max() < 0.2


@pytest.mark.parametrize("dimensions", [1, 4])
def test_what_stands_out_scores_above_two_and_the_rest_about_one(dimensions: int) -> None:
    rows = np.random.default_rng(4).normal(size=(4_000, dimensions))
    rows[3_000] = 12.0
    scores = Forest(ForestConfig(dimensions=dimensions)).score_and_update(rows)
    assert scores[3_000] > 2.5
    assert scores[3_000] == scores[200:].max()
    assert 0.7 < scores[200:].mean() < 1.2


def test_scores_are_zero_until_enough_points_were_seen() -> None:
    rows = np.random.default_rng(6).normal(size=100)
    scores = Forest(ForestConfig()).score_and_update(rows)
    assert (scores[:64] == 0).all()
    assert (scores[64:] > 0).all()
    shingled = Forest(ForestConfig(shingle=4, output_after=10)).score_and_update(rows)
    assert (shingled[:13] == 0).all()
    assert (shingled[13:] > 0).all()


def test_a_shingle_sees_a_change_of_rhythm_that_single_values_hide() -> None:
    wave = np.tile([0.0, 1.0, 2.0, 1.0], 500)
    wave[1_602] = 0.0
    alone = Forest(ForestConfig()).score_and_update(wave)
    shingled = Forest(ForestConfig(shingle=4)).score_and_update(wave)
    assert alone[1_602] < 1
    assert shingled[1_602] > 2


def test_both_layouts_of_trees_score_alike() -> None:
    """A second column that never changes makes the same problem for the other layout."""
    values = np.random.default_rng(7).gamma(2.0, size=3_000)
    line = Forest(ForestConfig(seed=1)).score_and_update(values)
    rows = np.column_stack([values, np.ones(3_000)])
    boxes = Forest(ForestConfig(seed=1, dimensions=2)).score_and_update(rows)
    assert np.corrcoef(line[64:], boxes[64:])[0, 1] > 0.97
    assert abs(line.mean() - boxes.mean()) < 0.02


def test_a_young_forest_is_small() -> None:
    forest = Forest(ForestConfig())
    forest.score_and_update(np.arange(10.0))
    young = forest.state_bytes
    forest.score_and_update(np.arange(1_000.0))
    assert young < 13_000 < forest.state_bytes < 170_000


def test_seeds_and_keys_make_different_forests() -> None:
    rows = np.random.default_rng(8).normal(size=200)
    scores = [
        Forest(ForestConfig(seed=seed), key).score_and_update(rows).tobytes()
        for seed, key in [(1, b"a"), (2, b"a"), (1, b"b"), (1, b"a")]
    ]
    assert len(set(scores)) == 3
    assert scores[0] == scores[3]


def test_no_rows_are_no_scores() -> None:
    assert Forest(ForestConfig()).score_and_update(np.empty(0)).shape == (0,)
    detectors = Detectors(DetectorConfig(ForestConfig()))
    assert detectors.detect([], np.empty(0, np.int64), np.empty((0, 1))).scores.size == 0


def test_wrong_settings_rows_and_snapshots_are_refused() -> None:
    with pytest.raises(BadForestSetting, match="E701 sample is 1"):
        ForestConfig(sample=1)
    with pytest.raises(BadForestSetting, match="E701 shingle 100 times 50 columns is 5000"):
        ForestConfig(shingle=100, dimensions=50)
    with pytest.raises(WrongWidth, match="E703 the forest has 2 columns, these rows have 3"):
        Forest(ForestConfig(dimensions=2)).score_and_update(np.ones((4, 3)))
    good = Forest(ForestConfig(trees=2)).snapshot()
    older = good[:8] + b"\0\0" + good[10:]
    damaged = good[:50] + bytes([good[50] ^ 1]) + good[51:]
    for bad, why in [
        (b"", "no"),
        (older, "version 0"),
        (damaged, "damaged"),
        (good[:-9], "damaged"),
    ]:
        with pytest.raises(UnreadableSnapshot, match=why if why != "no" else "not a forest"):
            Forest.restore(bad)
