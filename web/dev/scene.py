"""What a mock dashboard is: its panels, its past, and what happens next."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar, Protocol

from wire import Rows

Json = dict[str, Any]


@dataclass(slots=True)
class Context:
    """What a scene may use: chance, the simulators' modes, and where alerts go."""

    random: Random
    modes: dict[str, str] = field(default_factory=dict)
    alerts: list[Json] = field(default_factory=list)


class Scene(Protocol):
    """One dashboard with made-up data; `now_us` is the moment that is asked about."""

    dashboard: ClassVar[Json]
    simulators: ClassVar[tuple[Json, ...]]

    def past(self, now_us: int) -> list[Rows]:
        """Return what each panel shows first."""

    def step(self, now_us: int) -> list[Rows]:
        """Return what has happened since the last step, about a fifth of a second ago."""


def alert(context: Context, now_us: int, table: str, key: str, words: tuple[str, str]) -> Json:
    """Add an alert to the outbox and return it; `words` are subject and body."""
    made = {
        "id": f"a{len(context.alerts)}-{now_us}",
        "at_us": now_us,
        "table": table,
        "key": key,
        "subject": words[0],
        "body": words[1],
        "to": "maintenance@example.com",
        "status": "outbox",
        "attempts": 0,
    }
    context.alerts.insert(0, made)
    return made
