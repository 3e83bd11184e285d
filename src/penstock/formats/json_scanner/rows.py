"""Scan all records of a batch: each along a known shape if it has one, otherwise in full.

Foreseeing shapes pays only where they repeat. A record of a known shape earns credit, one that was
begun in vain costs it; without credit the follower pauses, twice as long each time.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.json_scanner.follow import ROOM, follow
from penstock.formats.json_scanner.plan import HEADER
from penstock.formats.json_scanner.record import NESTING_MAX, STACK_BYTES, Guide, scan_record
from penstock.formats.json_scanner.skip import Walk
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.inlining import inlined
from penstock.formats.kernels.memory import load_int, store_byte, store_int
from penstock.formats.kernels.slots import OUTPUT, SLOT

CREDIT, PAUSE, PAUSE_NEXT, NEXT_ROW, LESSON, LESSONS_LEFT = range(6)
"""What a habit holds: credit, records left of a pause, the next pause, the row to go on from, the
row whose shape should be learned (-1: none), and how many may be learned yet."""
CREDIT_MAX, CREDIT_NEW = 16, 3
PAUSE_MIN, PAUSE_MAX = 64, 8192
_NOT_ASKED = -1


@compiled
def scan_rows(addresses: Int64s, refused: Bytes, habit: Int64s) -> bool:
    """Scan records from row `habit[NEXT_ROW]` on, mark in `refused` those left to the exact path.

    Return True behind a record whose shape should be learned before the rest is scanned.
    `addresses` holds the input's first and the one behind it, then those of the records' starts and
    ends, of the plan's numbers and names, of the outputs, of a zero for each slot, and of the
    shapes' first edge (0: none).
    """
    stack = np.empty(STACK_BYTES, np.uint8)
    first, limit = addresses[0], addresses[1]
    starts, ends, words = addresses[2], addresses[3], addresses[4]
    objects = words + 8 * (HEADER + SLOT * load_int(words + 8))
    guide = Guide(words, objects, addresses[5], addresses[6], addresses[7])
    for row in range(habit[NEXT_ROW], len(refused)):
        start, end = first + load_int(starts + 8 * row), first + load_int(ends + 8 * row)
        walk = Walk(end, limit, stack.ctypes.data, NESTING_MAX - 1, row)
        after = _foreseen(start, walk, guide, addresses[8], habit.ctypes.data)
        if after <= 0:
            if not scan_record(start, walk, guide):
                refused[row] = 1
            elif after != _NOT_ASKED and habit[LESSONS_LEFT] > 0:
                habit[LESSONS_LEFT] -= 1
                habit[LESSON], habit[NEXT_ROW] = row, row + 1
                return True
    return False


@inlined
def _foreseen(start: int, walk: Walk, guide: Guide, edge: int, habit: int) -> int:
    """Return the address behind a record of a known shape, 0 when its shape is unknown."""
    pause = load_int(habit + 8 * PAUSE)
    if pause > 0 or walk.end + ROOM > walk.limit:
        store_int(habit + 8 * PAUSE, max(pause - 1, 0))
        return _NOT_ASKED
    if edge == 0:
        return 0
    after = follow(start, walk, guide, edge)
    credit = load_int(habit + 8 * CREDIT)
    if after == 0:
        _forget(walk, guide)
        _disappoint(credit, habit)
    elif credit < CREDIT_MAX:
        store_int(habit + 8 * CREDIT, credit + 1)
    else:
        store_int(habit + 8 * PAUSE_NEXT, PAUSE_MIN)
    return after


@compiled
def _forget(walk: Walk, guide: Guide) -> None:
    """Take back what was noted of a record before it left the known shapes."""
    for slot in range(load_int(guide.words + 8)):
        store_byte(load_int(guide.outputs + 8 * OUTPUT * slot + 16) + walk.row, 0)


@compiled
def _disappoint(credit: int, habit: int) -> None:
    """Take credit away; without any, pause."""
    if credit > 0:
        store_int(habit + 8 * CREDIT, credit - 1)
        return
    pause = load_int(habit + 8 * PAUSE_NEXT)
    store_int(habit + 8 * CREDIT, CREDIT_NEW)
    store_int(habit + 8 * PAUSE, pause)
    store_int(habit + 8 * PAUSE_NEXT, min(2 * pause, PAUSE_MAX))
