"""The compiled loop that makes a partial match longer by a row, in all ways that take it."""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import inlined
from penstock.engine.match_code import Conditions
from penstock.engine.match_kernels import new_node, new_partial
from penstock.engine.match_memos import remember
from penstock.engine.match_pool import (
    BARRED,
    FINAL,
    TARGET,
    VARIABLE,
    Automaton,
    Key,
    Partial,
    Pool,
    States,
)  # fmt: skip

_START, _NEXT = int(Partial.START), int(Partial.NEXT)
_PARTIAL, _COMPLETE = int(Key.PARTIAL), int(Key.COMPLETE)


@inlined
def _is_complete(states: States, state: int, bits: int, stack: Int64s) -> bool:
    """Say whether the end can be reached from a state without a further row."""
    size = 1
    stack[0] = state
    while size > 0:
        size -= 1
        at = stack[size]
        for step in range(states.first[at], states.first[at + 1]):
            if states.steps[step, VARIABLE] < 0 and bits & states.steps[step, BARRED] == 0:
                if states.steps[step, TARGET] == FINAL:
                    return True
                stack[size] = states.steps[step, TARGET]
                size += 1
    return False


@inlined
def _complete(pool: Pool, node: int, begun: tuple[int, int, int], key: int) -> None:
    """Note a complete match behind those of its key that began no later."""
    partials, keys = pool.partials, pool.keys
    slot = new_partial(pool, FINAL, node, begun, key)
    before, at = -1, keys[key, _COMPLETE]
    while at >= 0 and partials[at, _START] <= begun[0]:
        before, at = at, partials[at, _NEXT]
    partials[slot, _NEXT] = at
    if before < 0:
        keys[key, _COMPLETE] = slot
    else:
        partials[before, _NEXT] = slot


@inlined
def take(
    pool: Pool,
    automaton: Automaton,
    conditions: Conditions,
    at: tuple[int, int, int, int, int, int],
    begun: tuple[int, int, int],
) -> int:
    """Follow a partial match along all ways that take the row; return the chain's new end.

    `at` is its state, its last node, the key and the chain's end so far, the row's id and bits.
    """
    state, parent, key, tail, row_id, bits = at
    states, stack = automaton.states, automaton.stack
    size = 1
    stack[0] = state
    while size > 0:
        size -= 1
        here = stack[size]
        for step in range(states.first[here], states.first[here + 1]):
            variable, target = states.steps[step, VARIABLE], states.steps[step, TARGET]
            if bits & states.steps[step, BARRED] != 0:
                continue
            if variable < 0:
                stack[size] = target
                size += 1
            elif bits >> variable & 1:
                node = new_node(pool, parent, variable, row_id)
                remember(conditions, node)
                if target != FINAL:
                    tail = _go_on(pool, (target, node, key, tail), begun)
                if target == FINAL or _is_complete(states, target, bits, automaton.other_stack):
                    _complete(pool, node, begun, key)
    return tail


@inlined
def _go_on(pool: Pool, at: tuple[int, int, int, int], begun: tuple[int, int, int]) -> int:
    """Hang a longer match behind a key's others; return the chain's new end."""
    state, node, key, tail = at
    slot = new_partial(pool, state, node, begun, key)
    if tail < 0:
        pool.keys[key, _PARTIAL] = slot
    else:
        pool.partials[tail, _NEXT] = slot
    return slot
