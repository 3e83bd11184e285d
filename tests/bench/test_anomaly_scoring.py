"""The benchmark's scoring on cases that are worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.bench.anomalies.rated import rated
from penstock.bench.anomalies.series import NoLabelledSeries, Series, read_corpus
from penstock.bench.anomalies.sweep import PROFILES, STANDARD, normalized, summed, sweep
from penstock.bench.anomalies.synthetic import synthetic_corpus
from penstock.bench.anomalies.worth import OUTSIDE, Worth, worth_of
from penstock.learning import PRESETS, Season

ROWS, FIRST, LAST = 1_000, 400, 499
LOW_FP, LOW_FN = PROFILES[1:]


def series(*windows: tuple[int, int], rows: int = ROWS) -> Series:
    return Series("made up", np.arange(rows), np.zeros(rows), windows)


def total(alarms: list[int], profile=STANDARD, worth: Worth | None = None) -> float:
    scores = np.zeros(ROWS)
    scores[alarms] = 1.0
    return sweep(scores, worth or worth_of(series((FIRST, LAST))), profile).at(1.0)


def test_a_detection_at_the_start_of_a_window_earns_its_whole_weight() -> None:
    assert total([FIRST]) == pytest.approx(1.0)


def test_a_detection_in_the_middle_earns_the_sigmoid_of_half_a_window() -> None:
    middle = (2 / (1 + math.exp(-2.5)) - 1) / (2 / (1 + math.exp(-5)) - 1)
    assert total([FIRST + 50]) == pytest.approx(middle)
    assert middle == pytest.approx(0.8598, abs=1e-4)


def test_a_detection_at_the_right_end_earns_next_to_nothing() -> None:
    assert total([LAST]) == pytest.approx((2 / (1 + math.exp(-0.05)) - 1) / 0.98661, abs=1e-4)
    assert 0 < total([LAST]) < 0.03


def test_only_the_first_detection_in_a_window_counts() -> None:
    assert total([FIRST + 20, FIRST + 21, LAST]) == pytest.approx(total([FIRST + 20]))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_false_alarm_far_from_every_window_costs_its_whole_weight(profile) -> None:
    cost = profile.false_alarm
    assert total([300], profile) == pytest.approx(-profile.missed - cost)
    assert total([900], profile) == pytest.approx(-profile.missed - cost)
    assert total([300, 301, 900], profile) == pytest.approx(-profile.missed - 3 * cost)


def test_a_false_alarm_just_after_a_window_costs_little_and_more_the_later() -> None:
    costs = [-1 - total([row]) for row in (LAST + 1, LAST + 20, LAST + 99)]
    assert costs[0] < costs[1] < costs[2] == pytest.approx(0.11 * 0.98661, abs=1e-5)
    assert costs[0] == pytest.approx(0.11 * (1 - 2 / (1 + math.exp(5 / 99))), abs=1e-9)


def test_a_missed_window_costs_its_weight() -> None:
    assert total([]) == pytest.approx(-1.0)
    assert total([], LOW_FN) == pytest.approx(-2.0)


def test_alarms_in_probation_do_not_count() -> None:
    assert total([0, 149, FIRST]) == pytest.approx(1.0)
    assert total([150, FIRST]) == pytest.approx(1.0 - 0.11)


@pytest.mark.parametrize("profile", PROFILES)
def test_no_alarm_is_0_and_a_perfect_detector_is_100(profile) -> None:
    windows = ((FIRST, LAST), (700, 760))
    worth = worth_of(series(*windows))
    assert normalized(total([], profile, worth), 2, profile) == pytest.approx(0.0)
    perfect = total([FIRST, 700], profile, worth)
    assert normalized(perfect, 2, profile) == pytest.approx(100.0)


def test_a_missing_score_is_no_alarm() -> None:
    scores = np.full(ROWS, np.nan)
    scores[FIRST] = 0.5
    swept = sweep(scores, worth_of(series((FIRST, LAST))), STANDARD)
    assert swept.thresholds.tolist() == [np.inf, 0.5]
    assert swept.totals == pytest.approx([-1.0, 1.0])


def test_the_best_threshold_is_the_same_for_all_series_of_a_corpus() -> None:
    worth = worth_of(series((FIRST, LAST)))
    loud, quiet = np.zeros(ROWS), np.zeros(ROWS)
    loud[[FIRST, 800]] = 5.0, 3.0
    quiet[FIRST] = 2.0
    both = summed([sweep(loud, worth, STANDARD), sweep(quiet, worth, STANDARD)])
    assert both.best == 2.0
    assert both.at(2.0) == pytest.approx(2.0 + sweep(loud, worth, STANDARD).at(3.0) - 1.0)


def plain_total(scores: np.ndarray, worth: Worth, threshold: float) -> float:
    """Add up what the definition says, alarm by alarm."""
    best = [-1.0] * worth.windows
    lost = 0.0
    for row in np.flatnonzero(worth.counts & (scores >= threshold)):
        window = worth.window[row]
        if window == OUTSIDE:
            lost += 0.11 * worth.worth[row]
        else:
            best[window] = max(best[window], worth.worth[row])
    return sum(best) + lost


@given(seed=st.integers(0, 1_000), levels=st.integers(1, 9))
def test_the_sweep_gives_what_adding_up_at_each_threshold_gives(seed: int, levels: int) -> None:
    chance = np.random.default_rng(seed)
    worth = worth_of(series((40, 59), (100, 104), (150, 170), rows=200))
    scores = chance.integers(0, levels, 200) / levels
    swept = sweep(scores, worth, STANDARD)
    for threshold in (*np.unique(scores), 0.05, 2.0):
        assert swept.at(threshold) == pytest.approx(plain_total(scores, worth, threshold))


def test_labelled_series_are_read_from_their_folder(tmp_path: Path) -> None:
    rows = "\n".join(f"2020-01-01 00:0{minute}:00,{minute}.5" for minute in range(10))
    (tmp_path / "a.csv").write_text(f"timestamp,value\n{rows}\n")
    windows = '{"a.csv": [["2020-01-01 00:03:00.000000", "2020-01-01 00:05:00.000000"]]}'
    (tmp_path / "labelled_windows.json").write_text(windows)
    (read,) = read_corpus(tmp_path)
    assert read.windows == ((3, 5),)
    assert read.values.tolist() == [minute + 0.5 for minute in range(10)]
    assert np.diff(read.times_us).tolist() == [60_000_000] * 9


def test_a_folder_without_labels_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoLabelledSeries, match="no labelled series in"):
        read_corpus(tmp_path)


def test_made_up_series_are_the_same_for_a_seed_and_their_windows_lie_within() -> None:
    one, same, other = (synthetic_corpus(seed, each=2) for seed in (1, 1, 2))
    for left, right in zip(one, same, strict=True):
        assert left.name == right.name
        assert (left.values == right.values).all()
    assert [each.name for each in one] != [each.name for each in other]
    for each in one:
        assert np.isfinite(each.values).all()
        for first, last in each.windows:
            assert 0.15 * len(each.values) < first < last < len(each.values)


def test_a_noons_value_at_night_is_found_with_a_season_only() -> None:
    half_hours = np.arange(30 * 48)
    values = (
        10
        - 5 * np.cos(half_hours * (2 * np.pi / 48))
        + np.random.default_rng(4).normal(0, 0.2, 1_440)
    )
    values[1_205] = 15.0
    odd = Series("odd", half_hours * 1_800_000_000, values, ((1_200, 1_220),))
    without, seasonal = (rated([odd], PRESETS["aws"], 1, each) for each in (None, Season.DAY))
    assert without.totals["standard"] < 50 < seasonal.totals["standard"]
