"""The inner loops of MATCH_RECOGNIZE: a row makes each partial match of its key longer, or ends it.

A partial match is a state and the last node of its path; nodes lead back to the first row, and
partial matches that began alike share them. Matches that are complete wait while an earlier
partial match of their key may still become one, as in Flink.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from penstock.core.batch import Int64s
from penstock.core.compiled import compiled
from penstock.engine.pattern_states import FINAL, States

_FINAL = FINAL
_NEVER = 2**62


class Header(IntEnum):
    """What the header counts."""

    PARTIALS_FREE = 0
    PARTIALS_END = 1
    NODES_FREE = 2
    NODES_END = 3
    ORDER = 4
    FOUND = 5
    DROPPED = 6
    EARLIEST = 7


(
    _PARTIALS_FREE, _PARTIALS_END, _NODES_FREE, _NODES_END, _ORDER, _FOUND, _DROPPED, _EARLIEST,
) = map(int, Header)  # fmt: skip


class Partials(NamedTuple):
    """Partial and complete matches by slot, in chains by the order of their first rows."""

    states: Int64s
    nodes: Int64s
    starts: Int64s
    times: Int64s
    sequences: Int64s
    nexts: Int64s
    free: Int64s


class Nodes(NamedTuple):
    """Rows of matches: each with its variable, the node before it, and how many need it."""

    parents: Int64s
    variables: Int64s
    rows: Int64s
    orders: Int64s
    uses: Int64s
    free: Int64s


class Keys(NamedTuple):
    """By key: its first partial match, its first complete one, and how many there are of both."""

    partial: Int64s
    complete: Int64s
    counts: Int64s


class Found(NamedTuple):
    """Matches to be emitted, with what puts them in order, and rows that are needed no more."""

    nodes: Int64s
    keys: Int64s
    times: Int64s
    causes: Int64s
    ranks: Int64s
    dropped: Int64s


class Pool(NamedTuple):
    """All that is known of the matches of one operator; `row_uses` is by the row's id."""

    header: Int64s
    partials: Partials
    nodes: Nodes
    keys: Keys
    row_uses: Int64s
    found: Found


class Automaton(NamedTuple):
    """A pattern's states, what a match may be, and where the search goes on after it.

    `within_us` is 0 when there is no limit. `depending` holds the bits of the conditions that
    depend on the match. The stacks are where the kernels note the states to be looked at.
    """

    states: States
    start: int
    within_us: int
    skip: int
    skip_variable: int
    branches: int
    depending: int
    stack: Int64s
    other_stack: Int64s


SKIP_PAST_LAST, SKIP_TO_NEXT, SKIP_TO_FIRST, SKIP_TO_LAST = range(4)


class Rows(NamedTuple):
    """Rows in the order in which they are looked at; `bits` are the conditions that hold."""

    ids: Int64s
    keys: Int64s
    times: Int64s
    sequences: Int64s
    ranks: Int64s
    bits: Int64s


class Asked(NamedTuple):
    """Conditions that depend on the match: which of each partial match's node and row."""

    nodes: Int64s
    rows: Int64s
    variables: Int64s


@compiled
def _drop_row(pool: Pool, row: int) -> None:
    pool.row_uses[row] -= 1
    if pool.row_uses[row] == 0:
        pool.found.dropped[pool.header[_DROPPED]] = row
        pool.header[_DROPPED] += 1


@compiled
def release(pool: Pool, node: int) -> None:
    """Need a node no more; what nobody needs is let go, back to the first row."""
    nodes = pool.nodes
    while node >= 0:
        nodes.uses[node] -= 1
        if nodes.uses[node] > 0:
            break
        _drop_row(pool, nodes.rows[node])
        nodes.free[pool.header[_NODES_FREE]] = node
        pool.header[_NODES_FREE] += 1
        node = nodes.parents[node]


@compiled
def release_found(pool: Pool) -> None:
    """Let go of the matches that were emitted."""
    for at in range(pool.header[_FOUND]):
        release(pool, pool.found.nodes[at])


@compiled
def _new_node(pool: Pool, parent: int, variable: int, row: int) -> int:
    header, nodes = pool.header, pool.nodes
    if header[_NODES_FREE] > 0:
        header[_NODES_FREE] -= 1
        node = nodes.free[header[_NODES_FREE]]
    else:
        node = header[_NODES_END]
        header[_NODES_END] += 1
    nodes.parents[node], nodes.variables[node], nodes.rows[node] = parent, variable, row
    nodes.orders[node], nodes.uses[node] = header[_ORDER], 0
    if parent >= 0:
        nodes.uses[parent] += 1
    pool.row_uses[row] += 1
    return int(node)


