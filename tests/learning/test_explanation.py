"""A score is explained by its columns, in the same bits however rows come, and costs no chance."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple, fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.learning import Findings, Forest, ForestConfig
from penstock.learning.parts import SHARED_MIN, Pool
from penstock.learning.questions import NoShingle, forecast, impute, neighbours
from tests.learning.test_forest import CONFIGS, rows_for


@settings(max_examples=40, deadline=None)
@given(config=CONFIGS)
def test_attribution_sums_to_the_score_and_costs_no_chance(config: ForestConfig) -> None:
    rows = rows_for(config)
    plain, asked = Forest(config), Forest(config)
    scores = plain.score_and_update(rows)
    found = asked.explain_and_update(rows, expect=True)
    assert found.scores.tobytes() == scores.tobytes()
    assert asked.snapshot() == plain.snapshot()
    np.testing.assert_allclose((found.high + found.low).sum(axis=1), scores, rtol=1e-6)
    some = np.isfinite(scores)
    assert (found.high[some] >= 0).all()
    assert (found.low[some] >= 0).all()
    assert ((found.displacement[some] >= 0) & (found.displacement[some] <= 1)).all()
    told = np.isfinite(found.expected)
    assert (found.expected_low[told] <= found.expected[told]).all()
    assert (found.expected[told] <= found.expected_high[told]).all()
    assert told.all(axis=1).tolist() == (scores > 0).tolist()


@settings(max_examples=30, deadline=None)
@given(config=CONFIGS, cuts=st.lists(st.integers(0, 120), max_size=8))
def test_findings_do_not_depend_on_batches_and_restarts(
    config: ForestConfig, cuts: list[int]
) -> None:
    rows = rows_for(config)
    whole = Forest(config).explain_and_update(rows, expect=True)
    forest = Forest(config)
    parts: list[Findings] = []
    for part in np.split(rows, sorted(cuts)):
        parts.append(forest.explain_and_update(part, expect=True))
        forest = Forest.restore(forest.snapshot())
    for field in fields(Findings):
        joined = np.concatenate([getattr(part, field.name) for part in parts])
        assert joined.tobytes() == getattr(whole, field.name).tobytes()


@pytest.mark.parametrize("dimensions", [1, 2, 5])
@pytest.mark.parametrize("shift", [-15.0, 15.0])
def test_a_shift_is_attributed_to_its_column_and_direction(dimensions: int, shift: float) -> None:
    rows = np.random.default_rng(1).normal(size=(2_000, dimensions))
    forest = Forest(ForestConfig(dimensions=dimensions))
    forest.score_and_update(rows)
    for column in range(dimensions):
        odd = rows[:1].copy()
        odd[0, column] += shift
        found = forest.explain_and_update(odd, learn=False, expect=True)
        side = found.high if shift > 0 else found.low
        assert side[0, column] > 0.75 * found.scores[0]
        assert found.displacement[0] > 0.5
        assert abs(found.expected[0, column]) < 1.5
        assert -3 < found.expected_low[0, column] < found.expected_high[0, column] < 3


@pytest.mark.parametrize("dimensions", [1, 3])
def test_rows_that_only_pass_by_teach_nothing(dimensions: int) -> None:
    rows = np.random.default_rng(2).normal(size=(900, dimensions))
    forest = Forest(ForestConfig(trees=10, sample=64, dimensions=dimensions))
    forest.score_and_update(rows[:500])
    before = forest.snapshot()
    first = forest.score_and_update(rows[500:], learn=False)
    again = forest.explain_and_update(rows[500:], learn=False)
    assert first.tobytes() == again.scores.tobytes()
    restored = Forest.restore(before)
    tail = restored.score_and_update(rows[500:])
    assert forest.score_and_update(rows[500:]).tobytes() == tail.tobytes()
    young = Forest(ForestConfig(dimensions=dimensions))
    assert (young.score_and_update(rows, learn=False) == 0).all()
    assert young.seen == 0


@pytest.mark.parametrize("dimensions", [1, 3])
@pytest.mark.parametrize("threads", [2, 4])
def test_threads_change_no_bit(dimensions: int, threads: int) -> None:
    rows = np.random.default_rng(3).normal(size=(600, dimensions))
    config = ForestConfig(trees=11, sample=32, dimensions=dimensions)
    alone, shared = Forest(config), Forest(config)
    with ThreadPoolExecutor(threads) as executor:
        for part in np.split(rows, [5, 5 + SHARED_MIN, 300]):
            scores = shared.score_and_update(part, pool=Pool(executor, threads))
            assert scores.tobytes() == alone.score_and_update(part).tobytes()
            pooled = shared.explain_and_update(part, expect=True, pool=Pool(executor, threads))
            single = alone.explain_and_update(part, expect=True)
            for one, other in zip(astuple(pooled), astuple(single), strict=True):
                assert one.tobytes() == other.tobytes()
    assert shared.snapshot() == alone.snapshot()


def test_a_wave_goes_on_as_it_went() -> None:
    wave = 5 + np.sin(np.arange(3_000) * (2 * np.pi / 40))
    forest = Forest(ForestConfig(shingle=20, seed=2))
    forest.score_and_update(wave[:2_900])
    ahead = forecast(forest, 40)
    assert abs(ahead.rows[:, 0] - wave[2_900:2_940]).max() < 0.3
    assert ((ahead.low <= ahead.rows) & (ahead.rows <= ahead.high)).all()
    filled = impute(forest, np.array([np.nan]))
    assert filled[0] == pytest.approx(wave[2_900], abs=0.2)
    found = forest.explain_and_update(np.array([9.0]), expect=True)
    assert found.expected[0, 0] == pytest.approx(wave[2_900], abs=0.2)
    assert found.expected_high[0, 0] < 6.2


def test_a_missing_value_is_made_up_from_the_other_columns() -> None:
    chance = np.random.default_rng(4)
    speed = chance.uniform(0, 30, 4_000)
    rows = np.column_stack([speed, speed * 40 + chance.normal(0, 5, 4_000), 200 - speed])
    forest = Forest(ForestConfig(dimensions=3))
    forest.score_and_update(rows)
    filled = impute(forest, np.array([np.nan, 400.0, np.nan]))
    assert filled[0] == pytest.approx(10, abs=2)
    assert filled[1] == 400
    assert filled[2] == pytest.approx(190, abs=2)
    nothing_known = impute(forest, np.full(3, np.nan))
    assert nothing_known[0] == pytest.approx(15, abs=6)
    young = Forest(ForestConfig(dimensions=3))
    assert np.isnan(impute(young, np.array([1.0, np.nan, 2.0])))[1]


@pytest.mark.parametrize("dimensions", [1, 2])
def test_neighbours_are_the_nearest_points_that_trees_hold(dimensions: int) -> None:
    rows = np.random.default_rng(5).normal(size=(100, dimensions))
    forest = Forest(ForestConfig(trees=5, dimensions=dimensions))
    forest.score_and_update(rows)
    found = neighbours(forest, rows[7], 3)
    nearest = np.argsort(abs(rows - rows[7]).sum(axis=1))[:3]
    np.testing.assert_allclose(found.points, rows[nearest], atol=1e-6)
    assert found.trees.tolist() == [5, 5, 5]


def test_without_a_shingle_there_is_no_forecast() -> None:
    with pytest.raises(NoShingle):
        forecast(Forest(ForestConfig()), 3)
