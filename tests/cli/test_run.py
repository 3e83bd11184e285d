"""The options of `penstock run`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.cli.commands import penstock

SCRIPT = """
CREATE TABLE made (wind_speed DOUBLE, location STRING) WITH (
    'connector' = 'simulator', 'kind' = 'wind', 'rows-per-second' = '100');
CREATE TABLE kept (wind_speed DOUBLE, location STRING) WITH ('connector' = 'stream');
INSERT INTO kept SELECT wind_speed, location FROM made;
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that makes its own rows."""
    path = tmp_path / "räder am weg"
    path.mkdir()
    (path / "pipeline.sql").write_text(SCRIPT)
    return path


def test_a_run_ends_after_its_time_and_reports_a_balanced_ledger(folder: Path) -> None:
    report = folder / "report.json"
    began = time.monotonic()
    answer = penstock("run", str(folder), "--no-serve", "--for", "0.4", "--report", str(report))
    assert answer.status == 0
    assert time.monotonic() - began > 0.4
    assert "live page" not in answer.out
    assert answer.out.splitlines()[-1].startswith("räder am weg: stopped")
    found = json.loads(report.read_text())
    assert found["balanced"]
    assert found["tables"]["made"]["rows_in"] == found["tables"]["kept"]["rows_out"] > 10
    assert {"freshness_p50_ms", "rows_in_flight"} <= set(found["tables"]["kept"])
    assert {"events_per_s", "rss_peak_bytes"} <= set(found)


def test_a_run_serves_its_page_on_the_port_it_says(folder: Path) -> None:
    answer = penstock("run", str(folder), "--port", "0", "--for", "0.3")
    assert answer.status == 0
    assert "live page at http://127.0.0.1:" in answer.out


def test_an_override_changes_a_table(folder: Path) -> None:
    set_ = ("--set", "kept.shards=3", "--set", "made.rows-per-second=1000")
    assert penstock("run", "--in", str(folder), "--no-serve", "--for", "0.2", *set_).status == 0
    lines = penstock("streams", "ls", "--in", str(folder)).out.splitlines()
    assert lines[1].split()[:2] == ["kept", "3"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--for", "1", "--until-idle", "1"), "E803"),
        (("--report", "no/such/folder/r.json"), "E805"),
        (("--port", "70000"), "65535"),
        (("--for", "soon"), "Invalid value"),
    ],
)
def test_wrong_options_start_nothing(folder: Path, options: tuple[str, ...], said: str) -> None:
    answer = penstock("run", str(folder), *options)
    assert answer.status == 2
    assert said in answer.error
    assert not (folder / ".penstock").exists()
