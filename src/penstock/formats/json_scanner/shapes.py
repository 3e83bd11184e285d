"""Learn the shapes of records: which literals follow which, with what kinds of values between.

A shape is a path through states. A state says which objects are open, which wanted names were met
in each, and which name came last. An edge leads from one state to the next: it holds the literal
bytes in between (names, colons, brackets, spaces, NULLs) and what kind of value stands behind them.
Paths that come to the same state join there, so that NULLs here and there do not multiply shapes;
and as a state knows the names that were met, no path takes a wanted name twice or leaves one out
that must be there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from penstock.core.batch import Int64s
from penstock.formats.columns import address_of
from penstock.formats.json_scanner.edges import EDGE, Behind
from penstock.formats.json_scanner.path import ROOT, START, Edge, Path, State
from penstock.formats.json_scanner.plan import Plan
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.slots import Slot

EDGES_MAX = 512
"""With so many, all is forgotten and learned anew: streams change, or never repeat themselves."""
CHOICES_MAX = 8
"""Edges that are tried from one state before a record's shape counts as unknown."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """Edges as the numbers that the follower takes, and their literals, a line for each."""

    edges: Int64s
    literals: Bytes

    @property
    def first(self) -> int:
        """The address of the first edge; 0 when there is none."""
        return address_of(self.edges) if len(self.edges) else 0


NO_SHAPES = Shapes(np.empty((0, EDGE), np.int64), np.empty((0, LINE), np.uint8))


class Learner:
    """Grows the shapes record by record."""

    def __init__(self, plan: Plan) -> None:
        self._members = {ROOT: _by_name(plan.columns)}
        self._members |= {slot.index: _by_name(slot.children) for slot in plan.slots}
        self._choices: dict[State, list[Edge]] = {}

    def learn(self, record: bytes) -> Shapes:
        """Add the shape of a record that the scanner took; return all shapes."""
        if sum(map(len, self._choices.values())) > EDGES_MAX:
            self._choices.clear()
        state = START
        for edge in Path(record, self._members).edges():
            known = self._choices.setdefault(state, [])
            if not _is_among(known, edge):
                if len(known) == CHOICES_MAX:
                    break
                known.append(edge)
            state = edge.target
        return _laid_out(self._choices)


def _by_name(slots: tuple[Slot, ...]) -> dict[bytes, Slot]:
    return {slot.field.name.encode(): slot for slot in slots}


def _is_among(known: list[Edge], edge: Edge) -> bool:
    """Say whether an edge is known; one that leads to values of two kinds then takes any."""
    for other in known:
        if other.literal == edge.literal and other.target == edge.target:
            if other.behind is not edge.behind:
                other.behind = Behind.VALUE
            return True
    return False


def _laid_out(choices: dict[State, list[Edge]]) -> Shapes:
    """Write edges down as numbers, those of one state side by side in the order they are tried."""
    flat = [edge for edges in choices.values() for edge in edges]
    literals, numbers = np.zeros((len(flat), LINE), np.uint8), np.zeros((len(flat), EDGE), np.int64)
    text, base = address_of(literals), address_of(numbers)
    firsts, count = {}, 0
    for state, edges in choices.items():
        firsts[state] = base + count * 8 * EDGE
        count += len(edges)
    lasts = {id(edges[-1]) for edges in choices.values()}
    for index, edge in enumerate(flat):
        size = len(edge.literal)
        literals[index, :size] = np.frombuffer(edge.literal, np.uint8)
        mask = -1 if size == LINE else (1 << size) - 1
        other = 0 if id(edge) in lasts else base + (index + 1) * 8 * EDGE
        numbers[index] = (
            text + index * LINE, mask, size, edge.behind, edge.slot, len(edge.target.frames) - 1,
            firsts.get(edge.target, 0), other,
        )  # fmt: skip
    return Shapes(numbers, literals)
