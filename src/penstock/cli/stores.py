"""How commands find a folder's streams."""

from __future__ import annotations

from pathlib import Path

from penstock.core.time import SystemClock
from penstock.pipeline.layout import STATE
from penstock.streams.store import StreamStore


def open_streams(path: Path) -> StreamStore:
    """Return the streams of a folder; any folder will do, a pipeline need not be there."""
    return StreamStore(path.resolve() / STATE / "streams", SystemClock())
