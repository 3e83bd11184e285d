"""Nexmark events are functions of seed and number, and keep the rules of the benchmark."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.config.options import BadOption, UnknownOption
from penstock.core.time import ManualClock
from penstock.core.types import BIGINT, Field, Kind, Schema, SqlType
from penstock.sources.nexmark.timeline import SINE, Timeline
from penstock.sources.simulator import UnknownColumn
from tests.sources.nexmark_events import NOON_US, opened, read

SECOND_US = 1_000_000


@settings(max_examples=20, deadline=None)
@given(
    sizes=st.lists(st.integers(1, 700), min_size=1, max_size=6),
    group=st.sampled_from(["1", "10"]),
    shares=st.sampled_from([(1, 3, 46), (0, 0, 1), (5, 1, 0), (2, 2, 3)]),
)
def test_the_events_do_not_depend_on_how_they_are_read(
    sizes: list[int], group: str, shares: tuple[int, int, int]
) -> None:
    options = dict(zip(("person_proportion", "auction_proportion", "bid_proportion"),
                       map(str, shares), strict=True))  # fmt: skip
    given_ = {"out__of__order__group__size": group, **options}
    assert read(opened(**given_), *sizes).equals(read(opened(**given_), sum(sizes)))


def test_only_the_columns_asked_for_are_made_and_they_are_the_same() -> None:
    price = Field("bid", SqlType(Kind.ROW, children=(Field("price", BIGINT),)))
    narrow = read(opened(schema=Schema((price,))), 500)
    assert narrow.schema.names == ["bid"]
    wide = read(opened(), 500).column("bid")
    assert pc.struct_field(narrow.column("bid"), "price").equals(pc.struct_field(wide, "price"))


@given(st.sampled_from(["SQUARE", SINE]), st.integers(1, 50_000), st.integers(1, 50_000))
def test_times_rise_whatever_the_rates_do(shape: str, first: int, following: int) -> None:
    timeline = Timeline(0, first, following, shape, 2 * SECOND_US)
    times = timeline.times_us(np.arange(0, 200_000, 500))
    assert (np.diff(times) >= 0).all()


def test_a_changing_rate_gives_each_half_of_a_period_its_own() -> None:
    timeline = Timeline(0, 1_000, 3_000, period_us=2 * SECOND_US)
    times = timeline.times_us(np.arange(8_000))
    counts = np.bincount(times // SECOND_US)
    assert counts.tolist() == [1_000, 3_000, 1_000, 3_000]


def test_a_bounded_stream_ends_with_its_last_event() -> None:
    source = opened(events_num="120")
    chunk = source.read("0", source.start("0"), 1_000)
    assert chunk is not None
    assert len(chunk) == 120
    assert source.finished("0", chunk.position)
    assert source.read("0", chunk.position, 1_000) is None


def test_a_stream_that_is_kept_alive_pauses_at_its_end() -> None:
    source = opened(events_num="120", stop__at="70", keep__alive="true")
    chunk = source.read("0", source.start("0"), 1_000)
    assert chunk is not None
    assert len(chunk) == 70
    assert not source.finished("0", chunk.position)


def test_paced_events_come_when_their_time_has_come() -> None:
    clock = ManualClock(NOON_US)
    source = opened(clock, rate_limited="true")
    position = source.start("0")
    chunk = source.read("0", position, 100_000)
    assert chunk is not None
    assert len(chunk) == 1
    clock.sleep(0.5)
    chunk = source.read("0", position, 100_000)
    assert chunk is not None
    assert len(chunk) == 5_001
    again = source.read("0", position, 100_000, chunk.position)
    assert again is not None
    assert again.columns == chunk.columns


def test_other_seeds_give_other_events() -> None:
    assert not read(opened(), 100).equals(read(opened(seed="1"), 100))


def test_wrong_options_and_columns_are_named() -> None:
    with pytest.raises(UnknownOption, match=r"'event\.num'"):
        opened(event_num="5")
    with pytest.raises(BadOption, match="all three proportions"):
        opened(person_proportion="0", auction_proportion="0", bid_proportion="0")
    with pytest.raises(BadOption, match="base-time"):
        opened(base__time="soon")
    with pytest.raises(UnknownColumn, match="no 'bids'"):
        opened(schema=Schema((Field("bids", BIGINT),)))
    cent = Field("bid", SqlType(Kind.ROW, children=(Field("cents", BIGINT),)))
    with pytest.raises(UnknownColumn, match=r"no 'bid\.cents'"):
        opened(schema=Schema((cent,)))
    text = Field("event_type", BIGINT)
    with pytest.raises(UnknownColumn, match="is INT, not BIGINT"):
        opened(schema=Schema((text,)))
