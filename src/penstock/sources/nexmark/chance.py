"""Chance that can be asked again: a draw is a function of seed, lane and event number alone.

So it does not matter in which order, or in how many pieces, events are made. Each column draws
from a lane of its own and is independent of the others.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s

Words: TypeAlias = npt.NDArray[np.uint64]

_GOLDEN = 0x9E3779B97F4A7C15
_MULTIPLIERS = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
_HALF = np.uint64(32)
_LOW_HALF = np.uint64(2**32 - 1)
_WORD = 2**64 - 1


def words(seed: int, lane: int, numbers: Int64s) -> Words:
    """Return 64 random bits for each number, by the mixing steps of SplitMix64."""
    start = _mixed(_mixed(seed & _WORD) + lane & _WORD)
    mixed: Words = numbers.view(np.uint64) * np.uint64(_GOLDEN)
    mixed += np.uint64(start)
    for shift, multiplier in zip(_SHIFTS, _MULTIPLIERS, strict=False):
        mixed ^= mixed >> shift
        mixed *= multiplier
    mixed ^= mixed >> _SHIFTS[-1]
    return mixed


def _mixed(word: int) -> int:
    """Return one word mixed as `words` does, so that near seeds and lanes share nothing."""
    for shift, multiplier in zip(_SHIFTS, _MULTIPLIERS, strict=False):
        word = (word ^ word >> int(shift)) * int(multiplier) & _WORD
    return (word ^ word >> int(_SHIFTS[-1])) + _GOLDEN & _WORD


def below(bits: Words, limits: Any) -> Int64s:
    """Return a number from 0 to under its limit (at most 2**32), made of a word's upper half.

    >>> below(words(seed=1, lane=2, numbers=np.arange(5)), 10).tolist()
    [5, 9, 1, 6, 4]
    """
    limits = np.asarray(limits).astype(np.uint64)
    drawn: Int64s = ((bits >> _HALF) * limits >> _HALF).view(np.int64)
    return drawn


def below_too(bits: Words, limits: Any) -> Int64s:
    """Return a second number from the same words, made of their lower halves."""
    limits = np.asarray(limits).astype(np.uint64)
    drawn: Int64s = ((bits & _LOW_HALF) * limits >> _HALF).view(np.int64)
    return drawn
