"""Keys go to the shards that Kinesis would choose."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.streams.partition import HASHES, Partitioner, hash_range


@given(keys=st.lists(st.binary(max_size=40), max_size=20), shards=st.integers(1, 40))
def test_a_key_goes_to_the_shard_whose_range_holds_its_md5(keys: list[bytes], shards: int) -> None:
    for key, index in zip(keys, Partitioner(shards).shards_of(keys).tolist(), strict=True):
        low, high = hash_range(index, shards)
        assert low <= int.from_bytes(hashlib.md5(key).digest(), "big") <= high


@pytest.mark.parametrize("shards", [1, 2, 3, 7, 1024])
def test_the_ranges_of_all_shards_cover_every_hash_once(shards: int) -> None:
    ranges = [hash_range(index, shards) for index in range(shards)]
    assert ranges[0][0] == 0
    assert ranges[-1][1] == HASHES - 1
    assert all(low == before[1] + 1 for before, (low, _) in pairwise(ranges))


def test_three_shards_have_the_ranges_that_kinesis_gives_them() -> None:
    assert [hash_range(index, 3) for index in range(3)] == [
        (0, 113427455640312821154458202477256070484),
        (113427455640312821154458202477256070485, 226854911280625642308916404954512140969),
        (226854911280625642308916404954512140970, 340282366920938463463374607431768211455),
    ]
