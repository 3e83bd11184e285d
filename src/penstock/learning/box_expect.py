"""Ask a box tree which values it holds to be usual where some dimensions are unknown."""

from __future__ import annotations

import numpy as np

from penstock.learning.box_search import nearest
from penstock.learning.box_tree import BoxTree, Path, Points
from penstock.learning.inlined import inlined
from penstock.learning.insight import Insight

_ODD = np.uint64(0xD1342543DE82EF95)


@inlined
def add_held(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    own: BoxTree,
    tree: int,
    points: Points,
    start: int,
    stop: int,
    seen: int,
    stack: Path,
    insight: Insight,
) -> None:
    """Set `held` of points `start` to `stop`: per search, the unknown dimensions' values in turn.

    Chance comes from the tree's word and the point's number, and leaves that word as it is: a
    forest that is asked goes on as one that is not.
    """
    held, missing = insight.held, insight.missing
    chance = np.empty(1, np.uint64)
    for row in range(start, stop):
        chance[0] = own.word[0] ^ (np.uint64(insight.passed + seen + row) * _ODD)
        column = 0
        for search in range(missing.shape[0]):
            leaf = nearest(own, points, row, missing, search, stack, chance)
            for index in range(missing.shape[1]):
                if missing[search, index]:
                    held[tree, row, column] = own.leaves[leaf, index]
                    column += 1
