"""Walk along one valid record and name what a shape is made of: states, and edges between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from penstock.formats.json_scanner.edges import Behind
from penstock.formats.kernels.memory import LINE
from penstock.formats.kernels.slots import Slot, Take

DEPTH_MAX = 30
"""Objects within each other whose inside is part of a shape; deeper ones are values."""
ROOT, UNWANTED = -1, -2
"""Objects that are no wanted ROW: the record itself, and all others."""
_MEMBER = re.compile(rb'([ \t\r\n{},]*)"([^"\\]*)"[ \t\r\n]*:[ \t\r\n]*')
_END = re.compile(rb"[ \t\r\n{}]*")
_TEXT = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_DIGITS = re.compile(rb"-?(?:0|[1-9][0-9]{0,17})(?![0-9.eE])")
_SCALAR = re.compile(rb"[^ \t\r\n,}]+")
_BRACKET = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_TEXT_KINDS = {
    None: Behind.SKIP_TEXT, Take.TEXT: Behind.TAKE_TEXT, Take.TIMESTAMP: Behind.TAKE_TIME,
}  # fmt: skip
_DIGIT_KINDS = {None: Behind.SKIP_DIGITS, Take.INTEGER: Behind.TAKE_DIGITS}


@dataclass(frozen=True, slots=True)
class Frame:
    """An open object: the wanted ROW that it is, its wanted names that were met, the last name."""

    row: int
    met: frozenset[int] = frozenset()
    last: bytes = b""


@dataclass(frozen=True, slots=True)
class State:
    """Where a walk stands: in which objects, from the outside in, and how far in a long literal."""

    frames: tuple[Frame, ...]
    part: bytes = b""


START = State((Frame(ROOT),))
"""Before a record's first byte."""


@dataclass(slots=True)
class Edge:
    """A literal and what stands behind it; where it leads. `slot` is -1 for what nobody wants."""

    literal: bytes
    behind: Behind
    slot: int
    target: State


Members = dict[int, dict[bytes, Slot]]
"""The wanted names in each wanted object."""


class Path:
    """The way along one record that the scanner took, so it is valid."""

    def __init__(self, record: bytes, members: Members) -> None:
        self._record = record
        self._members = members
        self._frames = list(START.frames)
        self._from = START

    def edges(self) -> Iterator[Edge]:
        """Yield the record's edges in their order, up to a name with escapes if there is one."""
        start = 0
        while member := _MEMBER.match(self._record, start):
            for _ in range(member[1].count(b"}")):
                self._frames.pop()
            slot = self._meet(member[2])
            behind, literal_end, value_end = self._value(slot, member.end())
            if self._record.startswith(b"{", literal_end - 1) and literal_end == value_end:
                self._frames.append(Frame(slot.index if slot else UNWANTED))
            yield from self._between(start, literal_end, behind, slot)
            start = value_end
        if not _END.fullmatch(self._record, start):
            return
        self._frames.clear()
        yield from self._between(start, len(self._record), Behind.END, None)

    def _meet(self, name: bytes) -> Slot | None:
        frame = self._frames[-1]
        slot = self._members.get(frame.row, {}).get(name)
        met = frame.met | {slot.index} if slot else frame.met
        self._frames[-1] = replace(frame, met=met, last=name)
        return slot

    def _value(self, slot: Slot | None, at: int) -> tuple[Behind, int, int]:
        """Return what stands at `at`, where the literal before it ends and the next one starts."""
        record, take = self._record, slot.take if slot else None
        if record.startswith(b"null", at):
            return Behind.NOTHING, at + 4, at + 4
        known = take in {None, Take.ROW} and len(self._frames) < DEPTH_MAX
        if known and record.startswith(b"{", at):
            return Behind.ROW if slot else Behind.NOTHING, at + 1, at + 1
        text, digits = _TEXT.match(record, at), _DIGITS.match(record, at)
        if text and take in _TEXT_KINDS:
            return _TEXT_KINDS[take], at + 1, text.end()
        if digits and take in _DIGIT_KINDS:
            return _DIGIT_KINDS[take], at, digits.end()
        return Behind.VALUE, at, text.end() if text else _end_of_other(record, at)

    def _between(self, start: int, stop: int, behind: Behind, slot: Slot | None) -> Iterator[Edge]:
        """Yield the edges for one literal: a line at a time, the last with what stands behind.

        A state within a literal belongs to the one before it: where the walk came from says what
        the literal's brackets close.
        """
        while stop - start > LINE:
            part = self._record[start : start + LINE]
            self._from = replace(self._from, part=self._from.part + part)
            yield Edge(part, Behind.NOTHING, -1, self._from)
            start += LINE
        self._from = State(tuple(self._frames))
        yield Edge(self._record[start:stop], behind, slot.index if slot else -1, self._from)


def _end_of_other(record: bytes, at: int) -> int:
    """Return where a number, a literal, an array or an object ends."""
    if scalar := _SCALAR.match(record, at) if record[at] not in b"[{" else None:
        return scalar.end()
    level = 0
    for piece in _BRACKET.finditer(record, at):
        level += (piece[0] in (b"[", b"{")) - (piece[0] in (b"]", b"}"))
        if level == 0:
            return piece.end()
    return len(record)
