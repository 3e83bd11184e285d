"""Trees stay sound and fair, whatever comes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.learning import Forest, ForestConfig
from penstock.learning.line_forest import LineArrays
from penstock.learning.line_tree import UNCUT
from penstock.learning.trees import tables
from tests.learning.checks import check

VALUES = st.one_of(
    st.integers(-3, 3).map(float),
    st.floats(-1e6, 1e6),
    st.floats(allow_nan=False, allow_infinity=False),
)
ROWS = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(VALUES, min_size=width, max_size=width), max_size=60)
)


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, sample=st.integers(2, 20), seed=st.integers(0, 99))
def test_trees_are_sound_after_any_rows(rows: list[list[float]], sample: int, seed: int) -> None:
    width = len(rows[0]) if rows else 1
    config = ForestConfig(trees=3, sample=sample, dimensions=width, seed=seed, output_after=0)
    forest = Forest(config)
    scores = forest.score_and_update(np.array(rows, np.float64).reshape(-1, width))
    check(forest)
    assert np.isfinite(scores).all()


@pytest.mark.parametrize("dimensions", [1, 3])
def test_trees_are_sound_after_long_churn(dimensions: int) -> None:
    rows = np.random.default_rng(5).normal(size=(4_000, dimensions)).round(1)
    forest = Forest(ForestConfig(trees=5, sample=64, time_decay=500, dimensions=dimensions))
    for start in range(0, len(rows), 500):
        forest.score_and_update(rows[start : start + 500])
        check(forest)


def test_a_sample_draws_points_in_proportion_to_their_weight() -> None:
    time_decay, sample, trees, count = 400, 50, 400, 1_500
    forest = Forest(ForestConfig(trees=trees, sample=sample, time_decay=time_decay, seed=3))
    forest.score_and_update(np.arange(float(count)))
    ages = count - 1 - line(forest).values.astype(np.float64).ravel()
    weights = np.exp(-np.arange(count) / time_decay)
    expected = sample * weights / weights.sum()
    for start in range(0, count, 150):
        chosen = ((ages >= start) & (ages < start + 150)).sum() / trees
        mean = expected[start : start + 150].sum()
        assert abs(chosen - mean) < 4 * np.sqrt(mean / trees), "within four standard errors"


def test_without_decay_every_point_is_as_likely_to_stay() -> None:
    forest = Forest(ForestConfig(trees=400, sample=50, time_decay=2**62, seed=4))
    forest.score_and_update(np.arange(1_000.0))
    counts, _ = np.histogram(line(forest).values, bins=10, range=(0, 1_000))
    assert (abs(counts / 400 - 5.0) < 4 * np.sqrt(5.0 / 400)).all()


def test_the_first_cut_falls_into_a_gap_in_proportion_to_its_length() -> None:
    """Also after many points came and went, when every tree was cut anew many times."""
    values = np.array([0.0, 1.0, 3.0, 6.0, 10.0])
    forest = Forest(ForestConfig(trees=1_000, sample=5, time_decay=5, seed=5))
    forest.score_and_update(np.tile(values, 60))
    arrays = line(forest)
    hits, spans = np.zeros(len(arrays.values)), np.zeros(len(arrays.values))
    for tree, (held, depths) in enumerate(zip(arrays.values, arrays.depths, strict=True)):
        if held[-1] > held[0]:
            top = int(np.flatnonzero(depths == 0)[0])
            spans[tree] = (held[top] - held[top - 1]) / (held[-1] - held[0])
            hits[tree] = np.sum(np.diff(held) ** 2) / (held[-1] - held[0]) ** 2
    assert abs(spans.mean() - hits.mean()) < 0.03, "a long gap is drawn as often as it is long"


@settings(max_examples=60, deadline=None)
@given(
    held=st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=30),
    point=st.integers(-45, 45).map(lambda halves: halves / 2),
)
def test_a_line_tree_scores_as_the_definition_says(held: list[float], point: float) -> None:
    forest = Forest(ForestConfig(trees=4, sample=32, output_after=0))
    forest.score_and_update(np.array([0.0, *held]))
    arrays, size = line(forest), 1 + len(held)
    lines = [
        (values[:size].astype(float), depths[1:size].astype(int))
        for values, depths in zip(arrays.values.copy(), arrays.depths.copy(), strict=True)
    ]
    factor = np.log2(size + 1)
    expected = np.mean([factor * score_by_definition(*each, point, 0, size) for each in lines])
    assert forest.score_and_update(np.array([point]))[0] == pytest.approx(expected, rel=1e-9)


def score_by_definition(
    values: np.ndarray, cuts: np.ndarray, point: float, depth: int, size: int
) -> float:
    """Score top-down: cut off here with the chance of a cut between box and point, or go on."""
    if values[0] == values[-1]:
        if point != values[0]:
            return 1 / (depth + 1)
        mass = len(values)
        return (1 - mass / (2 * size)) / (depth + tables(size)[1, mass])
    outside = max(values[0] - point, point - values[-1], 0.0)
    chance = outside / (outside + values[-1] - values[0])
    top = int(np.argmin(np.where(cuts == UNCUT, UNCUT, cuts)))
    low, high = values[top], values[top + 1]
    to_left = min(max((high - point) / (high - low), 0.0), 1.0)
    inner = 0.0
    if to_left > 0:
        below = score_by_definition(values[: top + 1], cuts[:top], point, depth + 1, size)
        inner += to_left * below
    if to_left < 1:
        above = score_by_definition(values[top + 1 :], cuts[top + 1 :], point, depth + 1, size)
        inner += (1 - to_left) * above
    return chance / (depth + 1) + (1 - chance) * inner


def line(forest: Forest) -> LineArrays:
    arrays = forest.trees.arrays
    assert isinstance(arrays, LineArrays)
    return arrays
