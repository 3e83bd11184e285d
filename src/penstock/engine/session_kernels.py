"""The inner loops of session windows: place rows, merge sessions, find those that are over.

The sessions of a key hang in a chain, those that can still grow with the latest first. A session
whose end the watermark has reached is over for the rows that come then, though it stays in the
chain until it is emitted: which session a row gets depends on nothing but rows and watermarks.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled, inlined
from penstock.core.time import MAX_WATERMARK_US, US_PER_MS
from penstock.engine.borrowing import borrowed


class Header(IntEnum):
    """What the header of the sessions counts."""

    FREE = 0
    SLOTS_END = 1
    SEQUENCE = 2
    CALL = 3


class Sessions(NamedTuple):
    """Sessions by slot, chained by key; `key_first` is by the key's slot, `free` a stack.

    `sequences` number sessions in the order in which they began to be seen. `keys` is -1 where
    there is no session. `levels` count merges during one call, which `calls` names.
    """

    header: Int64s
    free: Int64s
    starts: Int64s
    ends: Int64s
    keys: Int64s
    nexts: Int64s
    sequences: Int64s
    levels: Int64s
    calls: Int64s
    rows: npt.NDArray[np.int64]
    key_first: Int64s


_FREE, _SLOTS_END, _SEQUENCE, _CALL = map(int, Header)
_MS = US_PER_MS


class Rows(NamedTuple):
    """Rows with what places them, and where each belongs: `slots` is -1 for a late one.

    A row is to be folded after the merges of all lower levels of its session and before the
    others.
    """

    times: Int64s
    watermarks: Int64s
    keys: Int64s
    slots: Int64s
    levels: Int64s


@compiled
def assign(
    open_: Sessions, rows: Rows, gap_us: int, lane: int, merges: tuple[Int64s, Int64s, Int64s]
) -> int:
    """Place each row in its session, in order; write the merges (into, from, level) and count them.

    Windows that touch are one session, as in Flink.
    """
    open_ = _borrowed_sessions(open_)
    open_.header[_CALL] += 1
    count = 0
    for row in range(len(rows.times)):
        start, key = rows.times[row], rows.keys[row]
        end = start + gap_us
        over_us = min(rows.watermarks[row], MAX_WATERMARK_US - _MS) + _MS
        first, before_first, second, before_second, last = _touching(
            open_, key, (start, end), over_us
        )
        if first < 0:
            rows.slots[row] = -1
            if end <= over_us:
                continue
            first = _begin(open_, key, last)
            open_.starts[first], open_.ends[first] = start, end
        if second >= 0:
            source, before_source = second, before_second
            if open_.sequences[second] < open_.sequences[first]:
                first, source, before_source = second, first, before_first
            merges[0][count], merges[1][count] = first, source
            merges[2][count] = _absorb(open_, first, source, before_source)
            count += 1
        open_.starts[first] = min(open_.starts[first], start)
        open_.ends[first] = max(open_.ends[first], end)
        open_.rows[first, lane] += 1
        rows.slots[row] = first
        rows.levels[row] = _level(open_, first)
    return count


@inlined
def _touching(
    open_: Sessions, key: np.int64, bounds: tuple[np.int64, np.int64], over_us: np.int64
) -> tuple[np.int64, np.int64, np.int64, np.int64, np.int64]:
    """Return the sessions that a row touches, up to two, each with the one before it in the chain.

    Behind the last value, a session of the chain or -1, a new session would hang.
    """
    start, end = bounds
    none = np.int64(-1)
    first, before_first, second, before_second = none, none, none, none
    before, at = none, open_.key_first[key]
    while at >= 0:
        if open_.ends[at] > over_us:
            if open_.ends[at] < start:
                break
            if open_.starts[at] <= end:
                if first < 0:
                    first, before_first = at, before
                else:
                    second, before_second = at, before
        before, at = at, open_.nexts[at]
    return first, before_first, second, before_second, before


@inlined
def _begin(open_: Sessions, key: np.int64, before: np.int64) -> np.int64:
    """Return the slot of a new session, hung behind another one of its key."""
    header = open_.header
    if header[_FREE] > 0:
        header[_FREE] -= 1
        slot = open_.free[header[_FREE]]
    else:
        slot = header[_SLOTS_END]
        header[_SLOTS_END] += 1
    open_.keys[slot] = key
    open_.sequences[slot] = header[_SEQUENCE]
    header[_SEQUENCE] += 1
    open_.calls[slot] = 0
    open_.rows[slot, :] = 0
    if before < 0:
        open_.nexts[slot] = open_.key_first[key]
        open_.key_first[key] = slot
    else:
        open_.nexts[slot] = open_.nexts[before]
        open_.nexts[before] = slot
    return np.int64(slot)


@inlined
def _level(open_: Sessions, slot: np.int64) -> np.int64:
    current = open_.calls[slot] == open_.header[_CALL]
    return np.int64(open_.levels[slot] if current else 0)


@inlined
def _absorb(open_: Sessions, into: np.int64, source: np.int64, before: np.int64) -> np.int64:
    """Take one session out of the chain and into another; return the level of that merge."""
    level = max(_level(open_, into), _level(open_, source))
    open_.levels[into] = level + 1
    open_.calls[into] = open_.header[_CALL]
    open_.starts[into] = min(open_.starts[into], open_.starts[source])
    open_.ends[into] = max(open_.ends[into], open_.ends[source])
    for lane in range(open_.rows.shape[1]):
        open_.rows[into, lane] += open_.rows[source, lane]
    if before < 0:
        open_.key_first[open_.keys[source]] = open_.nexts[source]
    else:
        open_.nexts[before] = open_.nexts[source]
    open_.keys[source] = -1
    return level


@inlined
def _borrowed_sessions(open_: Sessions) -> Sessions:
    """Return the sessions' columns, uncounted."""
    return Sessions(
        borrowed(open_.header), borrowed(open_.free), borrowed(open_.starts), borrowed(open_.ends),
        borrowed(open_.keys), borrowed(open_.nexts), borrowed(open_.sequences),
        borrowed(open_.levels), borrowed(open_.calls), borrowed(open_.rows),
        borrowed(open_.key_first),
    )  # fmt: skip
