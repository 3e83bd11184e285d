"""Insert into a line tree and delete from it, so that it stays a fair draw of its sample.

Both follow the paper's algorithms (InsertPoint and ForgetPoint): whichever points came and went,
the tree is distributed as if it had just been built from those that are there.
"""

from __future__ import annotations

import numpy as np

from penstock.core.compiled import compiled
from penstock.learning.chance import Words, uniform
from penstock.learning.inlined import inlined
from penstock.learning.line_tree import EDGE, UNCUT, Depths, Floats, position


@compiled
def insert(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats, depths: Depths, size: int, point: np.float32, words: Words, tree: int
) -> None:
    """Put `point` into the line of `size` values; the arrays have room for one more."""
    if size == 0:
        values[0] = point
        depths[0] = EDGE
        depths[1] = EDGE
        return
    gap = position(values, size, point)
    if gap < size and values[gap] == point:
        _make_room(values, depths, size, gap, gap + 1)
        depths[gap + 1] = UNCUT
    elif gap == 0 or (gap < size and _cut_is_left(values, gap, point, words, tree)):
        _join_right(values, depths, size, gap, point, words, tree)
    else:
        _join_left(values, depths, size, gap, point, words, tree)
    values[gap] = point


@inlined
def _cut_is_left(values: Floats, gap: int, point: np.float32, words: Words, tree: int) -> bool:
    """Draw where in its gap the cut lies and say whether that is to the left of `point`."""
    left = np.float64(values[gap - 1])
    return bool(uniform(words, tree) * (values[gap] - left) < point - left)


@inlined
def _join_right(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats, depths: Depths, size: int, gap: int, point: np.float32, words: Words, tree: int
) -> None:
    """Cut `point` off from a node, which chance picks, on the left flank of the stretch beside it.

    The paper goes down and stops at the first node whose new box is cut between it and the point;
    each node's draw is its own, so going up and taking the last such node is the same.
    """
    outer = depths[gap]
    cut = gap + 1
    while depths[cut] == UNCUT:
        cut += 1
    depth = depths[cut]
    depth_new = max(depth, outer) + 1
    end = cut
    distance = values[gap] - point
    while depth > outer:
        cut += 1
        while depths[cut] >= depth:
            cut += 1
        if uniform(words, tree) * (values[cut - 1] - point) < distance:
            depth_new = depth
            end = cut
        depth = depths[cut]
    _shift_depths(depths, gap + 1, end, 1)
    _make_room(values, depths, size, gap, gap + 1)
    depths[gap + 1] = depth_new


@inlined
def _join_left(  # noqa: PLR0913, PLR0917 -- a kernel takes all it works on
    values: Floats, depths: Depths, size: int, gap: int, point: np.float32, words: Words, tree: int
) -> None:
    """Cut `point` off from the stretch to its left; the mirror image of `_join_right`."""
    outer = depths[gap]
    cut = gap - 1
    while depths[cut] == UNCUT:
        cut -= 1
    depth = depths[cut]
    depth_new = max(depth, outer) + 1
    start = cut
    distance = point - values[gap - 1]
    while depth > outer:
        cut -= 1
        while depths[cut] >= depth:
            cut -= 1
        if uniform(words, tree) * (point - values[cut]) < distance:
            depth_new = depth
            start = cut
        depth = depths[cut]
    _shift_depths(depths, start + 1, gap, 1)
    _make_room(values, depths, size, gap, gap)
    depths[gap] = depth_new


@compiled
def delete(values: Floats, depths: Depths, size: int, index: int) -> None:
    """Take `values[index]` out of a line of at least two values.

    Of the two cuts beside a value the deeper one is its leaf's parent: it goes, and the other side
    of that cut moves up by one level.
    """
    left = depths[index]
    right = depths[index + 1]
    if right > left:
        if right != UNCUT:
            end = index + 2
            while depths[end] > right:
                end += 1
            _shift_depths(depths, index + 2, end, -1)
        _close_up(values, depths, size, index, index + 1)
    else:
        if left != UNCUT:
            start = index - 1
            while depths[start] > left:
                start -= 1
            _shift_depths(depths, start + 1, index, -1)
        _close_up(values, depths, size, index, index)


@inlined
def _shift_depths(depths: Depths, start: int, end: int, by: int) -> None:
    for cut in range(start, end):
        if depths[cut] != UNCUT:
            depths[cut] += by


@inlined
def _make_room(values: Floats, depths: Depths, size: int, value: int, cut: int) -> None:
    for index in range(size, value, -1):
        values[index] = values[index - 1]
    for index in range(size + 1, cut, -1):
        depths[index] = depths[index - 1]


@inlined
def _close_up(values: Floats, depths: Depths, size: int, value: int, cut: int) -> None:
    for index in range(value, size - 1):
        values[index] = values[index + 1]
    for index in range(cut, size):
        depths[index] = depths[index + 1]
