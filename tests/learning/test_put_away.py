"""Detectors that are put away in a store say what those in memory say, and leave nothing there."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.learning import DetectorConfig, Detectors, ForestConfig
from tests.learning.test_detectors import DETECTORS, NAMES, TIMES_US, parts_of
from tests.learning.test_forest import rows_for


class DictStore:
    """A cold store in memory, which outlives the detectors."""

    def __init__(self) -> None:
        self.kept: dict[int, bytes] = {}
        self.put_count = 0

    def put(self, data: bytes) -> int:
        self.put_count += 1
        self.kept[self.put_count] = data
        return self.put_count

    def get(self, number: int) -> bytes:
        return self.kept[number]

    def drop(self, number: int) -> None:
        del self.kept[number]

    def hold(self, number: int) -> None:
        assert number in self.kept


@settings(max_examples=20, deadline=None)
@given(
    config=DETECTORS,
    keys=st.lists(st.integers(0, 4), min_size=1, max_size=110),
    cuts=st.lists(st.integers(0, 110), max_size=5),
    budget=st.sampled_from([0, 3_000, 10**9]),
)
def test_a_store_changes_nothing_and_holds_each_key_once(
    config: DetectorConfig, keys: list[int], cuts: list[int], budget: int
) -> None:
    groups, rows = np.array(keys, np.int64), rows_for(config.forest)[: len(keys)]
    store, in_memory = DictStore(), Detectors(config)
    detectors = Detectors(config, budget, cold=store)
    for chosen in np.split(np.arange(len(keys)), sorted(cuts)):
        given_to_each = NAMES, groups[chosen], rows[chosen], TIMES_US[chosen]
        expected = parts_of(in_memory.detect(*given_to_each))
        found = parts_of(detectors.detect(*given_to_each))
        assert all(found[name].tobytes() == each.tobytes() for name, each in expected.items())
        detectors = Detectors.restore(config, detectors.snapshot(), budget, cold=store)
        assert len(store.kept) == len(detectors) == len(in_memory)


def test_a_snapshot_packs_only_what_has_changed() -> None:
    store = DictStore()
    detectors = Detectors(DetectorConfig(ForestConfig()), cold=store)
    names = [f"{number}".encode() for number in range(50)]
    detectors.detect(names, np.arange(2_000) % 50, np.arange(2_000.0).reshape(-1, 1))
    data = detectors.snapshot()
    assert store.put_count == len(store.kept) == 50
    assert detectors.snapshot() == data
    assert store.put_count == 50
    detectors.detect(names[7:9], np.array([0, 1]), np.ones((2, 1)))
    assert len(detectors.snapshot()) == len(data) < 50 * 30
    assert store.put_count == 52
    assert len(store.kept) == 50
