"""HOTSPOTS finds what DBSCAN finds, and its regions keep their numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from penstock.learning.hotspot_boxes import Regions
from penstock.learning.hotspot_config import BadHotspotSetting, HotspotConfig
from penstock.learning.hotspots import Hotspots, HotspotState, UnreadableHotspots
from tests.learning import hotspot_model

GRID = st.integers(0, 12)
POINTS = st.lists(st.tuples(GRID, GRID), min_size=1, max_size=80)
RADIUS = 1.5
"""On a grid of whole numbers no distance comes near to it."""


def configured(window: int, minimum: int) -> HotspotConfig:
    return HotspotConfig(window, RADIUS, min(minimum, window))


def as_rows(points: list[tuple[int, int]]) -> np.ndarray:
    return np.array(points, np.float64).reshape(-1, 2)


def told(regions: Regions) -> list[tuple[int, int, int, tuple[float, ...], tuple[float, ...]]]:
    columns = (regions.row, regions.region, regions.count)
    boxes = (map(tuple, regions.low.tolist()), map(tuple, regions.high.tolist()))
    return list(zip(*(column.tolist() for column in columns), *boxes, strict=True))


@given(POINTS, st.integers(2, 90), st.integers(2, 6))
@settings(max_examples=150, deadline=None)
def test_the_regions_are_those_of_dbscan_after_every_point(points, window, minimum):
    config = configured(window, minimum)
    expected = []
    for row, regions in enumerate(hotspot_model.regions_after_each(points, config)):
        for label, members in regions:
            inside = as_rows([points[each] for each in members])
            low, high = inside.min(axis=0), inside.max(axis=0)
            expected.append((row, label, len(members), tuple(low), tuple(high)))
    assert told(Hotspots(config).update(as_rows(points))) == expected


@given(POINTS, st.lists(st.integers(0, 80), max_size=5), st.integers(2, 90), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_batches_and_restarts_change_nothing(points, cuts, window, minimum):
    config = configured(window, minimum)
    whole = told(Hotspots(config).update(as_rows(points)))
    spots, found = Hotspots(config), []
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(points)}), len(points)]
    for start, end in pairwise(edges):
        spots = Hotspots.restored(config, spots.state())
        regions = spots.update(as_rows(points[start:end]))
        found += [(row + start, *rest) for row, *rest in told(regions)]
    assert found == whole


@given(POINTS, st.integers(2, 90))
@settings(max_examples=40, deadline=None)
def test_only_the_last_regions_are_those_of_the_last_row_and_asking_again_changes_nothing(
    points, window
):
    config = configured(window, 3)
    every = Hotspots(config).update(as_rows(points))
    spots = Hotspots(config)
    last = told(spots.update(as_rows(points), every=False))
    assert last == [each for each in told(every) if each[0] == len(points) - 1]
    again = told(spots.update(np.empty((0, 2)), every=False))
    assert [each[1:] for each in again] == [each[1:] for each in last]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=40))
@settings(max_examples=60, deadline=None)
def test_distances_on_a_sphere_are_along_its_surface(points):
    config = HotspotConfig(50, 800_000.0, 2, sphere=True)
    arcs = [hotspot_model._arc(a, b) for a in points for b in points]
    assume(all(abs(arc - config.scan_radius) > 1 for arc in arcs))
    expected = [
        (label, len(members))
        for label, members in list(hotspot_model.regions_after_each(points, config))[-1]
    ]
    found = Hotspots(config).update(np.array(points), every=False)
    assert list(zip(found.region.tolist(), found.count.tolist(), strict=True)) == expected


def test_a_box_over_the_antimeridian_has_its_western_edge_above_its_eastern_one():
    spots = Hotspots(HotspotConfig(50, 300_000.0, 2, sphere=True))
    found = spots.update(np.array([[179.0, 10.0], [-179.0, 10.5]]), every=False)
    assert found.low.tolist() == [[179.0, 10.0]]
    assert found.high.tolist() == [[-179.0, 10.5]]
    assert abs(found.centre[0, 0]) == pytest.approx(180, abs=0.01)
    width, height = 2 * 111.19 * np.cos(np.radians(10.25)), 0.5 * 111.19
    assert found.density[0] == pytest.approx(2 / (300 * max(width, 300)), rel=1e-3)
    assert height < 300 > width


def test_density_is_points_per_volume_and_no_side_counts_below_the_radius():
    spots = Hotspots(HotspotConfig(50, 1.5, 3))
    line = [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
    found = spots.update(np.array(line), every=False)
    assert found.density.tolist() == [4 / (3.0 * 1.5)]
    assert found.centre.tolist() == [[1.5, 0.0]]


def test_a_thousand_equal_points_are_one_region_of_finite_density():
    found = Hotspots(HotspotConfig(1_000, 0.5, 20)).update(np.ones((3_000, 2)), every=False)
    assert (found.count.tolist(), found.density.tolist()) == ([1_000], [1_000 / 0.25])


def test_a_column_of_a_billion_times_the_scale_leaves_each_point_alone():
    rows = np.arange(400.0).reshape(200, 2) * 1e9
    assert len(Hotspots(HotspotConfig(100, 1.0, 2)).update(rows)) == 0


def test_more_than_two_columns_are_taken():
    spots = Hotspots(HotspotConfig(50, 1.0, 3, dimensions=5))
    found = spots.update(np.repeat([[1.0, 2.0, 3.0, 4.0, 5.0]], 3, axis=0), every=False)
    assert found.centre.tolist() == [[1.0, 2.0, 3.0, 4.0, 5.0]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"window_size": 1},
        {"window_size": 10_001},
        {"minimum_points": 1},
        {"window_size": 5, "minimum_points": 6},
        {"scan_radius": float("nan")},
        {"scan_radius": -1.0},
        {"sphere": True, "dimensions": 3},
        {"sphere": True, "scan_radius": 6e6},
    ],
)
def test_settings_out_of_limits_are_refused(wrong):
    with pytest.raises(BadHotspotSetting):
        HotspotConfig(**wrong)


def test_a_state_of_other_settings_is_refused():
    spots = Hotspots(HotspotConfig(10, 1.0, 2))
    spots.update(np.zeros((20, 2)))
    with pytest.raises(UnreadableHotspots, match="2 columns"):
        Hotspots.restored(HotspotConfig(10, 1.0, 2, dimensions=3), spots.state())
    with pytest.raises(UnreadableHotspots, match="window of 10"):
        Hotspots.restored(HotspotConfig(12, 1.0, 2), spots.state())
    with pytest.raises(UnreadableHotspots, match="window of 0"):
        Hotspots.restored(HotspotConfig(), HotspotState(np.empty((0, 2)), np.empty(0, int), 3, 0))
