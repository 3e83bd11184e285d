"""Nexmark events as lines of JSON in a file, written once and kept in the user's cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from penstock.core.batch import Records
from penstock.formats import open_encoder
from penstock.sources.nexmark.config import EventConfig
from penstock.sources.nexmark.events import EVENTS, events
from penstock.sources.nexmark.options import BASE_US
from penstock.sources.nexmark.timeline import Timeline

CHUNK = 20_000
_SAMPLE = 1_000


def default_folder() -> Path:
    """Return where files of events are kept."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "penstock" / "nexmark"


def event_file(count: int, rate: int, folder: Path) -> Path:
    """Return a file with the first `count` events at so many a second, written if need be.

    Its name tells how its first events look, so that another generator makes another file.
    """
    config = EventConfig(Timeline(BASE_US, rate, rate))
    looks = hashlib.sha256(bytes(_lines(config, 0, _SAMPLE).data)).hexdigest()[:8]
    path = folder / f"events-{count}-{rate}-{looks}.json"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file:
            for records in _chunks(config, count):
                file.write(records.data)
        unfinished.rename(path)
    return path


def _chunks(config: EventConfig, count: int) -> Iterator[Records]:
    for first in range(0, count, CHUNK):
        yield _lines(config, first, min(CHUNK, count - first))


def _lines(config: EventConfig, first: int, count: int) -> Records:
    return open_encoder(EVENTS, {}).encode(events(config, first, count))
