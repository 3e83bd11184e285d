"""The status of a run as a table that refreshes, in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from penstock.cli.status_lines import opening_lines, status_line, summary
from penstock.pipeline.status import JobStatus, TableStatus

HEADINGS = (
    "rows/s",
    "in",
    "out",
    "in flight",
    "filtered",
    "late",
    "invalid",
    "p50",
    "p99",
    "state",
)


class LiveTable:
    """A row per table of the pipeline, drawn again a few times a second."""

    def __init__(self, name: str, console: Console) -> None:
        self._name = name
        self._console = console
        self._live = Live(console=console, refresh_per_second=4)

    def begin(self, address: str | None, steps_recovered: int) -> None:
        """Say where the page is and what was recovered."""
        for line in opening_lines(address, steps_recovered):
            self._say(line)
        self._live.start()

    def show(self, status: JobStatus) -> None:
        """Show the newest status."""
        self._live.update(status_table(status))

    def end(self, status: JobStatus) -> None:
        """Leave the last status standing."""
        self._live.update(status_table(status))
        self._live.stop()
        self._say(status_line(status))

    def _say(self, line: str) -> None:
        self._console.print(f"{self._name}: {line}", soft_wrap=True, markup=False)


def status_table(status: JobStatus) -> Table:
    """Return the status as a table, a row per table of the pipeline."""
    table = Table(box=None, pad_edge=False, title=summary(status), title_justify="left")
    table.add_column("table", style="bold")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for row in status.tables:
        table.add_row(escape(row.name), *_cells(row))
    if status.problem:
        table.caption = escape(status.problem)
    return table


def _cells(row: TableStatus) -> list[str]:
    counts = (
        row.rows_in,
        row.rows_out,
        row.rows_in_flight,
        row.rows_filtered,
        row.rows_late,
        row.rows_invalid,
    )
    ages = [f"{age:,.0f} ms" if age else "" for age in (row.freshness_p50_ms, row.freshness_p99_ms)]
    state = f"{row.state_bytes / 1024:,.0f} kB" if row.state_bytes else ""
    return [
        f"{row.rows_per_s:,.0f}",
        *(f"{count:,}" if count else "·" for count in counts),
        *ages,
        state,
    ]
