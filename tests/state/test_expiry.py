"""Times to live against a dict of times, with restarts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state.expiry import LOOKS_MIN, LOOKS_PER_TOUCH, Expiry

TTL_US = 10
SLOTS = st.lists(st.integers(0, 9), max_size=6)
MOVES = st.lists(
    st.tuples(st.sampled_from(["touch", "forget", "sweep", "restart"]), SLOTS, st.integers(0, 4)),
    max_size=20,
)


@settings(max_examples=150, deadline=None)
@given(moves=MOVES)
def test_slots_expire_as_their_last_write_says(moves: list[tuple[str, list[int], int]]) -> None:
    expiry, written, now_us = Expiry(TTL_US), {}, 0
    for move, slots, later_us in moves:
        now_us += later_us
        over = {slot for slot, at_us in written.items() if at_us + TTL_US <= now_us}
        asked = np.array([*slots, -1, *range(12)])
        assert expiry.expired(asked, now_us).tolist() == [slot in over for slot in asked]
        chosen = np.array(slots, np.int64)
        if move == "touch":
            expiry.touch(chosen, now_us)
            written.update(dict.fromkeys(slots, now_us))
        elif move == "forget":
            expiry.forget(chosen)
            written = {slot: at_us for slot, at_us in written.items() if slot not in slots}
        elif move == "sweep":
            swept = set(expiry.sweep(now_us).tolist())
            assert swept <= over
            assert len(swept) == len(over) or len(expiry.sweep(now_us)) == len(over - swept)
            written = {slot: at_us for slot, at_us in written.items() if slot not in over}
        else:
            state, expiry = expiry.snapshot(), Expiry(TTL_US)
            expiry.restore(state)


def test_a_sweep_looks_at_a_few_slots_and_comes_round() -> None:
    expiry = Expiry(TTL_US)
    slots = 100 * LOOKS_MIN
    expiry.touch(np.arange(slots), now_us=0)
    assert len(expiry.sweep(now_us=0)) == 0
    expiry.touch(np.arange(3), now_us=TTL_US)
    first = expiry.sweep(now_us=TTL_US)
    assert len(first) <= LOOKS_MIN + LOOKS_PER_TOUCH * 3
    found = len(first) + sum(len(expiry.sweep(now_us=TTL_US)) for _ in range(101))
    assert found == slots - 3
