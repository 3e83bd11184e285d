"""Follow a record along the shapes that earlier records had; see the room's page for how.

Each step compares a literal with a line of the record at once and then takes or skips one value of
a foretold kind. Nothing is believed: every byte is either compared or checked, so what comes out at
a shape's end is valid JSON. What does not fit is left to the scanner.

Foreseeing pays only where shapes repeat. A record of a known shape earns credit, one that was begun
in vain costs it; without credit there is a pause, twice as long each time.
"""

from __future__ import annotations

import numpy as np

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.formats.json_scanner.edges import BEHIND, NEXT, OTHER, Behind
from penstock.formats.json_scanner.record import NESTING_MAX, Guide
from penstock.formats.json_scanner.skip import Walk
from penstock.formats.json_scanner.steps import behind_literal, behind_value
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.inlining import pasted
from penstock.formats.kernels.memory import LINE, load_int, store_byte
from penstock.formats.kernels.slots import OUTPUT

NOTHING, END = int(Behind.NOTHING), int(Behind.END)
CREDIT, PAUSE, PAUSE_NEXT, NEXT_ROW, LESSONS_LEFT = range(5)
"""What a habit holds: credit, records left of a pause, the next pause, the row to go on from, and
how many shapes may be learned yet."""
CREDIT_MAX, CREDIT_NEW = 16, 3
PAUSE_MIN, PAUSE_MAX = 64, 8192
ROOM = 4 * LINE
"""Bytes that must stand behind a record, for it is looked at a line at a time."""


@compiled
def follow_rows(addresses: Int64s, unread: Bytes, habit: Int64s, edge: int) -> int:
    """Read the records of known shapes from row `habit[NEXT_ROW]` on, and take their marks away.

    Return the row of a record whose shape should be learned before the rest is read, -1 at the end.
    `addresses` are those that the scanner takes, `edge` is that of the first edge.
    """
    stack = np.empty(NESTING_MAX, np.uint8)
    guide = Guide(addresses[4], 0, addresses[5], addresses[6], 0)
    for row in range(habit[NEXT_ROW], len(unread)):
        at = addresses[0] + load_int(addresses[2] + 8 * row)
        end = addresses[0] + load_int(addresses[3] + 8 * row)
        if habit[PAUSE] > 0 or end + ROOM > addresses[1]:
            habit[PAUSE] -= 1
            continue
        walk = Walk(end, addresses[1], stack.ctypes.data, NESTING_MAX - 1, row)
        if _follow(at, walk, guide, edge) != 0:
            unread[row] = 0
            habit[CREDIT] += habit[CREDIT] < CREDIT_MAX
            continue
        _disappoint(walk, guide, habit)
        if habit[LESSONS_LEFT] > 0:
            habit[NEXT_ROW] = row + 1
            return row
    return -1


@compiled
def _disappoint(walk: Walk, guide: Guide, habit: Int64s) -> None:
    """Take back what was noted of a record; take credit away, and pause when there is none."""
    for slot in range(load_int(guide.words + 8)):
        store_byte(load_int(guide.outputs + 8 * OUTPUT * slot + 16) + walk.row, 0)
    if habit[CREDIT] == CREDIT_MAX:
        habit[PAUSE_NEXT] = PAUSE_MIN
    habit[CREDIT] -= 1
    if habit[CREDIT] < 0:
        habit[CREDIT], habit[PAUSE] = CREDIT_NEW, habit[PAUSE_NEXT]
        habit[PAUSE_NEXT] = min(2 * habit[PAUSE], PAUSE_MAX)


@pasted
def _follow(at: int, walk: Walk, guide: Guide, edge: int) -> int:
    """Return the address behind a record that has a known shape, 0 when its shape is unknown."""
    while edge != 0:
        after, behind = behind_literal(at, walk.end, edge), load_int(edge + BEHIND)
        if after != 0 and behind != NOTHING:
            if behind == END:
                if after == walk.end:
                    return after
                after = 0
            else:
                after = behind_value(after, walk, guide, edge)
        if after != 0:
            at, edge = after, load_int(edge + NEXT)
        else:
            edge = load_int(edge + OTHER)
    return 0
