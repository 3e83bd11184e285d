"""Tell of an episode once: rows of one key that follow each other closely are one episode.

>>> rule = EpisodeRule(gap_us=10, cool_down_us=100)
>>> rows, after = rows_to_tell(np.array([0, 5, 12, 40, 130, 135]), None, rule)
>>> rows, after
([0, 4], Episode(seen_us=135, told_us=130, is_told=True))

The episode at 40 began within the cool-down of the first and ended in it: it is not told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s


@dataclass(frozen=True, slots=True)
class EpisodeRule:
    """`gap_us` without a row ends an episode; `cool_down_us` must pass between two alerts."""

    gap_us: int
    cool_down_us: int


@dataclass(frozen=True, slots=True)
class Episode:
    """One key's episode: the newest time seen, when the key was last told of, if this one was."""

    seen_us: int
    told_us: int | None = None
    is_told: bool = False


def rows_to_tell(
    times_us: Int64s, episode: Episode | None, rule: EpisodeRule
) -> tuple[list[int], Episode]:
    """Return the rows of one key to tell of, and the episode as it stands after them.

    An episode is told at its first row. If that falls into the cool-down, it is told at the first
    row after it, so that nothing that lasts is kept quiet. A row that comes late counts as the
    newest time seen before it. `times_us` is not empty.
    """
    before_us = episode.seen_us if episode else int(times_us[0])
    newest_us = np.maximum.accumulate(np.append(before_us, times_us))
    first_rows = np.flatnonzero(newest_us[1:] - newest_us[:-1] > rule.gap_us).tolist()
    is_told = episode is not None and episode.is_told and first_rows[:1] != [0]
    told_us = episode.told_us if episode else None
    rows: list[int] = []
    for start, end in zip([0, *first_rows], [*first_rows, len(times_us)], strict=True):
        is_told = is_told and start == 0
        if is_told:
            continue
        row = start
        if told_us is not None:
            row += int(np.searchsorted(newest_us[start + 1 : end + 1], told_us + rule.cool_down_us))
        if row < end:
            rows.append(row)
            told_us, is_told = int(newest_us[row + 1]), True
    return rows, Episode(int(newest_us[-1]), told_us, is_told)
