"""A snapshot that does not fit, or is damaged, is refused by name and never half taken."""

from __future__ import annotations

import numpy as np
import pytest

from penstock.learning import (
    DetectorConfig,
    Detectors,
    ForestConfig,
    UnreadableSnapshot,
    WrongWidth,
)
from penstock.learning.detectors import MAGIC


def test_snapshots_of_other_columns_versions_or_pieces_are_refused() -> None:
    config = DetectorConfig(ForestConfig(dimensions=2))
    for count in (5, 500):
        detectors = Detectors(config)
        rows = np.random.default_rng(6).normal(size=(count, 2))
        detectors.detect([b"a"], np.zeros(count, np.int64), rows)
        data = detectors.snapshot()
        wider = DetectorConfig(ForestConfig(dimensions=3))
        with pytest.raises(UnreadableSnapshot, match="other settings or columns"):
            Detectors.restore(wider, data)
        with pytest.raises(UnreadableSnapshot):
            Detectors.restore(config, data[:-9])
        older = data[: len(MAGIC)] + b"\0\0" + data[len(MAGIC) + 2 :]
        with pytest.raises(UnreadableSnapshot, match="another version"):
            Detectors.restore(config, older)
    with pytest.raises(UnreadableSnapshot, match="ends too early"):
        Detectors.restore(config, b"")
    with pytest.raises(WrongWidth, match="E703 the forest has 2 columns, these rows have 3"):
        detectors.detect([b"a"], np.zeros(4, np.int64), np.ones((4, 3)))


def test_a_damaged_snapshot_is_refused() -> None:
    config = DetectorConfig(ForestConfig())
    detectors = Detectors(config)
    detectors.detect([b"a"], np.zeros(100, np.int64), np.ones((100, 1)))
    data = bytearray(detectors.snapshot())
    data[-20:] = bytes(20)
    with pytest.raises(UnreadableSnapshot):
        Detectors.restore(config, bytes(data))