@compiled
def _new_partial(pool: Pool, state: int, node: int, begun: tuple[int, int, int], key: int) -> int:
    header, partials = pool.header, pool.partials
    if header[_PARTIALS_FREE] > 0:
        header[_PARTIALS_FREE] -= 1
        slot = partials.free[header[_PARTIALS_FREE]]
    else:
        slot = header[_PARTIALS_END]
        header[_PARTIALS_END] += 1
    partials.states[slot], partials.nodes[slot], partials.nexts[slot] = state, node, -1
    partials.starts[slot], partials.times[slot], partials.sequences[slot] = begun
    pool.nodes.uses[node] += 1
    pool.keys.counts[key] += 1
    return int(slot)


@compiled
def _free_partial(pool: Pool, slot: int, key: int) -> None:
    pool.partials.free[pool.header[_PARTIALS_FREE]] = slot
    pool.header[_PARTIALS_FREE] += 1
    pool.keys.counts[key] -= 1


@compiled
def _prune(pool: Pool, first: int, before: int, key: int) -> int:
    """Drop those of a chain that began before an order; return what is left of it."""
    while first >= 0 and pool.partials.starts[first] < before:
        behind = pool.partials.nexts[first]
        release(pool, pool.partials.nodes[first])
        _free_partial(pool, first, key)
        first = behind
    return first


@compiled
def _goes_on_before(pool: Pool, automaton: Automaton, slot: int) -> int:
    """Return the order of the row before which no partial match may have begun."""
    nodes, start = pool.nodes, pool.partials.starts[slot]
    node = pool.partials.nodes[slot]
    if automaton.skip == SKIP_PAST_LAST:
        return int(nodes.orders[node]) + 1
    order = start
    if automaton.skip != SKIP_TO_NEXT:
        while node >= 0:
            if nodes.variables[node] == automaton.skip_variable:
                order = nodes.orders[node]
                if automaton.skip == SKIP_TO_LAST:
                    break
            node = nodes.parents[node]
    # A match without that variable, or that begins with it, goes on at its next row.
    return int(order) if order > start else int(start) + 1


@compiled
def _emit(pool: Pool, automaton: Automaton, key: int, cause: tuple[int, int, int]) -> None:
    """Emit the complete matches before which no partial match began; drop what they rule out."""
    partials, keys, found = pool.partials, pool.keys, pool.found
    while keys.complete[key] >= 0:
        slot = keys.complete[key]
        first = keys.partial[key]
        if first >= 0 and partials.starts[first] < partials.starts[slot]:
            break
        keys.complete[key] = partials.nexts[slot]
        at = pool.header[_FOUND]
        pool.header[_FOUND] += 1
        found.nodes[at], found.keys[at] = partials.nodes[slot], key
        found.times[at], found.causes[at], found.ranks[at] = cause
        if cause[1] == 0:
            found.ranks[at] = partials.sequences[slot]
        before = _goes_on_before(pool, automaton, slot)
        keys.partial[key] = _prune(pool, keys.partial[key], before, key)
        keys.complete[key] = _prune(pool, keys.complete[key], before, key)
        _free_partial(pool, slot, key)


@compiled
def _expire(pool: Pool, automaton: Automaton, key: int, time: int) -> None:
    """Drop the partial matches of a key that took too long; emit what they held back."""
    partials = pool.partials
    while automaton.within_us > 0:
        slot = pool.keys.partial[key]
        if slot < 0 or time - partials.times[slot] < automaton.within_us:
            break
        over = partials.times[slot] + automaton.within_us
        pool.keys.partial[key] = partials.nexts[slot]
        release(pool, partials.nodes[slot])
        _free_partial(pool, slot, key)
        _emit(pool, automaton, key, (over, 0, 0))


@compiled
def _is_complete(states: States, state: int, bits: int, stack: Int64s) -> bool:
    """Say whether the end can be reached from a state without a further row."""
    size = 1
    stack[0] = state
    while size > 0:
        size -= 1
        at = stack[size]
        for step in range(states.first[at], states.first[at + 1]):
            if states.variables[step] < 0 and bits & states.barred[step] == 0:
                if states.targets[step] == _FINAL:
                    return True
                stack[size] = states.targets[step]
                size += 1
    return False


@compiled
def _complete(pool: Pool, node: int, begun: tuple[int, int, int], key: int) -> None:
    """Note a complete match behind those of its key that began no later."""
    partials, keys = pool.partials, pool.keys
    slot = _new_partial(pool, _FINAL, node, begun, key)
    before, at = -1, keys.complete[key]
    while at >= 0 and partials.starts[at] <= begun[0]:
        before, at = at, partials.nexts[at]
    partials.nexts[slot] = at
    if before < 0:
        keys.complete[key] = slot
    else:
        partials.nexts[before] = slot


