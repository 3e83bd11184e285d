"""Time-decayed reservoir sampling: which points a tree keeps, without a weight per point.

A point of age a has weight exp(-a / time_decay). Chao's scheme (Biometrika 1982) takes the k-th
point with probability sample / W(k), where W(k) is the weight of all points so far, and lets it
replace a uniformly drawn member; then every point's chance to be in the sample is exactly in
proportion to its weight. No weights are stored, so none loses precision on an endless stream.

The next accepted point is drawn ahead, so that a point that is not accepted costs nothing.
"""

from __future__ import annotations

import math

from penstock.core.compiled import compiled
from penstock.learning.chance import Words, uniform

_GAP_MAX = 2.0**62


@compiled
def accept_chance(count: int, sample: int, decay: float) -> float:
    """Return the chance that the `count`-th point (from 1) enters a full sample."""
    weight = math.expm1(-decay * count) / math.expm1(-decay)
    return float(min(1.0, sample / weight))


@compiled
def accept_next(words: Words, tree: int, start: int, sample: int, decay: float) -> int:
    """Return the number (from 0) of the first point from `start` on that this tree accepts.

    The chance falls with time, so the gap to the next candidate is drawn from a geometric law with
    the present chance, and the candidate is kept with the ratio of the two chances (thinning).
    """
    if start < sample:
        return start
    candidate = start
    while True:
        bound = accept_chance(candidate + 1, sample, decay)
        if bound < 1.0:
            gap = math.log(uniform(words, tree)) / math.log1p(-bound)
            candidate += int(min(gap, _GAP_MAX))
        if uniform(words, tree) * bound < accept_chance(candidate + 1, sample, decay):
            return candidate
        candidate += 1
