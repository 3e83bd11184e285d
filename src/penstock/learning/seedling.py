"""A forest put away: a young one as its few points, from which the same trees grow again."""

from __future__ import annotations

import struct

import numpy as np

from penstock.learning.config import ForestConfig
from penstock.learning.forest import Forest
from penstock.learning.snapshot import UnreadableSnapshot

_YOUNG, _GROWN = b"Y", b"G"
_HEAD = struct.Struct("<cQQQ")


def asleep(forest: Forest) -> bytes:
    """Return the whole state: 100 bytes for a few points, else the forest's snapshot.

    >>> forest = Forest(ForestConfig())
    >>> _ = forest.score_and_update(np.arange(5.0))
    >>> len(asleep(forest)), len(forest.snapshot())
    (53, 11502)
    """
    if forest.young is None:
        return _GROWN + forest.snapshot()
    intake = forest.intake
    head = _HEAD.pack(_YOUNG, forest.config.width, forest.seen, intake.rows)
    points = [points.astype("<f4").tobytes() for points in forest.young]
    parts = [intake.origin.astype("<f8").tobytes(), intake.history.astype("<f4").tobytes()]
    return b"".join([head, *parts, *points])


def awake(config: ForestConfig, key: bytes, data: bytes) -> Forest:
    """Return the forest that was put away, equal to the bit; UnreadableSnapshot if another's."""
    if data[:1] == _GROWN:
        forest = Forest.restore(data[1:])
        _check(forest.config == config)
        return forest
    _check(data[:1] == _YOUNG and len(data) >= _HEAD.size)
    _, width, seen, rows = _HEAD.unpack_from(data)
    _check(width == config.width)
    forest = Forest(config, key)
    intake = forest.intake
    history_at = _HEAD.size + intake.origin.nbytes
    points_at = history_at + intake.history.nbytes
    _check(len(data) == points_at + 4 * seen * width)
    intake.rows = rows
    intake.origin[:] = np.frombuffer(data[_HEAD.size : history_at], "<f8")
    intake.history[:] = np.frombuffer(data[history_at:points_at], "<f4").reshape(
        intake.history.shape
    )
    points = np.frombuffer(data[points_at:], "<f4").astype(np.float32).reshape(seen, width)
    forest.run(points, None, learn=True)
    return forest


def _check(fits: bool) -> None:
    if not fits:
        raise UnreadableSnapshot(
            "this snapshot is of a forest with other settings or columns",
            hint="start the forest anew, or go back to the settings it was made with",
        )
