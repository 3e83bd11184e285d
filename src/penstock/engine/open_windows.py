"""Says why a window is still open: which watermark it waits for, and who holds that back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from penstock.core.time import MAX_WATERMARK_US
from penstock.engine.open_window import OpenWindow, Windowed
from penstock.engine.operator import Clocked
from penstock.engine.scan import ScanOperator
from penstock.engine.topology import Topology, Vertex


@dataclass(frozen=True, slots=True)
class WaitingWindow:
    """A window with rows that fires when its operator's watermark gets to `window.fires_at_us`.

    `held_by` names table and split of each split whose watermark is the least; a table without
    splits so far stands with an empty split. Nobody holds a window of the clock.
    """

    operator: str
    window: OpenWindow
    watermark_us: int
    held_by: tuple[tuple[str, str], ...]


def open_windows(topology: Topology) -> list[WaitingWindow]:
    """Return the open windows of all operators, each operator's in the order of their ends."""
    found: list[WaitingWindow] = []
    for number, operator in topology.operators.items():
        if isinstance(operator, Windowed):
            vertex = topology.vertices[number]
            held_by = () if isinstance(operator, Clocked) else _holding(topology, vertex)
            found += [
                WaitingWindow(vertex.name, window, vertex.watermark_us, held_by)
                for window in operator.open_windows()
            ]
    return found


def _holding(topology: Topology, vertex: Vertex) -> tuple[tuple[str, str], ...]:
    awaited = [topology.origins[number].watermark_us for number in vertex.awaited]
    if any(watermark_us < MAX_WATERMARK_US for watermark_us in awaited):
        return _splits(topology, vertex.awaited)
    going = [number for number in vertex.origins if not topology.origins[number].idle]
    least = min((topology.origins[number].watermark_us for number in going), default=None)
    return _splits(topology, [n for n in going if topology.origins[n].watermark_us == least])


def _splits(topology: Topology, origins: Iterable[int]) -> tuple[tuple[str, str], ...]:
    """Return tables and their splits that come last."""
    held: list[tuple[str, str]] = []
    for number in origins:
        origin = topology.origins[number]
        if isinstance(origin, ScanOperator):
            table = topology.vertices[number].table
            held += [(table, split) for split in origin.holding() or ("",)]
    return tuple(held)
