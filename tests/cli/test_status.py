"""The status of a run: a table in a terminal, lines elsewhere."""

from __future__ import annotations

import io
from dataclasses import replace

from rich.console import Console

from penstock.cli.status_lines import StatusLines
from penstock.cli.status_table import LiveTable
from penstock.pipeline.status import JobStatus, TableStatus

TABLE = TableStatus(
    "wind[m/s]", rows_in=1200, rows_out=1100, rows_late=3, rows_invalid=7, rows_in_flight=90,
    rows_per_s=80.4, freshness_p50_ms=4.2, freshness_p99_ms=21.0, state_bytes=2048,
)  # fmt: skip
STATUS = JobStatus(
    now_us=0, state="running", step=12, uptime_s=6.0, rss_bytes=200 * 2**20,
    rss_peak_bytes=210 * 2**20, checkpoint_age_s=2.4, events_per_s=80.0, tables=(TABLE,),
    problem="E411 cannot use shard 0\nhint: look at the disk",
)  # fmt: skip


def test_lines_come_every_few_seconds_and_at_the_end() -> None:
    out = io.StringIO()
    view = StatusLines("farm", out)
    view.begin("http://127.0.0.1:8642/", 3)
    view.show(STATUS)
    view.show(replace(STATUS, uptime_s=7.0))
    view.end(replace(STATUS, state="stopped", problem=None))
    lines = out.getvalue().splitlines()
    assert lines[0] == "farm: carried on after 3 journaled steps"
    assert lines[1] == "farm: live page at http://127.0.0.1:8642/  (Ctrl-C ends)"
    assert lines[2] == (
        "farm: running 6 s   200 MB   checkpoint 2 s ago   step 12; wind[m/s] 80/s in 1,200 "
        "out 1,100 late 3 invalid 7 p50/p99 4/21 ms; E411 cannot use shard 0"
    )
    assert len(lines) == 4
    assert lines[3].startswith("farm: stopped")


def test_a_terminal_shows_a_table_and_what_is_wrong() -> None:
    out = io.StringIO()
    view = LiveTable("farm", Console(file=out, force_terminal=True, width=120, color_system=None))
    view.begin("http://127.0.0.1:8642/", 0)
    view.show(STATUS)
    view.end(STATUS)
    shown = out.getvalue()
    for word in ("live page at", "wind[m/s]", "in flight", "1,200", "90", "21 ms", "2 kB", "E411"):
        assert word in shown