@compiled
def _take(
    pool: Pool,
    automaton: Automaton,
    at: tuple[int, int, int, int],
    begun: tuple[int, int, int],
    row: tuple[int, int],
) -> int:
    """Follow a partial match along all ways that take the row; return the chain's new end.

    `at` is its state, its last node, the key and the chain's end so far; `row` its id and bits.
    """
    state, parent, key, tail = at
    row_id, bits = row
    states, stack = automaton.states, automaton.stack
    size = 1
    stack[0] = state
    while size > 0:
        size -= 1
        here = stack[size]
        for step in range(states.first[here], states.first[here + 1]):
            variable, target = states.variables[step], states.targets[step]
            if bits & states.barred[step] != 0:
                continue
            if variable < 0:
                stack[size] = target
                size += 1
            elif bits >> variable & 1:
                node = _new_node(pool, parent, variable, row_id)
                if target != _FINAL:
                    slot = _new_partial(pool, target, node, begun, key)
                    if tail < 0:
                        pool.keys.partial[key] = slot
                    else:
                        pool.partials.nexts[tail] = slot
                    tail = slot
                if target == _FINAL or _is_complete(states, target, bits, automaton.other_stack):
                    _complete(pool, node, begun, key)
    return tail


@compiled
def ask(pool: Pool, automaton: Automaton, rows: Rows, asked: Asked) -> int:
    """List the conditions that must be known before `look` may see rows of different keys."""
    states, depending = automaton.states, automaton.depending
    count = 0
    for row in range(len(rows.ids)):
        key = rows.keys[row]
        _expire(pool, automaton, key, rows.times[row])
        slot = pool.keys.partial[key]
        while True:
            state = automaton.start if slot < 0 else pool.partials.states[slot]
            wanted = states.asked[state] & depending
            variable = 0
            while wanted != 0:
                if wanted & 1:
                    asked.nodes[count] = -1 if slot < 0 else pool.partials.nodes[slot]
                    asked.rows[count], asked.variables[count] = row, variable
                    count += 1
                wanted >>= 1
                variable += 1
            if slot < 0:
                break
            slot = pool.partials.nexts[slot]
    return count


@compiled
def _answered(wanted: int, answers: Int64s, at: int) -> tuple[int, int]:
    """Return the bits of the conditions that hold, and where the next answers are."""
    bits, variable = 0, 0
    while wanted != 0:
        if wanted & 1:
            bits |= answers[at] << variable
            at += 1
        wanted >>= 1
        variable += 1
    return bits, at


@compiled
def _has_room(pool: Pool, key: int, branches: int) -> bool:
    """Say whether the next row of a key fits, whatever comes of it."""
    most = (pool.keys.counts[key] + 1) * (branches + 1)
    header = pool.header
    live = header[_PARTIALS_END] - header[_PARTIALS_FREE]
    return bool(
        header[_PARTIALS_END] + 2 * most <= len(pool.partials.states)
        and header[_NODES_END] + most <= len(pool.nodes.parents)
        and header[_FOUND] + live + 2 * most <= len(pool.found.nodes)
    )


@compiled
def look(
    pool: Pool,
    automaton: Automaton,
    rows: Rows,
    answers: Int64s,
    done: tuple[int, int],
) -> tuple[int, int]:
    """Look at rows from `done` on; return how many rows are done and answers used.

    Ends early when there is no room for what the next row may bring.
    """
    row, used = done
    partials = pool.partials
    states, depending = automaton.states, automaton.depending
    while row < len(rows.ids):
        key, time = rows.keys[row], rows.times[row]
        _expire(pool, automaton, key, time)
        if not _has_room(pool, key, automaton.branches):
            break
        pool.header[_ORDER] += 1
        row_id, at_once = rows.ids[row], rows.bits[row]
        pool.row_uses[row_id] += 1
        slot = pool.keys.partial[key]
        pool.keys.partial[key] = -1
        tail = -1
        while slot >= 0:
            behind, state = partials.nexts[slot], partials.states[slot]
            bits, used = _answered(states.asked[state] & depending, answers, used)
            begun = partials.starts[slot], partials.times[slot], partials.sequences[slot]
            at = state, partials.nodes[slot], key, tail
            tail = _take(pool, automaton, at, begun, (row_id, at_once | bits))
            release(pool, partials.nodes[slot])
            _free_partial(pool, slot, key)
            slot = behind
        bits, used = _answered(states.asked[automaton.start] & depending, answers, used)
        begun = pool.header[_ORDER], time, rows.sequences[row]
        first = automaton.start, -1, key, tail
        tail = _take(pool, automaton, first, begun, (row_id, at_once | bits))
        pool.header[_EARLIEST] = min(pool.header[_EARLIEST], time)
        _emit(pool, automaton, key, (time, 1, rows.ranks[row]))
        _drop_row(pool, row_id)
        row += 1
    return row, used


@compiled
def expire(pool: Pool, automaton: Automaton, keys_end: int, time: int, keys: Int64s) -> int:
    """Drop all partial matches that took too long; write and count the keys that had such."""
    count = 0
    earliest = _NEVER
    for key in range(keys_end):
        slot = pool.keys.partial[key]
        if slot >= 0 and time - pool.partials.times[slot] >= automaton.within_us:
            _expire(pool, automaton, key, time)
            keys[count] = key
            count += 1
            slot = pool.keys.partial[key]
        if slot >= 0:
            earliest = min(earliest, int(pool.partials.times[slot]))
    pool.header[_EARLIEST] = earliest
    return count
