"""A replay keeps the gaps between rows, divided by the speed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from penstock.core.batch import Records
from penstock.core.time import ManualClock
from penstock.pipeline.replay import BadReplay, ReplayRequest, replay
from penstock.pipeline.timed_rows import UnreadableFile
from tests.data import shared_data


class Tape:
    """A stream that notes when it was given what."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.sent: list[tuple[float, dict[str, str], bytes | None]] = []

    @property
    def shards(self) -> Sequence[str]:
        return ("0",)

    def append(
        self,
        records: Records,
        keys: Sequence[bytes] | None = None,
        *,
        producer: str = "",
        step: int = 0,
    ) -> None:
        at = self.clock.now_us() / 1e6
        for index in range(len(records)):
            key = None if keys is None else keys[index]
            self.sent.append((at, json.loads(records[index]), key))


def run(request: ReplayRequest) -> Tape:
    tape = Tape(ManualClock(1_000_000))
    replay(request, tape, tape.clock, lambda sent: None)  # type: ignore[arg-type] -- it only appends
    return tape


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    path = tmp_path / "r.csv"
    path.write_text(
        "at,k,v\n2026-01-01 00:00:10,a,1\n2026-01-01 00:00:30,b,\n2026-01-01 00:00:20,a,3\n"
    )
    return path


def test_gaps_are_kept_and_divided_by_the_speed(readings: Path) -> None:
    tape = run(ReplayRequest(readings, "at", speed=10.0))
    assert [round(at, 2) for at, _, _ in tape.sent] == [1.0, 3.0, 3.0]


def test_an_empty_field_is_null_and_other_fields_stay_as_they_are_written(readings: Path) -> None:
    tape = run(ReplayRequest(readings, speed=None, key="k"))
    assert [row for _, row, _ in tape.sent][1] == {"at": "2026-01-01 00:00:30", "k": "b", "v": None}
    assert [key for _, _, key in tape.sent] == [b"a", b"b", b"a"]


def test_rows_are_stamped_with_the_time_of_sending(readings: Path) -> None:
    tape = run(ReplayRequest(readings, "at", speed=10.0, stamp="sent"))
    assert tape.sent[1][1]["sent"] == "1970-01-01T00:00:03.000"


def test_an_unknown_column_is_refused_with_a_suggestion(readings: Path) -> None:
    with pytest.raises(BadReplay, match="did you mean 'at'"):
        run(ReplayRequest(readings, "att", speed=1.0))


def test_a_column_without_times_is_refused(readings: Path) -> None:
    with pytest.raises(BadReplay, match="holds no times"):
        run(ReplayRequest(readings, "k", speed=1.0))


def test_an_absent_file_is_the_worlds_fault(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot read"):
        run(ReplayRequest(tmp_path / "none.csv"))


def test_a_quoted_field_may_have_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_text('at,v\n2026-01-01 00:00:10,"one\ntwo"\n2026-01-01 00:00:11,three\n')
    assert [row["v"] for _, row, _ in run(ReplayRequest(path, "at", speed=1.0)).sent] == [
        "one\ntwo",
        "three",
    ]


def test_the_column_of_times_stays_the_same_from_block_to_block(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    filler = "x" * 1000
    lines = [f",2026-01-01 00:00:00,{filler}"] * 3000
    lines += [f"2026-01-01 09:00:00,2026-01-01 00:00:05,{filler}"] * 3000
    path.write_text("\n".join(["at,k,v", *lines]) + "\n")
    tape = run(ReplayRequest(path, speed=1.0))
    assert len(tape.sent) == 6000
    assert tape.sent[-1][0] - tape.sent[0][0] == pytest.approx(5, abs=0.3)


def test_the_real_accidents_keep_their_odd_names_and_their_pace() -> None:
    path = shared_data("us_accidents_100.csv")
    tape = run(ReplayRequest(path, "Start_Time", speed=3600.0, key="Severity"))
    assert len(tape.sent) == 99
    assert tape.sent[0][1]["Distance(mi)"] == "3.23"
    assert tape.sent[0][1]["Number"] is None
    assert tape.sent[1][0] - tape.sent[0][0] == pytest.approx((5 * 60 + 19) / 60, abs=0.3)
