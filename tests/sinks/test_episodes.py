"""Episodes: told once, however the rows are split into steps."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from penstock.sinks.episodes import Episode, EpisodeRule, rows_to_tell

RULE = EpisodeRule(gap_us=10, cool_down_us=50)


def told(times: list[int], rule: EpisodeRule = RULE) -> list[int]:
    return rows_to_tell(np.array(times, np.int64), None, rule)[0]


def test_an_episode_is_told_once_while_rows_follow_closely() -> None:
    assert told([0, 10, 20, 30, 40, 50, 60, 70]) == [0]


def test_a_new_episode_after_the_cool_down_is_told() -> None:
    assert told([0, 50, 100]) == [0, 1, 2]
    assert told([0, 49]) == [0]


def test_an_episode_that_outlasts_the_cool_down_is_told_when_it_ends() -> None:
    assert told([0, 45, 49, 53, 56]) == [0, 3]


def test_a_late_row_begins_no_episode() -> None:
    assert told([100, 3, 105]) == [0]


def _plain(times: list[int], rule: EpisodeRule) -> list[int]:
    """Say the same row by row."""
    rows, seen, last, is_told = [], None, None, False
    for number, time in enumerate(times):
        newest = time if seen is None else max(seen, time)
        if seen is None or newest - seen > rule.gap_us:
            is_told = False
        if not is_told and (last is None or newest - last >= rule.cool_down_us):
            rows.append(number)
            last, is_told = newest, True
        seen = newest
    return rows


TIMES = st.lists(st.integers(0, 200), max_size=30)
SORTED = TIMES.map(sorted)


@given(
    times=TIMES | SORTED,
    cuts=st.sets(st.integers(0, 30)),
    rule=st.builds(EpisodeRule, st.integers(0, 30), st.integers(0, 80)),
)
def test_any_split_into_steps_tells_the_same_rows(
    times: list[int], cuts: set[int], rule: EpisodeRule
) -> None:
    episode: Episode | None = None
    rows: list[int] = []
    bounds = sorted({0, len(times)} | {cut for cut in cuts if cut < len(times)})
    for start, end in pairwise(bounds):
        part = np.array(times[start:end], np.int64)
        found, episode = rows_to_tell(part, episode, rule)
        rows += [start + row for row in found]
    assert rows == _plain(times, rule)
