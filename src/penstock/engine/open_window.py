"""Windows that have rows and have not fired, as they are shown to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window with rows; it fires when the watermark is `fires_at_us`."""

    start_us: int
    end_us: int
    fires_at_us: int
    rows: int


@runtime_checkable
class Windowed(Protocol):
    """An operator that keeps rows until their windows fire."""

    def open_windows(self) -> list[OpenWindow]:
        """Return the windows that have not fired, in the order in which they will."""
