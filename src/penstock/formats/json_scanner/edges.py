"""The numbers of a shape's edges, which the learner writes and the compiled follower reads."""

from __future__ import annotations

from enum import IntEnum

EDGE = 8
"""Numbers for each edge: the address of its literal, a bit for each byte of it, its length, what
stands behind it, the slot (-1: nobody wants it), brackets open around it, the addresses of the
edge that follows and of the one to try instead (0: none)."""
LITERAL, MASK, LENGTH, BEHIND, SLOT_INDEX, DEPTH, NEXT, OTHER = range(0, 8 * EDGE, 8)
"""Where those stand within an edge, in bytes."""


class Behind(IntEnum):
    """What stands behind an edge's literal."""

    NOTHING = 0
    END = 1
    """The record's end."""
    ROW = 2
    """The inside of a wanted ROW."""
    SKIP_TEXT = 3
    TAKE_TEXT = 4
    SKIP_DIGITS = 5
    TAKE_DIGITS = 6
    TAKE_TIME = 7
    VALUE = 8
    """Any value, read as the scanner reads it."""
