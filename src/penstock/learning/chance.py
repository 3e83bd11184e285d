"""Random numbers for a tree: SplitMix64, so that a tree's whole chance is one 64-bit word.

The generator is the public-domain one of Steele, Lea and Flood (OOPSLA 2014). A tree that keeps its
own word draws the same numbers however its points were batched, and survives a snapshot.
"""

from __future__ import annotations

import hashlib
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.learning.inlined import inlined

Words: TypeAlias = npt.NDArray[np.uint64]

_GAMMA = np.uint64(0x9E3779B97F4A7C15)
_MIX_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_MIX_SECOND = np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
_UNIT = 2.0**-53


@inlined
def uniform(words: Words, tree: int) -> float:
    """Return a number in (0, 1), never an end of it, and move the tree's word on."""
    word = words[tree] + _GAMMA
    words[tree] = word
    word = (word ^ (word >> _S30)) * _MIX_FIRST
    word = (word ^ (word >> _S27)) * _MIX_SECOND
    word = word ^ (word >> _S31)
    return float((np.float64(word >> _S11) + 0.5) * _UNIT)


@inlined
def draw_below(words: Words, tree: int, end: int) -> int:
    """Return a whole number from 0 to `end - 1`."""
    return int(uniform(words, tree) * end)


def words_from(seed: int, key: bytes, trees: int) -> Words:
    """Return one starting word per tree, from the seed and the forest's key and nothing else.

    >>> bool((words_from(7, b"a", 3) == words_from(7, b"a", 3)).all())
    True
    >>> bool((words_from(7, b"a", 3) == words_from(7, b"b", 3)).any())
    False
    """
    text = seed.to_bytes(16, "little", signed=True) + key
    drawn = hashlib.shake_128(text).digest(8 * trees)
    return np.frombuffer(drawn, "<u8").astype(np.uint64)
