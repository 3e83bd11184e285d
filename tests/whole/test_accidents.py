"""Accidents: the notebook's own SQL on the generator and on the replayed real file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.data import shared_data
from tests.whole.browsing import DESK, PHONE, browsing, fits, inked
from tests.whole.running import ROOT, Running, copy_example, penstock, running, until

pytestmark = pytest.mark.whole


def status(run: Running) -> dict[str, dict[str, int]]:
    return {table["name"]: table for table in run.get("/api/status")["tables"]}


def ask(folder: Path, sql: str) -> list[dict[str, object]]:
    answer = penstock("query", str(folder), sql, "--local", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    found: list[dict[str, object]] = json.loads(answer.stdout)
    return found


@pytest.mark.browser
def test_the_generated_feed_reaches_map_metrics_alerts_and_lake(tmp_path: Path) -> None:
    folder = copy_example("accidents", tmp_path)
    options = ("--local", "--set", "feed.rows-per-second=150", "--set", "feed.anomaly.after=4 s")
    with running(folder, *options) as run:
        with browsing(run.address, DESK) as (page, complaints):
            expect(page.get_by_text("Road accidents").first).to_be_visible()
            until(lambda: run.get("/api/outbox")["alerts"], 60, "a notification is raised")
            expect(page.get_by_text("Severity 5 accident in").first).to_be_visible(timeout=10_000)
            page.wait_for_timeout(1000)
            assert inked(page, "p0"), "the map is drawn"
            assert_boxes(page)
            assert fits(page)
            assert complaints == []
        with browsing(run.address, PHONE) as (page, complaints):
            page.wait_for_timeout(1500)
            assert fits(page)
            assert complaints == []
        _, report = run.stop()
    assert report["balanced"]
    tables = report["tables"]
    assert tables["us_accidents_stream"]["rows_invalid"] == 0
    metric = ask(folder, "SELECT SUM(count) AS n FROM accident_metrics")[0]["n"]
    severe = ask(folder, "SELECT COUNT(*) AS n FROM us_accidents_stream_1_results")[0]["n"]
    assert float(str(metric)) == float(str(severe)) > 0
    (least,) = ask(folder, "SELECT MIN(Severity) AS s FROM us_accidents_stream_1_results")
    assert least["s"] == 4
    assert_lake(folder)
    assert_regions(folder)


def assert_lake(folder: Path) -> None:
    """Ask for the raw records: many, of several states."""
    lake = ask(folder, "SELECT COUNT(*) AS n, COUNT(DISTINCT State) AS s FROM raw_accidents")[0]
    assert int(str(lake["n"])) > 300
    assert int(str(lake["s"])) > 5


def assert_boxes(page: Page) -> None:
    boxed = page.locator("canvas[aria-label*=' boxes ']")
    expect(boxed).to_have_count(1, timeout=10_000)
    boxed.press("ArrowLeft")  # from nothing to the last of all, which is a box
    expect(page.locator(".tooltip")).to_contain_text("Box")


def assert_regions(folder: Path) -> None:
    """Ask for the hot regions: some, few, and where the cities are."""
    regions = ask(folder, "SELECT MIN(points) AS n, COUNT(*) AS regions FROM hot_regions")[0]
    assert int(str(regions["n"])) >= 20
    assert 0 < int(str(regions["regions"])) < 15
    inside = (
        "south BETWEEN 24 AND north AND north < 50 AND west BETWEEN -125 AND east AND east < -66"
    )
    (outside,) = ask(folder, f"SELECT COUNT(*) AS n FROM hot_regions WHERE NOT ({inside})")
    assert outside["n"] == 0


def test_the_real_file_is_replayed_through_the_notebooks_sql(tmp_path: Path) -> None:
    path = shared_data("us_accidents_100.csv")
    folder = copy_example("accidents", tmp_path)
    without_feed(folder)
    stream = ("--to", "us-accidents-data-stream-01", "--in", str(folder))
    with running(folder, "--local") as run:
        sent = penstock(
            "replay", str(path), *stream, "--time-column", "Start_Time", "--speed", "100000",
            "--stamp", "Txn_Timestamp", "--key", "Severity",
        )  # fmt: skip
        assert sent.returncode == 0, sent.stderr
        assert "99 rows sent" in sent.stdout
        until(lambda: status(run)["us_accidents_stream"]["rows_in"] >= 99 * 3, 30, "all are read")
        until(lambda: status(run)["notifications"]["rows_in"] >= 3, 30, "severity 5 is noticed")
        _, report = run.stop()
    assert report["balanced"]
    assert report["tables"]["us_accidents_stream"]["rows_invalid"] == 0
    found = ask(
        folder,
        "SELECT Severity, COUNT(*) AS n FROM us_accidents_stream_1_results GROUP BY 1 ORDER BY 1",
    )
    assert found == [{"Severity": 4, "n": 17}, {"Severity": 5, "n": 3}]


def without_feed(folder: Path) -> None:
    """Leave the generator out, as the script's own comment says, for a replay."""
    path = folder / "pipeline.sql"
    script = path.read_text()
    start = script.index("INSERT INTO us_accidents_stream\n")
    end = script.index("FROM feed;") + len("FROM feed;")
    path.write_text(script[:start] + script[end:])


def test_without_local_the_run_says_what_is_missing_and_starts_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "accidents"
    shutil.copytree(
        ROOT / "examples" / "accidents", folder, ignore=shutil.ignore_patterns(".penstock")
    )
    answer = penstock("run", str(folder), "--no-serve", "--for", "1")
    assert answer.returncode == 2
    assert "--local" in answer.stderr
    assert "pipeline.sql:" in answer.stderr
    assert not (folder / ".penstock" / "checkpoints").exists()
