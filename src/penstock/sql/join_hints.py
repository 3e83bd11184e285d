"""Query hints: how long each side of a join keeps its rows; other hints ask for what is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StateHints:
    """STATE_TTL by table name or alias, in microseconds."""

    ttl_us: Mapping[str, int] = field(default_factory=dict)

    def of(self, left: frozenset[str], right: frozenset[str]) -> tuple[int | None, int | None]:
        """Return how long the rows of each side are kept, None where no hint says."""
        return self._of(left), self._of(right)

    def _of(self, names: frozenset[str]) -> int | None:
        return next((self.ttl_us[name] for name in sorted(names) if name in self.ttl_us), None)
