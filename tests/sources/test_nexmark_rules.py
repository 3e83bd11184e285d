"""The events keep the rules of the benchmark: who, what, how much, how hot, when."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from penstock.sources.nexmark.events import EVENTS
from penstock.sources.nexmark.options import BASE_US
from tests.sources.nexmark_events import opened, read, rows


def test_each_round_has_a_person_then_three_auctions_then_bids() -> None:
    kinds = read(opened(), 100).column("event_type").to_pylist()
    assert kinds == [0, 1, 1, 1, *[2] * 46] * 2


def test_just_the_row_of_an_events_kind_is_there() -> None:
    batch = read(opened(), 1_000)
    for number, kind in enumerate(("person", "auction", "bid")):
        there = pc.equal(batch.column("event_type"), number)
        assert batch.column(kind).is_valid().equals(there)


def test_ids_count_up_and_references_stay_near_what_exists() -> None:
    batch = read(opened(), 100_000)
    people, auctions = rows("person", 100_000), rows("auction", 100_000)
    assert people["id"].to_pylist() == list(range(1_000, 3_000))
    assert auctions["id"].to_pylist() == list(range(1_000, 7_000))
    rounds = np.arange(100_000) // 50
    bids = batch.column("bid")
    auction = pc.struct_field(bids, "auction").to_numpy(zero_copy_only=False)
    newest = 1_000 + rounds * 3 + 2
    ahead = (auction - newest)[bids.is_valid().to_numpy(zero_copy_only=False)]
    assert ahead.max() == 10
    assert ahead.min() == -100


def test_half_of_the_bids_are_for_the_hot_auction_and_three_quarters_from_the_hot_bidder() -> None:
    bids = rows("bid", 200_000)
    for name, hot, share in (("auction", 0, 0.5), ("bidder", 1, 0.75)):
        found = np.mean(bids[name].to_numpy() % 100 == hot)
        # Some of the other bids meet a hot one by chance.
        assert share - 0.01 < found < share + 0.02


def test_prices_are_spread_evenly_over_six_orders_of_magnitude() -> None:
    prices = rows("bid", 100_000)["price"].to_numpy()
    assert prices.min() >= 100
    assert prices.max() <= 100_000_000
    shares = np.histogram(np.log10(prices), bins=6, range=(2, 8))[0] / len(prices)
    assert np.abs(shares - 1 / 6).max() < 0.01


@pytest.mark.parametrize(("kind", "size"), [("person", 200), ("auction", 500), ("bid", 100)])
def test_rows_have_their_average_size(kind: str, size: int) -> None:
    table = rows(kind, 60_000)
    numbers = 8 * sum(not pa.types.is_string(field.type) for field in table.schema)
    skipped = {"channel", "url"}
    texts = [n for n in table.schema.names if pa.types.is_string(table.schema.field(n).type)]
    length = sum(pc.mean(pc.binary_length(table[n])).as_py() for n in texts if n not in skipped)
    # The suite does not count a person's time, nor an auction's.
    uncounted = {"person": 8, "auction": 8, "bid": 0}[kind]
    assert abs(numbers - uncounted + length - size) < 0.05 * size


def test_half_of_the_bids_come_through_four_channels_and_most_others_have_an_id() -> None:
    bids = rows("bid", 100_000)
    hot = pc.is_in(bids["channel"], pa.array(["Google", "Facebook", "Baidu", "Apple"]))
    assert 0.49 < pc.mean(hot.cast("double")).as_py() < 0.51
    cold = bids.filter(pc.invert(hot))
    assert pc.all(pc.match_substring_regex(cold["channel"], r"^channel-\d+$")).as_py()
    numbered = pc.mean(pc.match_substring(cold["url"], "&channel_id=").cast("double")).as_py()
    assert 0.88 < numbered < 0.92
    path = r"^https://www\.nexmark\.com/[a-z_]+/[a-z_]+/[a-z_]+/item\.htm\?query=1"
    assert pc.all(pc.match_substring_regex(bids["url"], path)).as_py()


def test_a_channel_always_has_the_same_address() -> None:
    bids = rows("bid", 100_000)
    pairs = bids.group_by(["channel", "url"]).aggregate([]).num_rows
    assert pairs == len(bids["channel"].unique())


def test_events_follow_their_rate_from_the_base_time() -> None:
    source = opened(first__event_rate="1000", next__event_rate="1000", schema=EVENTS)
    times = pc.struct_field(read(source, 3_000).column("bid"), "dateTime")
    first, last = pc.min_max(times.cast("int64")).as_py().values()
    assert first == BASE_US + 4_000
    assert last == BASE_US + 2_999_000


def test_an_auction_ends_after_it_began_and_about_a_hundred_are_open() -> None:
    auctions = rows("auction", 200_000)
    lasting = pc.subtract(auctions["expires"].cast("int64"), auctions["dateTime"].cast("int64"))
    assert pc.min(lasting).as_py() > 0
    # A hundred auctions take 1,666 events, which at 10,000 a second take 166 ms.
    assert 160_000 < pc.mean(lasting).as_py() < 174_000


def test_a_group_shuffles_its_events_and_keeps_them_all() -> None:
    plain, shuffled = (
        read(opened(out__of__order__group__size=group), 1_000).column("bid")
        for group in ("1", "1000")
    )
    assert not shuffled.equals(plain)
    texts = [sorted(map(str, column.to_pylist())) for column in (plain, shuffled)]
    assert texts[0] == texts[1]
