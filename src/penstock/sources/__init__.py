"""Where records come from, one file per origin."""

from __future__ import annotations

from collections.abc import Mapping

from penstock.sources import files, simulator, stream
from penstock.sources.connector import Controllable, SourceConnector
from penstock.sources.nexmark import connector as nexmark

SOURCES: Mapping[str, SourceConnector] = {
    "stream": SourceConnector(stream.DECLARATION, stream.open_source, True, stream.origin),
    "filesystem": SourceConnector(files.DECLARATION, files.open_source, True, files.origin),
    "simulator": SourceConnector(
        simulator.DECLARATION, simulator.open_source, False, simulator.origin
    ),
    "nexmark": SourceConnector(
        nexmark.DECLARATION, nexmark.open_source, False, nexmark.origin, prunes=True
    ),
}
"""Every connector that can be read, by the name that a WITH clause uses."""

__all__ = ["SOURCES", "Controllable", "SourceConnector"]
