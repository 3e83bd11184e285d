"""The compiled loops that keep the matches of MATCH_RECOGNIZE: begin, emit, drop, expire.

A partial match is a state and the last node of its path; nodes lead back to the first row, and
partial matches that began alike share them. Matches that are complete wait while an earlier
partial match of their key may still become one, as in Flink.
"""

from __future__ import annotations

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled, inlined
from penstock.engine.match_borrow import borrowed_automaton, borrowed_pool
from penstock.engine.match_pool import (
    SKIP_PAST_LAST,
    SKIP_TO_LAST,
    SKIP_TO_NEXT,
    Automaton,
    Found,
    Header,
    Key,
    Node,
    Partial,
    Pool,
)  # fmt: skip

(
    _PARTIALS_FREE, _PARTIALS_END, _NODES_FREE, _NODES_END, _ORDER, _FOUND, _DROPPED, _EARLIEST,
) = map(int, Header)  # fmt: skip
_STATE, _NODE, _START, _TIME, _SEQUENCE, _NEXT, _PARTIAL_FREE = map(int, Partial)
_PARENT, _VARIABLE, _ROW, _NODE_ORDER, _USES, _NODE_FREE = map(int, Node)
_PARTIAL, _COMPLETE, _COUNT, _ = map(int, Key)
_FOUND_NODE, _FOUND_KEY, _FOUND_TIME, _FOUND_CAUSE, _FOUND_RANK = map(int, Found)
_NEVER = 2**62


@inlined
def drop_row(pool: Pool, row: int) -> None:
    """Need a row once less."""
    pool.row_uses[row] -= 1
    if pool.row_uses[row] == 0:
        pool.dropped[pool.header[_DROPPED]] = row
        pool.header[_DROPPED] += 1


@inlined
def release(pool: Pool, node: int) -> None:
    """Need a node no more; what nobody needs is let go, back to the first row."""
    nodes = pool.nodes
    while node >= 0:
        nodes[node, _USES] -= 1
        if nodes[node, _USES] > 0:
            break
        drop_row(pool, nodes[node, _ROW])
        nodes[pool.header[_NODES_FREE], _NODE_FREE] = node
        pool.header[_NODES_FREE] += 1
        node = nodes[node, _PARENT]


@compiled
def release_found(pool: Pool) -> None:
    """Let go of the matches that were emitted."""
    pool = borrowed_pool(pool)
    for at in range(pool.header[_FOUND]):
        release(pool, pool.found[at, _FOUND_NODE])


@inlined
def new_node(pool: Pool, parent: int, variable: int, row: int) -> int:
    """Return a new node for a row behind another node (-1: none)."""
    header, nodes = pool.header, pool.nodes
    if header[_NODES_FREE] > 0:
        header[_NODES_FREE] -= 1
        node = nodes[header[_NODES_FREE], _NODE_FREE]
    else:
        node = header[_NODES_END]
        header[_NODES_END] += 1
    nodes[node, _PARENT], nodes[node, _VARIABLE], nodes[node, _ROW] = parent, variable, row
    nodes[node, _NODE_ORDER], nodes[node, _USES] = header[_ORDER], 0
    if parent >= 0:
        nodes[parent, _USES] += 1
    pool.row_uses[row] += 1
    return int(node)


@inlined
def new_partial(pool: Pool, state: int, node: int, begun: tuple[int, int, int], key: int) -> int:
    """Return a new match; `begun` is its first row's order, time and number as it came."""
    header, partials = pool.header, pool.partials
    if header[_PARTIALS_FREE] > 0:
        header[_PARTIALS_FREE] -= 1
        slot = partials[header[_PARTIALS_FREE], _PARTIAL_FREE]
    else:
        slot = header[_PARTIALS_END]
        header[_PARTIALS_END] += 1
    partials[slot, _STATE], partials[slot, _NODE], partials[slot, _NEXT] = state, node, -1
    partials[slot, _START], partials[slot, _TIME], partials[slot, _SEQUENCE] = begun
    pool.nodes[node, _USES] += 1
    pool.keys[key, _COUNT] += 1
    return int(slot)


