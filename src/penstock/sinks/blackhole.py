"""Rows to nowhere: every column is made and then dropped, for tests and measurements."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Batch
from penstock.sinks.request import SinkRequest, read_sink_options

DECLARATION = Declaration(
    name="blackhole",
    summary="Takes rows and drops them.",
    guarantee="Nothing is kept, so a restart repeats and loses nothing.",
    settings=(
        Setting("sink.parallelism", SettingKind.INTEGER, "Taken for Flink's sake.", minimum=1),
    ),
    example="WITH ('connector' = 'blackhole')",
)


def open_sink(request: SinkRequest) -> BlackholeSink:
    """Return the sink of a table with `'connector' = 'blackhole'`."""
    read_sink_options(DECLARATION, request.table)
    return BlackholeSink()


class BlackholeSink:
    """Counts what it drops; touching each buffer makes lazy columns real."""

    def __init__(self) -> None:
        self.rows = 0
        self.bytes = 0

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Take the rows and drop them."""
        for batch in batches:
            self.rows += len(batch)
            self.bytes += batch.data.nbytes

    def on_time(self, now_us: int) -> None:
        """Do nothing: nothing is due."""

    def snapshot(self) -> bytes:
        """Return nothing: nothing is kept."""
        return b""

    def restore(self, token: bytes | None) -> None:
        """Begin anew."""

    @property
    def rows_pending(self) -> int:
        """Always 0."""
        return 0

    def close(self) -> None:
        """Let go of nothing."""
