"""Rows as text on the terminal, as Flink's print connector writes them: `+I[a, 1]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Batch, RowKind
from penstock.sinks.java_text import text_of
from penstock.sinks.request import SinkRequest, read_sink_options
from penstock.sinks.zones import without_zones

KIND_TEXTS = {
    RowKind.INSERT: "+I",
    RowKind.UPDATE_BEFORE: "-U",
    RowKind.UPDATE_AFTER: "+U",
    RowKind.DELETE: "-D",
}

DECLARATION = Declaration(
    name="print",
    summary="Prints every row with its kind of change.",
    guarantee="At least once: a restart prints the rows since the last checkpoint again.",
    settings=(
        Setting("print-identifier", SettingKind.TEXT, "A word to stand before each row.",
                example="alerts"),
        Setting("standard-error", SettingKind.BOOLEAN, "Taken for Flink's sake; rows go where "
                "the command's output goes.", default="false"),
        Setting("sink.parallelism", SettingKind.INTEGER, "Taken for Flink's sake; one process "
                "prints here.", minimum=1),
    ),
    example="WITH ('connector' = 'print', 'print-identifier' = 'alerts')",
)  # fmt: skip


def open_sink(request: SinkRequest) -> PrintSink:
    """Return the sink of a table with `'connector' = 'print'`."""
    options = read_sink_options(DECLARATION, request.table)
    identifier = options["print-identifier"]
    return PrintSink(request, f"{identifier}> " if identifier else "")


class PrintSink:
    """Writes a line per row and remembers nothing but the step."""

    def __init__(self, request: SinkRequest, prefix: str) -> None:
        self._write_text = request.write_text
        self._texts = [text_of(field.type) for field in request.schema.fields]
        self._prefix = prefix
        self._step: int | None = None

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Print the rows of a step in one piece, so that steps of two tables do not mix."""
        if self._step is None or step > self._step:
            lines = [line for batch in batches for line in self._lines(batch)]
            if lines:
                self._write_text("".join(lines))
        self._step = step

    def on_time(self, now_us: int) -> None:
        """Do nothing: nothing is due."""

    def snapshot(self) -> bytes:
        """Return nothing: what is printed is printed."""
        return b""

    def restore(self, token: bytes | None) -> None:
        """Begin anew."""
        self._step = None

    @property
    def rows_pending(self) -> int:
        """Always 0: what is written is visible."""
        return 0

    def close(self) -> None:
        """Let go of nothing."""

    def _lines(self, batch: Batch) -> Iterator[str]:
        columns = [
            [text(value) for value in column.to_pylist()]
            for text, column in zip(self._texts, without_zones(batch.data).columns, strict=True)
        ]
        kinds = batch.kinds.tolist() if batch.kinds is not None else [0] * len(batch)
        for kind, *texts in zip(kinds, *columns, strict=True):
            yield f"{self._prefix}{KIND_TEXTS[kind]}[{', '.join(texts)}]\n"
