"""Learn the shapes of records: which literals follow which, with what kinds of values between.

A shape is a path through states. A state says which objects are open, which wanted names were met
in each, and which name came last. An edge leads from one state to the next: it holds the literal
bytes in between (names, colons, brackets, spaces, NULLs) and what kind of value stands behind them.
Paths that come to the same state join there, so that NULLs here and there do not multiply shapes;
and as a state knows the names that were met, no path takes a wanted name twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from penstock.core.batch import Int64s
from penstock.formats.columns import address_of
from penstock.formats.json_scanner.edges import EDGE, Behind
from penstock.formats.json_scanner.plan import Plan
from penstock.formats.kernels.copying import Bytes
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.slots import Slot, Take

EDGES_MAX = 512
CHOICES_MAX = 8
"""Edges that are tried from one state before a record's shape counts as unknown."""
DEPTH_MAX = 30
"""Objects within each other whose inside is part of a shape."""
DIGITS_MAX = 18
_UNWANTED = -2
_MEMBER = re.compile(rb'([ \t\r\n{},]*)"([^"\\]*)"[ \t\r\n]*:[ \t\r\n]*')
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DIGITS = re.compile(rb"-?(?:0|[1-9][0-9]{0,17})(?![0-9.eE])")
_SCALAR = re.compile(rb"[^ \t\r\n,}]+")
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Frame:
    """An open object: the wanted ROW that it is, its wanted names that were met, the last name."""

    row: int
    met: frozenset[int] = frozenset()
    last: bytes = b""


State = tuple[object, ...]


@dataclass(slots=True)
class Edge:
    """A literal and what stands behind it, from one state to another."""

    literal: bytes
    behind: Behind
    slot: int
    depth: int
    target: State


@dataclass(frozen=True, slots=True)
class Shapes:
    """Edges as the numbers that the follower takes, and their literals."""

    edges: Int64s
    literals: Bytes

    @property
    def first(self) -> int:
        """The address of the first edge; 0 when there is none."""
        return address_of(self.edges) if len(self.edges) else 0


class Learner:
    """Grows the shapes record by record."""

    def __init__(self, plan: Plan) -> None:
        self._members = {-1: _by_name(plan.columns)}
        self._members |= {slot.index: _by_name(slot.children) for slot in plan.slots}
        self._choices: dict[State, list[Edge]] = {}

    def learn(self, record: bytes) -> Shapes:
        """Add the shape of a record that the scanner took; return all shapes."""
        if sum(map(len, self._choices.values())) > EDGES_MAX:
            self._choices.clear()
        state: State = (Frame(-1),)
        for edge in _Path(record, self._members).edges():
            known = self._choices.setdefault(state, [])
            if not _among(known, edge):
                if len(known) == CHOICES_MAX:
                    break
                known.append(edge)
            state = edge.target
        return _shapes(self._choices)


def _by_name(slots: tuple[Slot, ...]) -> dict[bytes, Slot]:
    return {slot.field.name.encode(): slot for slot in slots}


def _among(known: list[Edge], edge: Edge) -> bool:
    """Say whether an edge is known; one that leads to values of two kinds then takes any."""
    for other in known:
        if other.literal == edge.literal and other.target == edge.target:
            if other.behind is not edge.behind:
                other.behind = Behind.VALUE
            return True
    return False


class _Path:
    """Walks along a valid record."""

    def __init__(self, record: bytes, members: dict[int, dict[bytes, Slot]]) -> None:
        self._record = record
        self._members = members
        self._frames = [Frame(-1)]
        self._state: State = tuple(self._frames)

    def edges(self) -> Iterator[Edge]:
        """Yield the record's edges in their order, no literal longer than a line."""
        start = 0
        while member := _MEMBER.match(self._record, start):
            for _ in range(member[1].count(b"}")):
                self._frames.pop()
            slot = self._meet(member[2])
            behind, at, after = self._value(slot, member.end())
            if behind is Behind.ROW or behind is Behind.NOTHING and self._record[at - 1] == ord("{"):
                self._frames.append(Frame(slot.index if slot else _UNWANTED))
            yield from self._cut(start, at, behind, slot)
            start = after
        self._frames = []
        yield from self._cut(start, len(self._record), Behind.END, None)

    def _meet(self, name: bytes) -> Slot | None:
        frame = self._frames[-1]
        slot = self._members.get(frame.row, {}).get(name)
        met = frame.met | {slot.index} if slot else frame.met
        self._frames[-1] = replace(frame, met=met, last=name)
        return slot

    def _value(self, slot: Slot | None, at: int) -> tuple[Behind, int, int]:
        """Return what stands at `at`, where its literal ends and where the next one starts."""
        record, take = self._record, slot.take if slot else None
        if record.startswith(b"null", at):
            return Behind.NOTHING, at + 4, at + 4
        if record.startswith(b"{", at) and take in {None, Take.ROW} and len(self._frames) < DEPTH_MAX:
            return Behind.ROW if slot else Behind.NOTHING, at + 1, at + 1
        if text := _TEXT.match(record, at):
            kinds = {None: Behind.SKIP_TEXT, Take.TEXT: Behind.TAKE_TEXT, Take.TIMESTAMP: Behind.TAKE_TIME}
            if take in kinds:
                return kinds[take], at + 1, text.end()
            return Behind.VALUE, at, text.end()
        digits = _DIGITS.match(record, at)
        if digits and take in {None, Take.INTEGER}:
            return Behind.TAKE_DIGITS if slot else Behind.SKIP_DIGITS, at, digits.end()
        return Behind.VALUE, at, _end_of_any(record, at)

    def _cut(self, start: int, stop: int, behind: Behind, slot: Slot | None) -> Iterator[Edge]:
        while stop - start > LINE:
            part = self._record[start : start + LINE]
            target = (self._state, part)
            yield Edge(part, Behind.NOTHING, -1, 0, target)
            self._state, start = target, start + LINE
        target = tuple(self._frames)
        literal = self._record[start:stop]
        yield Edge(literal, behind, slot.index if slot else -1, len(self._frames), target)
        self._state = target


def _end_of_any(record: bytes, at: int) -> int:
    if record[at] not in b"[{":
        found = _SCALAR.match(record, at)
        return found.end() if found else at
    level = 0
    for piece in _BRACKET.finditer(record, at):
        level += 1 if piece[0] in b"[{" else -1 if piece[0] in b"]}" else 0
        if level == 0:
            return piece.end()
    return len(record)


def _shapes(choices: dict[State, list[Edge]]) -> Shapes:
    """Lay edges out as numbers: those of one state side by side, in the order they are tried."""
    starts: dict[State, int] = {}
    flat: list[tuple[Edge, bool]] = []
    for state, edges in choices.items():
        starts[state] = len(flat)
        flat += [(edge, edge is edges[-1]) for edge in edges]
    literals = np.zeros((len(flat), LINE), np.uint8)
    numbers = np.zeros((len(flat), EDGE), np.int64)
    base, text = address_of(numbers), address_of(literals)
    for index, (edge, last) in enumerate(flat):
        size = len(edge.literal)
        literals[index, :size] = np.frombuffer(edge.literal, np.uint8)
        following = starts.get(edge.target)
        numbers[index] = (
            text + index * LINE, -1 if size == LINE else (1 << size) - 1, size,
            edge.behind, edge.slot, edge.depth,
            base if following is None else base + following * 8 * EDGE,
            0 if last else base + (index + 1) * 8 * EDGE,
        )  # fmt: skip
    return Shapes(numbers, literals)
