"""Bad records: each set aside with its reason, the ledger balanced, the rest goes on."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import penstock
from tests.whole.readings import COUNTED, FAST, READINGS, UNTIL_IDLE, ask, folder_of, put, reading

pytestmark = pytest.mark.whole


def reasons(folder: Path, table: str) -> list[object]:
    return [row["reason"] for row in ask(folder, f"SELECT reason FROM `{table}`")]


def soon(days: int) -> str:
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%d %H:%M:%S}"


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """A folder that took good and bad records, and its report."""
    folder = folder_of(tmp_path_factory.mktemp("bad"), READINGS + FAST + COUNTED)
    no_json = ("{no json", "[1]")
    no_time = '{"id": 3, "speed": 20}'
    late = reading(6)
    put(folder, reading(1), *no_json, reading(2, "fast"), no_time, reading(4, at=soon(800)))
    put(folder, reading(20, 5), late, reading(30))
    report = folder / "report.json"
    assert penstock("run", str(folder), *UNTIL_IDLE, "--report", str(report)).status == 0
    return folder, json.loads(report.read_text())


def test_each_bad_record_is_set_aside_with_its_reason(ran: tuple[Path, dict[str, Any]]) -> None:
    bad = sorted(map(str, reasons(ran[0], "readings$invalid")))
    assert [reason[:32] for reason in bad] == [
        "2 years ahead of the clock",
        "column 'speed': 'fast' is no DOU",
        "no timestamp",
        "not JSON: expecting property nam",
        "not a JSON object: an array",
    ]


def test_good_records_go_on_and_late_ones_are_kept(ran: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = ran
    assert ask(folder, "SELECT id FROM fast ORDER BY id") == [{"id": 1}, {"id": 6}, {"id": 30}]
    assert reasons(folder, "readings$late") == ["late: its last window has fired"]


def test_the_ledger_balances_over_bad_records(ran: tuple[Path, dict[str, Any]]) -> None:
    _, report = ran
    assert report["balanced"]
    assert report["tables"]["readings"]["rows_invalid"] == 2 * 5
    assert report["statements"]["fast"]["readings"] == {
        "rows_in": 6, "rows_out": 3, "rows_filtered": 1, "rows_late": 0, "rows_invalid": 2,
        "rows_in_flight": 0,
    }  # fmt: skip
    assert report["statements"]["counted"]["readings"]["rows_late"] == 1


def test_how_far_ahead_a_time_may_be_is_a_setting(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, READINGS + FAST, '[run]\nclock-guard = "900 d"\n')
    put(folder, reading(4, at=soon(800)))
    assert penstock("run", str(folder), *UNTIL_IDLE).status == 0
    assert ask(folder, "SELECT id FROM fast") == [{"id": 4}]
    assert reasons(folder, "readings$invalid") == []
