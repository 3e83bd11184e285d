"""A measured run takes all events and says what it took; its files are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from penstock.bench.event_file import event_file
from penstock.bench.job import Job, Measured, measure, measured_here
from penstock.bench.nexmark import Line, geometric_mean, head, row, summary, written
from penstock.bench.suite import Source

EVENTS = 3_000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return event_file(EVENTS, 1_000, tmp_path_factory.mktemp("events"))


@pytest.mark.parametrize("cores", [(), (0, 1)])
@pytest.mark.parametrize("source", list(Source))
def test_a_run_counts_its_rows(source: Source, cores: tuple[int, ...], path: Path) -> None:
    measured = measured_here(Job("q2", source, EVENTS, 1_000, str(path), cores))
    assert measured.events == EVENTS
    assert measured.rows_out > 0
    assert measured.seconds >= measured.engine_seconds > 0


def test_both_sources_give_the_same_events(path: Path) -> None:
    rows = {measured_here(Job("q17", source, EVENTS, 1_000, str(path))).rows_out
            for source in Source}  # fmt: skip
    assert len(rows) == 1


def test_a_file_of_events_is_written_once(path: Path) -> None:
    written_ns = path.stat().st_mtime_ns
    assert event_file(EVENTS, 1_000, path.parent) == path
    assert path.stat().st_mtime_ns == written_ns
    assert path.read_bytes().count(b"\n") == EVENTS
    assert event_file(EVENTS, 2_000, path.parent) != path


def test_a_query_that_cannot_run_says_why_in_its_line(path: Path) -> None:
    measured = measure(Job("q2", Source.JSON, EVENTS, 1_000, str(path.parent / "away.json")))
    assert measured.problem.startswith("E3")
    assert measured.problem in row(Line(measured, Source.JSON))


def test_the_table_compares_with_flink(tmp_path: Path) -> None:
    measured = Measured("q0", 1_000_000, 0.5, 0.1, 0.2, 920_000, 1.5, 100, 2 * 10**8)
    done = [Line(measured, Source.JSON, None, 3.0, 10**9),
            Line(measured, Source.GENERATOR, None, 3.0)]  # fmt: skip
    assert len(row(done[0])) == len(head())
    assert [round(line.ratio or 0, 3) for line in done] == [6, 30]
    assert "13.42 times Flink over 2 queries, at least 6.00" in summary(done)
    written(done, tmp_path / "figures.json")
    assert '"ratio": 6.0' in (tmp_path / "figures.json").read_text()
    assert geometric_mean([]) == 0


def test_two_cores_stand_beside_one() -> None:
    one = Measured("q0", 1_000_000, 0.5, 0.1, 0.2, 920_000, 1.5, 100, 2 * 10**8)
    two = Measured("q0", 1_000_000, 0.25, 0.2, 0.2, 920_000, 1.5, 100, 2 * 10**8)
    line = Line(two, Source.GENERATOR, one)
    assert (line.seconds, line.speedup) == (0.25, 2.0)
    assert row(line).split()[-2:] == ["2.00", "2.00"]
    assert "2.00 times one core" in summary([line])
