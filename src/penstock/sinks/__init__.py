"""Where rows go, one file per destination."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from penstock.config.options import Declaration
from penstock.core.protocols import Sink
from penstock.sinks import (
    blackhole,
    documents,
    email_alert,
    filesystem,
    metrics,
    print_rows,
    stream,
    webhook_alert,
)
from penstock.sinks.request import SinkRequest


@dataclass(frozen=True, slots=True)
class SinkEntry:
    """A sink as it is listed: what users read of it, how it is opened, what rows it takes.

    `changes` says whether updates and deletes are taken; `key_needed` that they are only with a
    primary key; `before` that the old row of an update is taken as well, wherever it is known.
    """

    declaration: Declaration
    open: Callable[[SinkRequest], Sink]
    changes: bool = False
    key_needed: bool = False
    before: bool = False


SINKS: Mapping[str, SinkEntry] = {
    entry.declaration.name: entry
    for entry in (
        SinkEntry(stream.DECLARATION, stream.open_sink),
        SinkEntry(filesystem.DECLARATION, filesystem.open_sink),
        SinkEntry(documents.DECLARATION, documents.open_sink, changes=True, key_needed=True),
        SinkEntry(email_alert.DECLARATION, email_alert.open_sink, changes=True),
        SinkEntry(webhook_alert.DECLARATION, webhook_alert.open_sink, changes=True),
        SinkEntry(metrics.DECLARATION, metrics.open_sink, changes=True),
        SinkEntry(print_rows.DECLARATION, print_rows.open_sink, changes=True, before=True),
        SinkEntry(blackhole.DECLARATION, blackhole.open_sink, changes=True),
    )
}
"""Every sink by the name that `'connector'` gives."""
