"""What the compiled loops of MATCH_RECOGNIZE work on: matches, their rows, their keys.

Each kind of thing is one array with a row per thing and a column per property, so that a kernel
has few arrays to hand on and finds a thing's properties side by side.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from penstock.core.batch import Int64s


class Header(IntEnum):
    """What the header counts: slots that are free, slots ever used, rows looked at, results."""

    PARTIALS_FREE = 0
    PARTIALS_END = 1
    NODES_FREE = 2
    NODES_END = 3
    ORDER = 4
    FOUND = 5
    DROPPED = 6
    EARLIEST = 7


class Partial(IntEnum):
    """A match, partial or complete: its state, its last node, its first row's order and time.

    NEXT is the next one of its key, in the order of their first rows; FREE is a stack.
    """

    STATE = 0
    NODE = 1
    START = 2
    TIME = 3
    SEQUENCE = 4
    NEXT = 5
    FREE = 6


class Node(IntEnum):
    """A row of matches: the node before it, its variable, its id and order, how many need it."""

    PARENT = 0
    VARIABLE = 1
    ROW = 2
    ORDER = 3
    USES = 4
    FREE = 5


class Key(IntEnum):
    """A key's first partial and first complete match, how many there are, rows that wait."""

    PARTIAL = 0
    COMPLETE = 1
    COUNT = 2
    WAITING = 3


class Found(IntEnum):
    """A match to be emitted: its last node, its key, and what puts it in order."""

    NODE = 0
    KEY = 1
    TIME = 2
    CAUSE = 3
    RANK = 4


class Pool(NamedTuple):
    """All that is known of the matches of one operator; `row_uses` is by the row's id."""

    header: Int64s
    partials: Int64s
    nodes: Int64s
    keys: Int64s
    row_uses: Int64s
    found: Int64s
    dropped: Int64s


class States(NamedTuple):
    """The steps of all states: those of state s are `first[s]` to `first[s + 1]`.

    A step is its target, its variable (-1: none), and the bits of conditions that bar it. `asked`
    holds, per state, the bits of the variables whose conditions its steps may ask for.
    """

    first: Int64s
    steps: Int64s
    asked: Int64s


class Automaton(NamedTuple):
    """A pattern's states, what a match may be, and where the search goes on after it.

    `within_us` is 0 when there is no limit. `depending` holds the bits of the conditions that
    depend on the match. The stacks are where the kernels note the states to be looked at.
    """

    states: States
    start: int
    within_us: int
    skip: int
    skip_variable: int
    branches: int
    depending: int
    stack: Int64s
    other_stack: Int64s


class Rows(NamedTuple):
    """Rows in the order in which they are looked at; `bits` are the conditions that hold."""

    ids: Int64s
    keys: Int64s
    times: Int64s
    sequences: Int64s
    ranks: Int64s
    bits: Int64s


class Asked(NamedTuple):
    """Conditions that depend on the match: which of each partial match's node and row."""

    nodes: Int64s
    rows: Int64s
    variables: Int64s


FINAL = 0
"""The state in which a match is complete; it has no steps."""

TARGET, VARIABLE, BARRED = range(3)
"""The columns of a step."""

SKIP_PAST_LAST, SKIP_TO_NEXT, SKIP_TO_FIRST, SKIP_TO_LAST = range(4)
