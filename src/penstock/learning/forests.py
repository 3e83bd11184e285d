"""A forest per key: made when its key first comes, apart from all others."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from penstock.learning.config import ForestConfig
from penstock.learning.forest import Forest, Scores
from penstock.learning.intake import Rows
from penstock.learning.snapshot import UnreadableSnapshot

_COUNT = struct.Struct("<Q")
_LENGTHS = struct.Struct("<QQ")


class Forests:
    """The forests of one function call in SQL, one for each key of its PARTITION BY.

    A key's forest draws its chance from the seed and the key's bytes alone, so its scores depend
    neither on other keys nor on how rows were batched.

    >>> forests = Forests(ForestConfig(output_after=1))
    >>> groups = np.array([0, 1, 0])
    >>> forests.score_and_update([b"north", b"south"], groups, np.array([1.0, 5.0, 1.0])).tolist()
    [0.0, 0.0, 0.5]
    """

    def __init__(self, config: ForestConfig) -> None:
        self.config = config
        self._by_key: dict[bytes, Forest] = {}

    def score_and_update(
        self, keys: Sequence[bytes], groups: npt.NDArray[np.int64], rows: Rows
    ) -> Scores:
        """Return a score per row, as `Forest` does, each with the forest of its key.

        `keys[groups[i]]` is row i's key: a batch's own dictionary, in any order.
        """
        scores = np.empty(len(rows), np.float64)
        order = np.argsort(groups, kind="stable")
        bounds = np.searchsorted(groups[order], np.arange(len(keys) + 1))
        for group, key in enumerate(keys):
            chosen = order[bounds[group] : bounds[group + 1]]
            if len(chosen):
                scores[chosen] = self._forest(key).score_and_update(rows[chosen])
        return scores

    def snapshot(self) -> bytes:
        """Return all keys and their forests as bytes that `restore` takes."""
        parts = [_COUNT.pack(len(self._by_key))]
        for key, forest in self._by_key.items():
            data = forest.snapshot()
            parts += [_LENGTHS.pack(len(key), len(data)), key, data]
        return b"".join(parts)

    @staticmethod
    def restore(config: ForestConfig, data: bytes) -> Forests:
        """Return the forests that a snapshot was taken of; UnreadableSnapshot when it cannot."""
        forests = Forests(config)
        try:
            count = _COUNT.unpack_from(data)[0]
            place = _COUNT.size
            for _ in range(count):
                key_end = place + _LENGTHS.size + _LENGTHS.unpack_from(data, place)[0]
                end = key_end + _LENGTHS.unpack_from(data, place)[1]
                key = data[place + _LENGTHS.size : key_end]
                forests._by_key[key] = Forest.restore(data[key_end:end])
                place = end
        except struct.error:
            raise UnreadableSnapshot("this snapshot of forests ends too early") from None
        return forests

    @property
    def state_bytes(self) -> int:
        """The memory that all states take."""
        return sum(forest.state_bytes for forest in self._by_key.values())

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._by_key)

    def _forest(self, key: bytes) -> Forest:
        forest = self._by_key.get(key)
        if forest is None:
            forest = self._by_key[key] = Forest(self.config, key)
        return forest
