"""What EXPLAIN says of a plan that has state: its size, watermarks, and what windows wait for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US, US_PER_SECOND
from penstock.engine.open_windows import WaitingWindow, open_windows
from penstock.engine.scan import ScanOperator
from penstock.engine.split_watermarks import SplitProgress
from penstock.engine.topology import Topology
from penstock.sql.expression_text import name_text
from penstock.sql.plan import Relation

WINDOWS_SHOWN = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


class StateNotes:
    """Lines for each relation of a plan, taken from the operators that run it."""

    def __init__(self, topology: Topology, now_us: int) -> None:
        self._topology = topology
        self._now_us = now_us
        self._numbers = {id(vertex.node): n for n, vertex in enumerate(topology.vertices)}
        self._waiting: dict[str, list[WaitingWindow]] = {}
        for window in open_windows(topology):
            self._waiting.setdefault(window.operator, []).append(window)

    def of(self, relation: Relation) -> list[str]:
        """Return what there is to say of a relation's operator."""
        number = self._numbers.get(id(relation))
        return [] if number is None else list(self._lines(number))

    def _lines(self, number: int) -> Iterator[str]:
        vertex, running = self._topology.vertices[number], self._topology.running(number)
        size = running.state_bytes()
        if isinstance(running, ScanOperator):
            yield f"watermark {time_text(running.watermark_us)}"
            progress = running.progress()
            yield from (self._split(name, progress[name]) for name in sorted(progress))
            return
        if size:
            yield f"state {size_text(size)}; watermark {time_text(vertex.watermark_us)}"
        waiting = self._waiting.get(vertex.name, [])
        yield from (self._window(each) for each in waiting[:WINDOWS_SHOWN])
        if len(waiting) > WINDOWS_SHOWN:
            yield f"… and {len(waiting) - WINDOWS_SHOWN} more open windows"

    def _split(self, name: str, split: SplitProgress) -> str:
        text = f"split {name_text(name)}: watermark {time_text(split.watermark_us)}"
        if split.finished:
            return f"{text}, finished"
        silent_s = max(0, self._now_us - split.active_us) / US_PER_SECOND
        return f"{text}, {'idle' if split.idle else 'silent'} for {silent_s:,.1f} s"

    def _window(self, waiting: WaitingWindow) -> str:
        window = waiting.window
        held = ", ".join(
            f"{table} split {split or '(none yet)'}" for table, split in waiting.held_by
        )
        return (
            f"open {time_text(window.start_us)} to {time_text(window.end_us)}:"
            f" {window.rows:,} rows;"
            f" closes at watermark {time_text(window.fires_at_us)}"
            f"{f', waits for {held}' if held else ''}"
        )


def time_text(time_us: int) -> str:
    """Return a time of the stream as people read it.

    >>> time_text(1_500_000), time_text(MIN_WATERMARK_US), time_text(MAX_WATERMARK_US)
    ('1970-01-01 00:00:01.500', 'none yet', 'the end')
    """
    if time_us <= MIN_WATERMARK_US:
        return "none yet"
    if time_us >= MAX_WATERMARK_US:
        return "the end"
    moment = _EPOCH + timedelta(microseconds=time_us)
    return moment.replace(tzinfo=None).isoformat(" ", "milliseconds")


def size_text(size: int) -> str:
    """Return a number of bytes as people read it.

    >>> size_text(999), size_text(1_250_000)
    ('999 B', '1.2 MB')
    """
    unit, scale = next(((u, s) for u, s in _UNITS if size >= s), ("B", 1))
    return f"{size} B" if scale == 1 else f"{size / scale:.1f} {unit}"
