"""The watermark of a source: the least of its splits' watermarks, the idle ones left out.

A split's watermark is the greatest value of the watermark expression so far. A split that had no
row for the idle timeout no longer holds the others back, until it has one again; when all are
idle the watermark stays where it is. A split that has ended holds nothing back; when all have,
the watermark is the end of time. It never goes back.

>>> splits = SplitWatermarks(idle_timeout_us=10)
>>> splits.announce("b", now_us=0)
>>> splits.advance("a", np.array([5, 3, 8]), now_us=0).tolist() == [MIN_WATERMARK_US] * 3
True
>>> splits.on_time(now_us=10, resumed=False)
>>> splits.watermark_us, splits.by_split()["a"]
(-9223372036854775808, 8)
>>> splits.advance("a", np.array([9, 9]), now_us=11).tolist(), splits.watermark_us
([8, 9], 9)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.core.time import MAX_WATERMARK_US, MIN_WATERMARK_US
from penstock.engine.operator import State
from penstock.state.snapshot import pack, unpack


@dataclass(slots=True)
class SplitProgress:
    """How far a split has come, and when it last had a row."""

    watermark_us: int
    active_us: int
    idle: bool = False
    finished: bool = False


class SplitWatermarks:
    """The splits of one scan by name."""

    def __init__(self, idle_timeout_us: int | None) -> None:
        self._idle_timeout_us = idle_timeout_us
        self._splits: dict[str, SplitProgress] = {}
        self.watermark_us = MIN_WATERMARK_US

    @property
    def idle(self) -> bool:
        """Whether all splits that have not ended are idle (and there are some)."""
        going = [split for split in self._splits.values() if not split.finished]
        return bool(going) and all(split.idle for split in going)

    def by_split(self) -> Mapping[str, int]:
        """Return each split's own watermark; one that has ended is at the end of time."""
        return {
            name: MAX_WATERMARK_US if split.finished else split.watermark_us
            for name, split in sorted(self._splits.items())
        }

    def progress(self) -> Mapping[str, SplitProgress]:
        """Return how far each split has come."""
        return {name: replace(split) for name, split in self._splits.items()}

    def holding(self) -> tuple[str, ...]:
        """Return the splits that hold the watermark back, sorted."""
        going = self._going()
        least = min(going.values(), default=MAX_WATERMARK_US)
        return tuple(sorted(name for name, watermark_us in going.items() if watermark_us == least))

    def announce(self, split: str, now_us: int) -> None:
        """Learn of a split; a known one stays as it is."""
        self._splits.setdefault(split, SplitProgress(MIN_WATERMARK_US, now_us))

    def wake(self, split: str, now_us: int) -> None:
        """Learn that a split has rows now."""
        self._splits[split].idle, self._splits[split].active_us = False, now_us

    def advance(self, split: str, values_us: Int64s, now_us: int) -> Int64s:
        """Take the watermark expression of a split's next rows, at least one.

        Return the watermark of the whole source in force just before each of these rows.
        """
        self.announce(split, now_us)
        self.wake(split, now_us)
        mine = self._splits[split]
        others = [us for name, us in self._going().items() if name != split]
        reached = np.maximum.accumulate(np.concatenate([[mine.watermark_us], values_us]))
        mine.watermark_us = int(reached[-1])
        combined = np.minimum(reached, min(others, default=MAX_WATERMARK_US))
        combined = np.maximum(combined, self.watermark_us)
        self.watermark_us = int(combined[-1])
        return combined[:-1]

    def finish(self, split: str, now_us: int) -> None:
        """Learn that a split has ended."""
        self.announce(split, now_us)
        self._splits[split].finished = True
        self._combine()

    def on_time(self, now_us: int, resumed: bool) -> None:
        """Find the splits that have become idle; silence before `resumed` is nobody's fault."""
        if self._idle_timeout_us is None:
            return
        for split in self._splits.values():
            if resumed:
                split.active_us = now_us
            elif now_us - split.active_us >= self._idle_timeout_us:
                split.idle = True
        self._combine()

    def _going(self) -> dict[str, int]:
        return {
            name: split.watermark_us
            for name, split in self._splits.items()
            if not split.idle and not split.finished
        }

    def _combine(self) -> None:
        going = self._going()
        if going:
            self.watermark_us = max(self.watermark_us, min(going.values()))
        elif self._splits and all(split.finished for split in self._splits.values()):
            self.watermark_us = MAX_WATERMARK_US

    def snapshot(self) -> State:
        """Return the splits and the watermark."""
        names = sorted(self._splits)
        splits = [self._splits[name] for name in names]
        return {
            "splits": pack(
                {
                    "split": pa.array(names, pa.string()),
                    "watermark_us": pa.array([split.watermark_us for split in splits], pa.int64()),
                    "active_us": pa.array([split.active_us for split in splits], pa.int64()),
                    "idle": pa.array([split.idle for split in splits], pa.bool_()),
                    "finished": pa.array([split.finished for split in splits], pa.bool_()),
                }
            ),
            "watermark": pack({"watermark_us": [self.watermark_us]}),
        }

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        rows = unpack(state["splits"]).to_pylist()
        self._splits = {row.pop("split"): SplitProgress(**row) for row in rows}
        self.watermark_us = unpack(state["watermark"]).column(0)[0].as_py()
