"""Which rows an OVER aggregate looks back on: places among rows sorted by key and time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.sql.plan_rank import Frame


class Frames(NamedTuple):
    """Per row: where its key's rows begin; where its frame begins and ends; its peers.

    `peers` is the place of the first row of its time, `peer_numbers` how many times the key had
    before that.
    """

    starts: Int64s
    begins: Int64s
    ends: Int64s
    peers: Int64s
    peer_numbers: Int64s


def frames_of(keys: Int64s, times: Int64s, frame: Frame, preceding: int | None) -> Frames:
    """Return the frames of rows that are sorted by key, then time."""
    found = Frames(*np.empty((5, len(keys)), np.int64))
    distance = -1 if preceding is None else preceding
    _find_frames(keys, times, (frame is Frame.ROWS, distance), found)
    return found


@compiled
def _find_frames(keys: Int64s, times: Int64s, rules: tuple[bool, int], found: Frames) -> None:
    by_rows, distance = rules
    start, low, peer, number, end = 0, 0, 0, 0, 0
    for row in range(len(keys)):
        if row == 0 or keys[row] != keys[row - 1]:
            start, low, peer, number, end = row, row, row, 0, row
        elif times[row] != times[row - 1]:
            peer, number = row, number + 1
        while end < len(keys) and keys[end] == keys[row] and times[end] == times[row]:
            end += 1
        if distance >= 0:
            while (by_rows and low < row - distance) or (
                not by_rows and times[low] < times[row] - distance
            ):
                low += 1
        found.starts[row], found.peers[row], found.peer_numbers[row] = start, peer, number
        found.begins[row], found.ends[row] = low, row + 1 if by_rows else end
