"""Sorted lists hold what Python's own sorting says, however rows come and go."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state.ranked_lists import RankedLists

SLOTS = 4
ROWS = st.lists(st.tuples(st.integers(0, SLOTS - 1), st.integers(0, 4)), min_size=1, max_size=12)


def shown(lists: RankedLists, limit: int) -> list[list[int]]:
    """Return the ids of each list."""
    heads = lists.heads(np.arange(SLOTS), limit)
    return [part.tolist() for part in np.split(heads.ids, heads.ends[:-1])]


def restarted(lists: RankedLists) -> RankedLists:
    """Return lists that took the state of others."""
    other = RankedLists(1)
    other.restore(lists.snapshot())
    return other


@settings(deadline=None)
@given(batches=st.lists(ROWS, max_size=5), limit=st.integers(0, 3), latest=st.booleans())
def test_a_bounded_list_keeps_the_first_of_all_rows(
    batches: list[list[tuple[int, int]]], limit: int, latest: bool
) -> None:
    lists, model, ids_next = RankedLists(1), [list[tuple[int, int]]() for _ in range(SLOTS)], 0
    lists.touch(np.arange(SLOTS))
    for batch in batches:
        slots, values = (np.array(part) for part in zip(*batch, strict=True))
        touched = lists.touch(slots)
        lists.insert(touched, values.reshape(-1, 1), limit, latest_first=latest)
        lists.name_rows(touched.slots, np.arange(ids_next, ids_next + len(batch)))
        for number, (slot, value) in enumerate(batch):
            model[slot].append((value, ids_next + number))
        ids_next += len(batch)
        lists = restarted(lists)
    ways = [sorted(rows, key=lambda row: (row[0], -row[1] if latest else row[1])) for rows in model]
    assert shown(lists, 99) == [[number for _, number in rows[:limit]] for rows in ways]


@settings(deadline=None)
@given(batches=st.lists(st.tuples(ROWS, st.sets(st.integers(0, 40))), max_size=5))
def test_merged_lists_hold_what_came_and_is_not_gone(
    batches: list[tuple[list[tuple[int, int]], set[int]]],
) -> None:
    lists, model, ids_next = RankedLists(1), dict[int, tuple[int, int]](), 0
    lists.touch(np.arange(SLOTS))
    for batch, leaving in batches:
        gone = np.zeros(100, np.int64)
        gone[[number for number in leaving if number in model]] = 1
        model = {number: row for number, row in model.items() if not gone[number]}
        ids = np.arange(ids_next, ids_next + len(batch))
        slots, values = (np.array(part) for part in zip(*batch, strict=True))
        order = np.lexsort([values, slots])
        ends = np.cumsum(np.bincount(slots, minlength=SLOTS))
        words = np.ascontiguousarray(values[order].reshape(-1, 1))
        lists.merge(np.arange(SLOTS), ends, ids[order], words, gone)
        model |= {int(number): row for number, row in zip(ids, batch, strict=True)}
        ids_next += len(batch)
        lists = restarted(lists)
    ranked = sorted((value, number, slot) for number, (slot, value) in model.items())
    wanted = [[number for _, number, slot in ranked if slot == each] for each in range(SLOTS)]
    assert shown(lists, 99) == wanted
