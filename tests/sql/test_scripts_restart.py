"""Every script gives what it says when its job is started anew before each of its sections."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sql.front_door import Job
from tests.sql.test_scripts import SCRIPTS, run, sections_of

RUNNING = [path for path in SCRIPTS if not path.stem.startswith("error_")]


@pytest.mark.parametrize("path", RUNNING, ids=lambda path: path.stem)
def test_a_script_gives_what_it_says_with_a_restart_before_each_section(path: Path) -> None:
    (_, script), *sections = sections_of(path.read_text())
    if sections[0][0] == "error":
        return
    job = Job("\n".join(script))
    run(job, [each for section in sections for each in (("restart", list[str]()), section)])
    for tables in job.graph.ledger().values():
        for counts in tables.values():
            gone = counts.rows_out + counts.rows_filtered + counts.rows_late + counts.rows_invalid
            assert counts.rows_in == gone + counts.rows_in_flight
