"""What a random cut forest is told before its first point, with AWS's defaults."""

from __future__ import annotations

from dataclasses import dataclass

from penstock.core.errors import UserError

WIDTH_MAX = 4_096
"""Columns times shingle, at most."""
_LIMITS = {
    "trees": (1, 1_000),
    "sample": (2, 32_000),
    "time_decay": (1, 2**62),
    "shingle": (1, WIDTH_MAX),
    "dimensions": (1, WIDTH_MAX),
    "output_after": (0, 2**62),
    "seed": (-(2**63), 2**63 - 1),
}


class BadForestSetting(UserError):
    """A setting of a forest is out of its limits.

    >>> ForestConfig(trees=0)
    Traceback (most recent call last):
        ...
    penstock.learning.config.BadForestSetting: E701 trees is 0
    hint: 1 to 1000
    """

    code = "E701"


@dataclass(frozen=True, slots=True)
class ForestConfig:
    """A forest's settings; all of its randomness comes from `seed` (and the forest's key).

    `trees` samples of `sample` points each; a point's weight falls by e every `time_decay` points
    (below `sample` it acts as `sample`). A tree's point is the last `shingle` rows of `dimensions`
    columns, the oldest first. Scores are 0 until `output_after` points were seen (None: a quarter
    of `sample`).

    >>> ForestConfig().warm_up, ForestConfig(output_after=0).warm_up
    (64, 0)
    """

    trees: int = 100
    sample: int = 256
    time_decay: int = 100_000
    shingle: int = 1
    dimensions: int = 1
    output_after: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what is out of limits."""
        for name, (least, most) in _LIMITS.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise BadForestSetting(f"{name} is {value}", hint=f"{least} to {most}")
        if self.width > WIDTH_MAX:
            raise BadForestSetting(
                f"shingle {self.shingle} times {self.dimensions} columns is {self.width}",
                hint=f"at most {WIDTH_MAX}",
            )

    @property
    def width(self) -> int:
        """The dimensions of a tree's point."""
        return self.shingle * self.dimensions

    @property
    def warm_up(self) -> int:
        """How many points score 0 before the first real score."""
        return self.sample // 4 if self.output_after is None else self.output_after

    @property
    def decay(self) -> float:
        """By how much the logarithm of a point's weight falls per later point."""
        return 1.0 / self.time_decay
