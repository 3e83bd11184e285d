"""Chains against a dict of lists, with restarts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.state.chains import Chains

MOVES = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove", "clear", "restart"]),
        st.lists(st.integers(0, 5), min_size=1, max_size=8),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(moves=MOVES, chance=st.randoms(use_true_random=False))
def test_chains_do_what_a_dict_of_lists_does(moves, chance) -> None:  # type: ignore[no-untyped-def]
    chains, known, next_id = Chains(), {slot: [] for slot in range(7)}, 0
    for move, slots in moves:
        if move == "add":
            ids = list(range(next_id, next_id + len(slots)))
            next_id += len(slots)
            chains.add(np.array(slots), np.array(ids))
            for slot, number in zip(slots, ids, strict=True):
                known[slot].append(number)
        elif move == "remove":
            pairs = [(slot, number) for slot in known for number in known[slot]]
            gone = chance.sample(pairs, len(pairs) // 2)
            chains.remove(*np.array(gone, np.int64).reshape(-1, 2).T.copy())
            for slot, number in gone:
                known[slot].remove(number)
        elif move == "clear":
            chains.clear(np.unique(slots))
            known.update({slot: [] for slot in slots})
        else:
            state, chains = chains.snapshot(), Chains()
            chains.restore(state)
        check(chains, known, [*slots, -1, *range(7), 99])


def check(chains: Chains, known: dict[int, list[int]], slots: list[int]) -> None:
    lists = [known.get(slot, []) for slot in slots]
    asked = np.array(slots, np.int64)
    positions, ids = chains.expand(asked)
    assert positions.tolist() == [n for n, ids in enumerate(lists) for _ in ids]
    assert ids.tolist() == [number for ids in lists for number in ids]
    assert chains.counts(asked).tolist() == [len(ids) for ids in lists]
    assert chains.first(asked).tolist() == [ids[0] if ids else -1 for ids in lists]
    assert chains.last(asked).tolist() == [ids[-1] if ids else -1 for ids in lists]
