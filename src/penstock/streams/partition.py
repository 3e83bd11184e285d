"""Which shard a key belongs to: MD5 of the key in even ranges, as Kinesis does it.

>>> partitioner = Partitioner(shards=3)
>>> partitioner.shards_of([b"north", b"south", b"north"]).tolist()
[1, 0, 1]
>>> hash_range(0, 2)
(0, 170141183460469231731687303715884105727)
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from penstock.core.batch import Int64s

HASHES = 2**128
CACHED_KEYS_MAX = 2**18
"""Keys whose shard is remembered; MD5 anew costs five times a look-up."""


def shard_name(index: int) -> str:
    """Return the name of the shard at `index`, in Kinesis' form."""
    return f"shardId-{index:012d}"


def hash_range(index: int, shards: int) -> tuple[int, int]:
    """Return the first and the last MD5 value that belong to a shard."""
    width = HASHES // shards
    last = HASHES - 1 if index == shards - 1 else (index + 1) * width - 1
    return index * width, last


class Partitioner:
    """Gives keys to shards, remembering the keys that it has seen lately."""

    def __init__(self, shards: int) -> None:
        width = HASHES // shards

        def shard_of(key: bytes) -> int:
            digest = hashlib.md5(key, usedforsecurity=False).digest()
            return min(int.from_bytes(digest, "big") // width, shards - 1)

        self._shard_of = lru_cache(CACHED_KEYS_MAX)(shard_of)

    def shards_of(self, keys: Sequence[bytes]) -> Int64s:
        """Return the shard index of each key."""
        return np.fromiter(map(self._shard_of, keys), np.int64, len(keys))
