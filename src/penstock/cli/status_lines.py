"""The status of a run as plain lines, for logs and pipes."""

from __future__ import annotations

from typing import Protocol, TextIO

from penstock.pipeline.status import JobStatus, TableStatus

EVERY_SECONDS = 5.0


class StatusView(Protocol):
    """Shows a run's status to whoever started it."""

    def begin(self, address: str | None, steps_recovered: int) -> None:
        """Say where the page is and what was recovered."""

    def show(self, status: JobStatus) -> None:
        """Show the newest status."""

    def end(self, status: JobStatus) -> None:
        """Leave the last status standing."""


class StatusLines:
    """A line every few seconds."""

    def __init__(self, name: str, out: TextIO) -> None:
        self._name = name
        self._out = out
        self._said_s = 0.0

    def begin(self, address: str | None, steps_recovered: int) -> None:
        """Say where the page is and what was recovered."""
        for line in opening_lines(address, steps_recovered):
            self._say(line)

    def show(self, status: JobStatus) -> None:
        """Show the newest status when it is time."""
        if status.uptime_s - self._said_s >= EVERY_SECONDS:
            self._said_s = status.uptime_s
            self._say(status_line(status))

    def end(self, status: JobStatus) -> None:
        """Leave the last status standing."""
        self._say(status_line(status))

    def _say(self, line: str) -> None:
        self._out.write(f"{self._name}: {line}\n")
        self._out.flush()


def opening_lines(address: str | None, steps_recovered: int) -> list[str]:
    """Return what a run says before its first status."""
    lines = []
    if steps_recovered:
        lines.append(f"carried on after {steps_recovered} journaled steps")
    if address:
        lines.append(f"live page at {address}  (Ctrl-C ends)")
    return lines


def summary(status: JobStatus) -> str:
    """Return what goes for the whole run."""
    return (
        f"{status.state} {status.uptime_s:,.0f} s   {status.rss_bytes / 2**20:,.0f} MB   "
        f"checkpoint {status.checkpoint_age_s:.0f} s ago   step {status.step:,}"
    )


def status_line(status: JobStatus) -> str:
    """Return the status as one line."""
    tables = "; ".join(_table(row) for row in status.tables)
    problem = f"; {status.problem.splitlines()[0]}" if status.problem else ""
    return f"{summary(status)}; {tables}{problem}"


def _table(row: TableStatus) -> str:
    text = (
        f"{row.name} {row.rows_per_s:,.0f}/s in {row.rows_in:,} out {row.rows_out:,} "
        f"late {row.rows_late:,} invalid {row.rows_invalid:,}"
    )
    if not row.freshness_p99_ms:
        return text
    return f"{text} p50/p99 {row.freshness_p50_ms:.0f}/{row.freshness_p99_ms:.0f} ms"
