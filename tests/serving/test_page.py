"""The page over a real socket: its API, its live feed, and who may ask."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from penstock.core.batch import Records
from tests.serving.visiting import Visit, served

SCRIPT = """
CREATE TABLE turbines (location STRING, wind_speed DOUBLE)
WITH ('connector' = 'simulator', 'kind' = 'wind', 'number-of-rows' = '8');
CREATE TABLE `odd "name"` (location STRING, wind_speed DOUBLE)
WITH ('connector' = 'stream', 'stream' = 'odd');
INSERT INTO `odd "name"` SELECT location, wind_speed FROM turbines;
CREATE TABLE events (id BIGINT) WITH ('connector' = 'stream');
CREATE TABLE alarms (id BIGINT) WITH ('connector' = 'email', 'to' = 'a@example.com',
    'from' = 'b@example.com', 'episode.key' = 'id', 'subject' = 'event {id}');
INSERT INTO alarms SELECT id FROM events WHERE id < 0;
CREATE TABLE counts (id BIGINT) WITH ('connector' = 'metrics', 'metric.dimensions' = 'id');
INSERT INTO counts SELECT id FROM events;
"""
DASHBOARD = """
title = "Test"
[[panel]]
kind = "table"
query = "SELECT id, id * 2 AS twice FROM events"
[[panel]]
kind = "figure"
y = ["total"]
query = "SELECT SUM(id) AS total FROM events"
[[panel]]
kind = "table"
query = "SELECT id FROM counts"
[[panel]]
kind = "table"
query = "SELECT CAST(CAST(id AS VARCHAR) || 'x' AS BIGINT) AS id FROM events"
"""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with served(tmp_path_factory.mktemp("page"), SCRIPT, DASHBOARD) as found:
        yield found


def append(visit: Visit, *ids: int) -> None:
    records = Records.of([json.dumps({"id": i}).encode() for i in ids])
    visit.run.streams.open("events").append(records)


def get(visit: Visit, path: str) -> Any:
    answer = httpx.get(visit.address + path)
    assert answer.status_code == 200
    return answer.json()


def test_a_page_gets_old_rows_at_once_and_new_ones_appended(tmp_path: Path) -> None:
    with served(tmp_path, SCRIPT, DASHBOARD) as visit, visit.feed() as feed:
        append(visit, 1, 2)
        hello, _ = feed.next()
        assert hello["type"] == "hello"
        assert hello["dashboard"]["title"] == "Test"
        assert hello["simulators"][0]["name"] == "turbines"
        head, rows = feed.until(panel="p0")
        assert head["mode"] == "replace"
        assert rows is not None
        append(visit, 3)
        seen = rows.column("id").to_pylist()
        while len(seen) < 3:
            head, rows = feed.until(panel="p0")
            assert head["mode"] == "append"
            assert rows is not None
            seen += rows.column("id").to_pylist()
        assert seen == [1, 2, 3]


def test_a_figure_over_all_rows_is_replaced(tmp_path: Path) -> None:
    with served(tmp_path, SCRIPT, DASHBOARD) as visit, visit.feed() as feed:
        append(visit, 1, 2)
        total = None
        while total != 3:
            head, rows = feed.until(panel="p1")
            assert head["mode"] == "replace"
            assert rows is not None
            (total,) = rows.column("total").to_pylist()


def test_a_panel_that_cannot_be_answered_says_so_and_the_others_go_on(visit: Visit) -> None:
    append(visit, 7)
    with visit.feed() as feed:
        error, _ = feed.until(type="error", panel="p3")
        assert "7x" in error["message"] or "x" in error["message"]
        append(visit, 8)
        while True:
            _, rows = feed.until(panel="p0")
            assert rows is not None
            if 8 in rows.column("id").to_pylist():
                break


def test_an_alert_reaches_the_page_and_the_outbox(visit: Visit) -> None:
    with visit.feed() as feed:
        feed.until(type="status")
        append(visit, -5)
        told, _ = feed.until(type="alert")
        assert told["alert"]["subject"] == "event -5"
    outbox = get(visit, "api/outbox?limit=1")
    assert [alert["id"] for alert in outbox["alerts"]] == [told["alert"]["id"]]
    assert not outbox["configured"]


@pytest.mark.parametrize("limit", ["", "²", "9" * 5000, "-1", "x", "0"])
def test_an_odd_limit_is_no_problem(visit: Visit, limit: str) -> None:
    assert "alerts" in get(visit, f"api/outbox?limit={limit}")


def test_a_simulator_is_switched_for_every_page(visit: Visit) -> None:
    with visit.feed() as feed:
        feed.until(type="status")
        address = f"{visit.address}api/simulators/turbines"
        answer = httpx.post(address, json={"mode": "anomaly"})
        assert answer.json()["mode"] == "anomaly"
        told, _ = feed.until(type="simulator")
        assert told["simulator"] == answer.json()
    assert get(visit, "api/simulators")[0]["mode"] == "anomaly"
    bodies = (b"", b"[1]", b'{"mode": ["x"]}', b'{"mode": "wild"}', b"x" * 100_000)
    assert {httpx.post(address, content=body).status_code for body in bodies} == {422}
    assert httpx.post(f"{visit.address}api/simulators/none").status_code == 404
    assert httpx.get(address).status_code == 405


def test_status_and_metrics_tell_of_every_table(visit: Visit) -> None:
    append(visit, 5)
    with visit.feed() as feed:
        feed.until(type="status", state="running")
    status = get(visit, "api/status")
    assert {"events", "turbines", 'odd "name"'} <= {t["name"] for t in status["tables"]}
    text = httpx.get(f"{visit.address}metrics").text
    assert 'penstock_rows_in_total{table="odd \\"name\\""}' in text
    assert "counts_count" in text


def test_the_page_and_its_assets_are_served_and_nothing_else(visit: Visit) -> None:
    assert "<html" in httpx.get(visit.address).text
    assert get(visit, "api/dashboard")["panels"][1]["y"] == ["total"]
    assert httpx.get(f"{visit.address}assets/../app.py").status_code == 404
    assert httpx.get(f"{visit.address}assets/%2e%2e/app.py").status_code == 404


def test_another_site_cannot_open_the_feed(visit: Visit) -> None:
    with pytest.raises(InvalidStatus), visit.feed({"Origin": "http://evil.example"}):
        pass


def test_a_page_comes_up_again_over_what_was_stored(visit: Visit, tmp_path: Path) -> None:
    for number in (1, 2):
        with served(tmp_path, SCRIPT, DASHBOARD) as again:
            append(again, number)
            with again.feed() as feed:
                assert len(feed.rows("p0", number)) == number
                assert len(feed.rows("p2", 1)) >= 1


def test_a_page_with_a_token_opens_its_feed_to_those_who_know_it(tmp_path: Path) -> None:
    settings = '[server]\ntoken = "hunter2"\n'
    with served(tmp_path, SCRIPT, DASHBOARD, settings) as visit:
        assert httpx.get(f"{visit.address}api/status").status_code == 401
        with pytest.raises(InvalidStatus), visit.feed():
            pass
        with visit.feed({"Authorization": "Bearer hunter2"}) as feed:
            assert feed.next()[0]["type"] == "hello"
