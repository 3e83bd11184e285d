"""Cuts event time into slices, the largest pieces that every window either holds or does not.

A row is aggregated once, into its slice; a window merges the slices between its start and end. A
TUMBLE window is one slice; a HOP window of 10 s that slides by 2 s is five slices of 2 s; a
CUMULATE window is as many slices as steps have gone by.

Flink counts time in milliseconds, and a watermark W says that no more row with time <= W is
expected. So a window up to `end` fires when W >= end - 1 ms, which is its `window_time`; a row is
late when its last window has fired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.core.errors import InternalError, UserError
from penstock.core.time import MAX_WATERMARK_US, US_PER_MS
from penstock.sql.plan_groups import Window, WindowKind

Int8s: TypeAlias = npt.NDArray[np.int8]

KEPT, LATE, WINDOWLESS = 0, 1, 2
"""The fates of a row: aggregated, too late for all its windows, between two windows."""
_MS = US_PER_MS
_EARLIEST_US = -(2**62)
"""Earlier than any time, and yet far enough from the smallest integer to calculate with."""


class NoSlices(InternalError):
    """The planner gave a window of a kind that has no slices.

    >>> print(NoSlices(WindowKind.SESSION))
    E551 SESSION windows have no slices
    """

    code = "E551"

    def __init__(self, kind: WindowKind) -> None:
        super().__init__(f"{kind} windows have no slices")


class TooManyWindows(UserError):
    """A HOP window slides so often that its slices cannot be numbered.

    >>> print(TooManyWindows(Window(WindowKind.HOP, 0, size_us=86_400_000_000, slide_us=1_000)))
    E555 86400000 windows hold each row, at most 1000 may
    hint: make the slide longer or the window shorter
    """

    code = "E555"

    def __init__(self, window: Window) -> None:
        width = int(np.gcd(window.size_us, window.slide_us))
        windows = window.size_us // window.slide_us
        super().__init__(
            f"{windows} windows hold each row, at most {width} may",
            hint="make the slide longer or the window shorter",
        )


@dataclass(frozen=True, slots=True)
class Slices:
    """The slices of one window function; times are microseconds, before 1970 too.

    A slice is known by a number: its start, plus how many of its windows had fired when its rows
    came. Such rows are in the later windows only, so they have a slice of their own, and which
    windows a row is in depends on nothing but the row and the watermark before it.

    >>> hop = Slices.of(Window(WindowKind.HOP, 0, size_us=10_000_000, slide_us=2_000_000))
    >>> hop.slice_us
    2000000
    >>> slices = hop.assign(np.array([5_000_000] * 2), watermarks=np.array([0, 7_000_000])).slices
    >>> slices.tolist(), hop.first_ends(slices).tolist()
    ([4000000, 4000001], [6000000, 8000000])
    """

    slice_us: int
    size_us: int
    slide_us: int
    offset_us: int
    cumulative: bool

    @staticmethod
    def of(window: Window) -> Slices:
        """Return the slices of TUMBLE, HOP or CUMULATE."""
        if window.kind is WindowKind.SESSION:
            raise NoSlices(window.kind)
        cumulative = window.kind is WindowKind.CUMULATE
        width = int(np.gcd(window.size_us, window.slide_us))
        if window.size_us > width * window.slide_us:
            raise TooManyWindows(window)
        return Slices(width, window.size_us, window.slide_us, window.offset_us, cumulative)

    def assign(self, times: Int64s, watermarks: Int64s) -> Assignment:
        """Return every row's slice and fate; `watermarks` were in force before the rows."""
        rows = len(times)
        slices, fates = np.empty(rows, np.int64), np.empty(rows, np.int8)
        widths = (self.slice_us, self.size_us, self.slide_us, self.offset_us)
        assign = _assign_cumulative if self.cumulative else _assign_sliding
        return Assignment(slices, fates, assign((times, watermarks), widths, (slices, fates)) - _MS)

    def starts(self, slices: Int64s) -> Int64s:
        """Return the start of each slice, or of the slice of each time."""
        period = self.size_us if self.cumulative else self.slice_us
        begins = (slices - self.offset_us) // period * period + self.offset_us
        return begins + (slices - begins) // self.slice_us * self.slice_us

    def first_ends(self, slices: Int64s) -> Int64s:
        """Return the end of the first window that holds each slice."""
        starts = self.starts(slices)
        if self.cumulative:
            return starts + self.slice_us
        lowest = starts + self.slice_us - self.size_us - self.offset_us
        first = -(-lowest // self.slide_us) * self.slide_us + self.offset_us + self.size_us
        return first + (slices - starts) * self.slide_us

    def last_ends(self, slices: Int64s) -> Int64s:
        """Return the end of the last window that holds each slice."""
        period = self.size_us if self.cumulative else self.slide_us
        return (slices - self.offset_us) // period * period + self.offset_us + self.size_us

    def ends_due(self, slices: Int64s, after_us: int, until_us: int) -> Int64s:
        """Return the ends of these slices' windows that fire after one watermark until another."""
        first, last = self.first_ends(slices), self.last_ends(slices)
        after_us, until_us = max(after_us, _EARLIEST_US), min(until_us, MAX_WATERMARK_US - _MS)
        low = np.maximum(0, (after_us + _MS - first) // self.slide_us + 1)
        high = (np.minimum(last, until_us + _MS) - first) // self.slide_us
        counts = np.maximum(0, high - low + 1)
        steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.unique(np.repeat(first + low * self.slide_us, counts) + steps * self.slide_us)

    def due_us(self, slices: Int64s, fired_us: int) -> int:
        """Return the watermark at which the next window of any of these slices fires."""
        ends = self.first_ends(slices)
        fired = np.maximum(0, (max(fired_us, _EARLIEST_US) + _MS - ends) // self.slide_us + 1)
        return int((ends + fired * self.slide_us).min()) - _MS

    def window_starts(self, ends: Int64s) -> Int64s:
        """Return where the windows that end at `ends` start."""
        if not self.cumulative:
            return ends - self.size_us
        return (ends - 1 - self.offset_us) // self.size_us * self.size_us + self.offset_us


@dataclass(frozen=True, slots=True)
class Assignment:
    """Per row its slice and its fate, and the watermark at which the first of the windows fires."""

    slices: Int64s
    fates: Int8s
    due_us: int


@compiled
def _assign_sliding(
    rows: tuple[Int64s, Int64s], widths: tuple[int, int, int, int], found: tuple[Int64s, Int8s]
) -> int:
    """Write slices and fates; return the end of the first window that a row is in."""
    times, watermarks = rows
    width, size, slide, offset = widths
    slices, fates = found
    start, first_end, last_end = np.int64(0), np.int64(0), np.int64(0)
    least_end = MAX_WATERMARK_US
    for row in range(len(times)):
        if row == 0 or times[row] < start or times[row] >= start + width:
            start = (times[row] - offset) // width * width + offset
            last_end = (start - offset) // slide * slide + offset + size
            first_end = -(-(start + width - size - offset) // slide) * slide + offset + size
        fired = np.int64(0)
        fates[row] = KEPT
        if last_end <= start:
            fates[row] = WINDOWLESS
        elif watermarks[row] >= last_end - _MS:
            fates[row] = LATE
        else:
            if watermarks[row] >= first_end - _MS:
                fired = (watermarks[row] + _MS - first_end) // slide + 1
            least_end = min(least_end, int(first_end + fired * slide))
        slices[row] = start + fired
    return least_end


@compiled
def _assign_cumulative(
    rows: tuple[Int64s, Int64s], widths: tuple[int, int, int, int], found: tuple[Int64s, Int8s]
) -> int:
    """Do the same for steps; a row whose step has fired joins the first step that has not."""
    times, watermarks = rows
    width, size, _, offset = widths
    slices, fates = found
    least_end = MAX_WATERMARK_US
    for row in range(len(times)):
        begin = (times[row] - offset) // size * size + offset
        start = begin + (times[row] - begin) // width * width
        fates[row] = KEPT
        if watermarks[row] >= begin + size - _MS:
            fates[row] = LATE
        else:
            if watermarks[row] >= start + width - _MS:
                start = begin + (watermarks[row] + _MS - begin) // width * width
            least_end = min(least_end, int(start + width))
        slices[row] = start
    return least_end