@inlined
def free_partial(pool: Pool, slot: int, key: int) -> None:
    """Give a match's slot to a later one."""
    pool.partials[pool.header[_PARTIALS_FREE], _PARTIAL_FREE] = slot
    pool.header[_PARTIALS_FREE] += 1
    pool.keys[key, _COUNT] -= 1


@inlined
def _prune(pool: Pool, first: int, before: int, key: int) -> int:
    """Drop those of a chain that began before an order; return what is left of it."""
    while first >= 0 and pool.partials[first, _START] < before:
        behind = pool.partials[first, _NEXT]
        release(pool, pool.partials[first, _NODE])
        free_partial(pool, first, key)
        first = behind
    return first


@inlined
def _goes_on_before(pool: Pool, automaton: Automaton, slot: int) -> int:
    """Return the order of the row before which no partial match may have begun."""
    nodes, start = pool.nodes, pool.partials[slot, _START]
    node = pool.partials[slot, _NODE]
    if automaton.skip == SKIP_PAST_LAST:
        return int(nodes[node, _NODE_ORDER]) + 1
    order = start
    if automaton.skip != SKIP_TO_NEXT:
        while node >= 0:
            if nodes[node, _VARIABLE] == automaton.skip_variable:
                order = nodes[node, _NODE_ORDER]
                if automaton.skip == SKIP_TO_LAST:
                    break
            node = nodes[node, _PARENT]
    # A match without that variable, or that begins with it, goes on at its next row.
    return int(order) if order > start else int(start) + 1


@inlined
def emit(pool: Pool, automaton: Automaton, key: int, cause: tuple[int, int, int]) -> None:
    """Emit the complete matches before which no partial match began; drop what they rule out."""
    partials, keys, found = pool.partials, pool.keys, pool.found
    while keys[key, _COMPLETE] >= 0:
        slot = keys[key, _COMPLETE]
        first = keys[key, _PARTIAL]
        if first >= 0 and partials[first, _START] < partials[slot, _START]:
            break
        keys[key, _COMPLETE] = partials[slot, _NEXT]
        at = pool.header[_FOUND]
        pool.header[_FOUND] += 1
        found[at, _FOUND_NODE], found[at, _FOUND_KEY] = partials[slot, _NODE], key
        found[at, _FOUND_TIME], found[at, _FOUND_CAUSE], found[at, _FOUND_RANK] = cause
        if cause[1] == 0:
            found[at, _FOUND_RANK] = partials[slot, _SEQUENCE]
        before = _goes_on_before(pool, automaton, slot)
        keys[key, _PARTIAL] = _prune(pool, keys[key, _PARTIAL], before, key)
        keys[key, _COMPLETE] = _prune(pool, keys[key, _COMPLETE], before, key)
        free_partial(pool, slot, key)


@inlined
def expire_key(pool: Pool, automaton: Automaton, key: int, time: int) -> None:
    """Drop the partial matches of a key that took too long; emit what they held back."""
    partials = pool.partials
    while automaton.within_us > 0:
        slot = pool.keys[key, _PARTIAL]
        if slot < 0 or time - partials[slot, _TIME] < automaton.within_us:
            break
        over = partials[slot, _TIME] + automaton.within_us
        pool.keys[key, _PARTIAL] = partials[slot, _NEXT]
        release(pool, partials[slot, _NODE])
        free_partial(pool, slot, key)
        emit(pool, automaton, key, (over, 0, 0))


@compiled
def expire(pool: Pool, automaton: Automaton, keys_end: int, time: int, keys: Int64s) -> int:
    """Drop all partial matches that took too long; write and count the keys that had such."""
    pool, automaton = borrowed_pool(pool), borrowed_automaton(automaton)
    count = 0
    earliest = _NEVER
    for key in range(keys_end):
        slot = pool.keys[key, _PARTIAL]
        if slot >= 0 and time - pool.partials[slot, _TIME] >= automaton.within_us:
            expire_key(pool, automaton, key, time)
            keys[count] = key
            count += 1
            slot = pool.keys[key, _PARTIAL]
        if slot >= 0:
            earliest = min(earliest, int(pool.partials[slot, _TIME]))
    pool.header[_EARLIEST] = earliest
    return count
