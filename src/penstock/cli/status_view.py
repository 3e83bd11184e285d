"""The live status in a terminal; plain lines where there is none."""

from __future__ import annotations

from rich.console import Console
from rich.live import Live
from rich.table import Table

from penstock.pipeline.status import JobStatus, TableStatus

PLAIN_EVERY_SECONDS = 5.0
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


class StatusView:
    """Shows a run's status: a table that refreshes, or a line every few seconds."""

    def __init__(self, name: str, console: Console) -> None:
        self._name = name
        self._console = console
        self._live: Live | None = None
        self._said_s = 0.0

    def begin(self, address: str | None, steps_recovered: int) -> None:
        """Say where the page is and what was recovered."""
        if steps_recovered:
            self._console.print(f"{self._name}: carried on after {steps_recovered} journaled steps")
        if address:
            self._console.print(f"{self._name}: live page at [bold]{address}[/bold]  (Ctrl-C ends)")
        if self._console.is_terminal:
            self._live = Live(console=self._console, refresh_per_second=4)
            self._live.start()

    def show(self, status: JobStatus) -> None:
        """Show the newest status."""
        if self._live is not None:
            self._live.update(status_table(status))
        elif status.uptime_s - self._said_s >= PLAIN_EVERY_SECONDS:
            self._said_s = status.uptime_s
            self._console.print(status_line(self._name, status), soft_wrap=True)

    def end(self, status: JobStatus) -> None:
        """Leave the last status standing."""
        if self._live is not None:
            self._live.update(status_table(status))
            self._live.stop()
        self._console.print(status_line(self._name, status), soft_wrap=True)


def status_table(status: JobStatus) -> Table:
    """Return the status as a table, a row per table of the pipeline."""
    table = Table(box=None, pad_edge=False, title=_summary(status), title_justify="left")
    table.add_column("table", style="bold")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for row in status.tables:
        table.add_row(row.name, *_cells(row))
    if status.problem:
        table.caption = status.problem
    return table


def _summary(status: JobStatus) -> str:
    return (
        f"{status.state} {status.uptime_s:,.0f} s   {status.rss_bytes / 2**20:,.0f} MB   "
        f"checkpoint {status.checkpoint_age_s:.0f} s ago   step {status.step:,}"
    )


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


def status_line(name: str, status: JobStatus) -> str:
    """Return the status as one plain line."""
    tables = "; ".join(
        f"{row.name} {row.rows_per_s:,.0f}/s in {row.rows_in:,} out {row.rows_out:,} "
        f"late {row.rows_late:,} invalid {row.rows_invalid:,}"
        + (
            f" p50/p99 {row.freshness_p50_ms:.0f}/{row.freshness_p99_ms:.0f} ms"
            * bool(row.freshness_p99_ms)
        )
        for row in status.tables
    )
    return f"{name}: {_summary(status)}; {tables}"
