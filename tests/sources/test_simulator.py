"""A simulated feed runs by the clock and repeats to the bit."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.config.options import BadOption
from penstock.core.protocols import Surroundings
from penstock.core.table import Option, Table
from penstock.core.time import ManualClock
from penstock.core.types import DOUBLE, STRING, TIMESTAMP_LTZ_3, Field, Schema
from penstock.sources import accident_feed, wind_farm
from penstock.sources.accident_feed import AccidentFeed
from penstock.sources.simulator import Simulator, UnknownColumn, open_source

WIND = Schema((Field("location", STRING), Field("wind_speed", DOUBLE)))
NOON_US = 1_795_010_400_000_000


def opened(clock: ManualClock, schema: Schema = WIND, **options: str) -> Simulator:
    given = {"kind": "wind", "rows-per-second": "80", **options}
    table = Table("feed", schema, {k.replace("_", "."): Option(v) for k, v in given.items()})
    return open_source(table, Surroundings(Path(), Path(), clock, None))  # type: ignore[arg-type]


def rows_of(sim: Simulator, clock: ManualClock, pauses: list[float]) -> pa.Table:
    position, parts = sim.start("0"), []
    for pause in pauses:
        clock.sleep(pause)
        chunk = sim.read("0", position, 100_000)
        if chunk is not None:
            assert chunk.columns is not None
            parts.append(chunk.columns)
            position = chunk.position
    return pa.Table.from_batches(parts)


@settings(max_examples=20, deadline=None)
@given(pauses=st.lists(st.floats(0, 0.5), min_size=1, max_size=4))
def test_the_rows_do_not_depend_on_how_often_one_asks(pauses: list[float]) -> None:
    often, once = ManualClock(NOON_US), ManualClock(NOON_US)
    piecewise = rows_of(opened(often), often, pauses)
    once.set_us(NOON_US)
    sim = opened(once)
    position = sim.start("0")
    once.set_us(often.now_us())
    chunk = sim.read("0", position, 100_000)
    assert chunk is not None
    assert chunk.columns is not None
    assert piecewise.combine_chunks().to_batches()[0].equals(chunk.columns)


def test_the_anomaly_button_brings_a_storm_and_takes_it_away() -> None:
    clock = ManualClock(NOON_US)
    sim = opened(clock, anomaly="storm")
    position = sim.start("0")
    highest = []
    for mode in ("normal", "anomaly", "normal"):
        sim.set_mode(mode)
        clock.sleep(1.5)
        chunk = sim.read("0", position, 100_000)
        assert chunk is not None
        assert chunk.columns is not None
        position = chunk.position
        highest.append(pc.max(chunk.columns.column("wind_speed")).as_py())
    assert highest[0] < 40
    assert highest[1] > 70
    assert highest[2] < 40


def test_an_anomaly_comes_by_itself_when_asked_to() -> None:
    clock = ManualClock(NOON_US)
    options = {"anomaly": "storm", "anomaly.after": "3 s", "anomaly.duration": "1 s"}
    rows = rows_of(opened(clock, **options), clock, [0.5] * 12)
    wild = [i for i, v in enumerate(rows.column("wind_speed").to_pylist()) if v > 70]
    assert wild
    assert 3 * 80 <= wild[0] <= wild[-1] < 4 * 80 + 8


def test_a_long_pause_is_not_made_up_for() -> None:
    clock = ManualClock(NOON_US)
    assert rows_of(opened(clock), clock, [3600.0]).num_rows <= 2 * 80 + 8


@settings(max_examples=50, deadline=None)
@given(rate=st.integers(1, 999), pause=st.integers(11_000_000, 60_000_000))
def test_a_feed_goes_on_after_any_pause(rate: int, pause: int) -> None:
    clock = ManualClock(NOON_US)
    sim = opened(clock, **{"rows-per-second": str(rate)})
    chunk = sim.read("0", sim.start("0"), 1) or pytest.fail("nothing came")
    clock.set_us(NOON_US + pause)
    assert sim.read("0", chunk.position, 1) is not None


def test_a_bounded_feed_ends() -> None:
    clock = ManualClock(NOON_US)
    sim = opened(clock, **{"number-of-rows": "16"})
    clock.sleep(1)
    chunk = sim.read("0", sim.start("0"), 1000) or pytest.fail("nothing came")
    clock.sleep(1)
    chunk = sim.read("0", chunk.position, 1000) or chunk
    assert sim.finished("0", chunk.position)


def test_a_column_that_the_feed_does_not_make_is_refused() -> None:
    with pytest.raises(UnknownColumn, match="did you mean 'wind_speed'"):
        opened(ManualClock(), Schema((Field("wind_sped", DOUBLE),)))


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(BadOption, match="one of wind, accidents"):
        opened(ManualClock(), kind="tides")


def test_an_unknown_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="no mode"):
        opened(ManualClock()).set_mode("calm")


def accidents(count: int, anomaly: tuple[str, int] | None = None) -> pa.Table:
    feed = AccidentFeed(3)
    return pa.Table.from_batches(
        [feed.rows(tick, NOON_US + tick * 7_000_000, anomaly) for tick in range(count)]
    )


def test_accidents_have_the_columns_of_the_published_file_and_repeat_to_the_bit() -> None:
    rows = accidents(50)
    assert len(rows.column_names) == 48
    assert {"Distance(mi)", "Astronomical_Twilight", "Txn_Timestamp"} <= set(rows.column_names)
    assert rows.equals(accidents(50))
    assert rows.schema.equals(accident_feed.SCHEMA.arrow)


def test_snow_falls_only_in_the_cold_and_severity_follows_the_published_shares() -> None:
    rows = accidents(1500).to_pylist()
    assert all(row["Temperature(F)"] < 33 for row in rows if "Snow" in row["Weather_Condition"])
    share = {s: sum(row["Severity"] == s for row in rows) / len(rows) for s in range(1, 6)}
    assert share[2] > share[3] > share[4] > share[5] > 0
    assert share[2] > 0.6


def test_a_pileup_gathers_severe_accidents_in_one_city() -> None:
    rows = accidents(200, ("pileup", 0)).to_pylist()
    cities = [row["City"] for row in rows]
    assert max(cities.count(city) for city in set(cities)) > 100
    assert sum(row["Severity"] >= 4 for row in rows) > 60


def test_day_and_night_agree_with_the_clock() -> None:
    feed = AccidentFeed(1)
    day_us = 86_400_000_000
    midnight_us = NOON_US // day_us * day_us
    noon = feed.rows(0, midnight_us + 19 * 3_600_000_000, None).to_pylist()[0]
    night = feed.rows(0, midnight_us + 8 * 3_600_000_000, None).to_pylist()[0]
    assert (noon["Sunrise_Sunset"], night["Sunrise_Sunset"]) == ("Day", "Night")


def test_turbines_are_at_the_places_that_are_listed() -> None:
    rows = wind_farm.WindFarm(0).rows(0, NOON_US, None)
    assert rows.column("location").to_pylist() == [place[0] for place in wind_farm.PLACES]


def test_a_feed_ends_after_exactly_so_many_rows() -> None:
    clock = ManualClock(NOON_US)
    sim = opened(clock, **{"number-of-rows": "10"})
    rows = rows_of(sim, clock, [0, 0.1, 0.1, 1])
    assert rows.num_rows == 10


def test_a_feed_follows_a_clock_that_is_set_back() -> None:
    clock = ManualClock(NOON_US)
    sim = opened(clock, Schema((Field("timestamp", TIMESTAMP_LTZ_3),)))
    first = sim.read("0", sim.start("0"), 100)
    assert first is not None
    clock.sleep(-3600)
    again = sim.read("0", first.position, 100)
    assert again is not None
    assert again.columns is not None
    (time_us,) = set(again.columns.column(0).cast("int64").to_pylist())
    assert abs(time_us - clock.now_us()) < 10


def test_an_unknown_anomaly_is_refused() -> None:
    with pytest.raises(BadOption, match="one of storm, stuck, runaway"):
        opened(ManualClock(), anomaly="tornado")
