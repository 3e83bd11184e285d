"""The wind farm from its simulator to the e-mail and the page, as in its README line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.whole.browsing import DESK, PHONE, browsing, fits, inked
from tests.whole.running import Running, copy_example, penstock, running, until

pytestmark = pytest.mark.whole
QUICK = tuple(
    f"--set=turbines.{setting}"
    for setting in ("rows-per-second=400", "anomaly=storm", "anomaly.after=1 h")
)


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A farm that has run long enough for its forests to know what is usual."""
    folder = copy_example("wind", tmp_path_factory.mktemp("whole"))
    with running(folder, *QUICK) as run:
        until(lambda: rows_in(run, "WindDataStream") > 3_000, 60, "the forests are warm")
        yield run


def rows_in(run: Running, table: str) -> int:
    tables = run.get("/api/status")["tables"]
    return max((t["rows_in"] for t in tables if t["name"] == table), default=0)


def subjects(run: Running) -> list[str]:
    return [alert["subject"] for alert in run.get("/api/outbox")["alerts"]]


@pytest.mark.browser
def test_the_page_shows_the_storm_that_its_button_brings(farm: Running) -> None:
    with browsing(farm.address, DESK) as (page, complaints):
        expect(page.get_by_text("Wind farm").first).to_be_visible()
        page.wait_for_timeout(1500)
        assert inked(page, "p0"), "the wind is drawn"
        page.get_by_role("button", name="Anomaly").first.click()
        alert = page.get_by_text("shut down, wind at").first
        expect(alert).to_be_visible(timeout=20_000)
        page.get_by_role("button", name="Normal").first.click()
        until(lambda: farm.get("/api/simulators")[0]["mode"] == "normal", 5, "calm again")
        assert inked(page, "p5"), "the map is drawn"
        assert fits(page)
        assert complaints == []


@pytest.mark.browser
def test_the_page_fits_a_phone(farm: Running) -> None:
    with browsing(farm.address, PHONE) as (page, complaints):
        expect(page.get_by_text("Wind farm").first).to_be_visible()
        page.wait_for_timeout(1500)
        assert fits(page)
        assert complaints == []


def test_an_episode_raises_one_alert_per_location_and_action(farm: Running) -> None:
    storm = {f"{place}: shut down" for place in ("Roscoe, TX", "Horse Hollow, TX")}
    farm.post("/api/simulators/turbines", {"mode": "anomaly"})
    until(lambda: rows_in(farm, "maintenance") > 400, 60, "hundreds of readings are anomalous")
    farm.post("/api/simulators/turbines", {"mode": "normal"})
    raised = [subject.split(", wind at")[0] for subject in subjects(farm)]
    assert len(raised) == len(set(raised)), "one alert per episode, however many readings"
    assert storm <= set(raised)


def test_without_a_mail_server_the_page_says_so(farm: Running) -> None:
    outbox = farm.get("/api/outbox")
    assert outbox["configured"] is False
    assert all(alert["status"] == "outbox" for alert in outbox["alerts"])


def test_ctrl_c_leaves_within_two_seconds_with_a_balanced_report_and_results_that_stay(
    farm: Running,
) -> None:
    seconds, report = farm.stop()
    assert seconds < 2.5
    assert report["balanced"]
    read = report["tables"]["WindDataStream"]
    assert read["rows_invalid"] == 0
    documents = count(farm.folder, "scored")
    assert documents == report["tables"]["scored"]["rows_in"] > 3_000
    assert count(farm.folder, "scored_files") == documents
    answer = penstock(
        "query",
        str(farm.folder),
        "SELECT location, MAX(wind_speed) AS mph FROM scored WHERE anomaly_score >= 4 "
        "GROUP BY 1 ORDER BY 2 DESC",
        "--format",
        "json",
    )
    assert json.loads(answer.stdout)[0]["mph"] > 70, answer.stderr


def count(folder: Path, table: str) -> int:
    answer = penstock(
        "query", str(folder), f"SELECT COUNT(*) AS n FROM {table}", "--format", "json"
    )
    assert answer.returncode == 0, answer.stderr
    return int(json.loads(answer.stdout)[0]["n"])
