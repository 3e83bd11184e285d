"""Scores agree with an independent implementation, AWS's library behind `krcf`, on real data."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from penstock.learning import Forest, ForestConfig
from tests.data import shared_data

krcf = pytest.importorskip("krcf", reason="parity needs the test oracle: pip install krcf")


def oracle(rows: np.ndarray) -> np.ndarray:
    forest = krcf.RandomCutForest(
        {
            "dimensions": rows.shape[1],
            "shingle_size": 1,
            "num_trees": 100,
            "sample_size": 256,
            "lambda": 1e-5,
            "random_seed": 7,
        }
    )
    scores = []
    for row in rows:
        scores.append(forest.score(row))
        forest.update(row)
    return np.array(scores)


def test_scores_on_nyc_taxi_are_those_of_aws() -> None:
    with shared_data("nab/nyc_taxi.csv").open() as file:
        values = np.array([float(row["value"]) for row in csv.DictReader(file)])
    expected = oracle(values.reshape(-1, 1))
    scores = Forest(ForestConfig(seed=1)).score_and_update(values)
    assert np.corrcoef(scores, expected)[0, 1] >= 0.97
    assert abs(scores.mean() - expected.mean()) <= 0.02


@pytest.mark.parametrize("dimensions", [2, 8])
def test_scores_of_several_columns_are_those_of_aws(dimensions: int) -> None:
    rows = np.random.default_rng(0).normal(size=(2_000, dimensions))
    rows[::50] *= 3
    scores = Forest(ForestConfig(seed=1, dimensions=dimensions)).score_and_update(rows)
    expected = oracle(rows)
    late = slice(600, None)
    assert np.corrcoef(scores[late], expected[late])[0, 1] >= 0.97
    assert abs(scores[late].mean() - expected[late].mean()) <= 0.02
