"""What is on its way through the graph during one step, and what of it waits for the second half.

A step may be cut in two: vertices below the cut take their rows in the first half, those above it
in the second, which another thread may run while the first half of the next step is under way.
What crosses the cut, and all that leaves the graph, is put off in the order in which it came up. So
every operator is called as often, with the same rows and in the same order, wherever the cut is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from penstock.core.batch import Batch
from penstock.core.time import MAX_WATERMARK_US
from penstock.engine.operator import Origin, Rejected


class Mark(NamedTuple):
    """How far an origin has come, and whether nobody waits for it."""

    watermark_us: int
    idle: bool


Marks: TypeAlias = Mapping[int, Mark]
"""The mark of each origin; replaced, never changed, because what is put off holds on to it."""


class _Later(NamedTuple):
    action: Callable[..., None]
    arguments: tuple[Any, ...]
    origin: int
    marks: Marks


@dataclass(slots=True)
class Flow:
    """One step: `origin` is where the rows on their way came in, vertices from `cut` on wait."""

    now_us: int
    cut: int
    marks: Marks = field(default_factory=dict)
    origin: int = -1
    outputs: dict[str, list[Batch]] = field(default_factory=dict)
    rejected: dict[str, list[Rejected]] = field(default_factory=dict)
    later: list[_Later] = field(default_factory=list)

    def do(self, number: int, action: Callable[..., None], *arguments: Any) -> None:
        """Do what concerns a vertex: now, or in the second half."""
        if number < self.cut:
            action(*arguments, self)
        else:
            self.later.append(_Later(action, arguments, self.origin, self.marks))

    def resume(self, cut: int) -> None:
        """Do what was put off, with the marks of then."""
        self.cut, later, self.later = cut, self.later, []
        for action, arguments, self.origin, self.marks in later:
            action(*arguments, self)

    def going(self, numbers: Iterable[int]) -> list[int]:
        """Return the watermarks of those origins that are not idle."""
        marks = [self.marks[number] for number in numbers]
        return [mark.watermark_us for mark in marks if not mark.idle]

    def reached(self, numbers: Iterable[int]) -> list[int]:
        """Return the watermarks of those origins, idle or not."""
        return [self.marks[number].watermark_us for number in numbers]

    def has_ended(self, numbers: Iterable[int]) -> bool:
        """Say whether all origins have given their last row."""
        return all(self.marks[number].watermark_us == MAX_WATERMARK_US for number in numbers)


def mark_of(origin: Origin) -> Mark:
    """Return an origin's mark as it is now."""
    return Mark(origin.watermark_us, origin.idle)


def output(insert: str, batch: Batch, flow: Flow) -> None:
    """Let rows leave the graph."""
    flow.outputs.setdefault(insert, []).append(batch)


def reject(table: str, parts: Sequence[Rejected], flow: Flow) -> None:
    """Let rejected rows leave the graph."""
    flow.rejected.setdefault(table, []).extend(parts)
