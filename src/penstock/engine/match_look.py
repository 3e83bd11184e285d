"""The compiled loops that look at rows: a row makes partial matches longer, or ends them."""

from __future__ import annotations

from penstock.core.compiled import compiled, inlined
from penstock.engine.match_borrow import borrowed_automaton, borrowed_pool, borrowed_rows
from penstock.engine.match_code import WORD_BYTES, Conditions
from penstock.engine.match_kernels import drop_row, emit, expire_key, free_partial, release
from penstock.engine.match_machine import holds
from penstock.engine.match_pool import Automaton, Header, Key, Partial, Pool, Rows
from penstock.engine.match_take import take
from penstock.formats.kernels.memory import load_int

_PARTIALS_FREE, _PARTIALS_END, _, _NODES_END, _ORDER, _FOUND, _, _EARLIEST = map(int, Header)
_STATE, _NODE, _START, _TIME, _SEQUENCE, _NEXT, _ = map(int, Partial)
_PARTIAL, _COUNT = int(Key.PARTIAL), int(Key.COUNT)


@inlined
def _known(
    conditions: Conditions, given: tuple[int, int], wanted: int, used: int
) -> tuple[int, int]:
    """Return the bits of the conditions that hold, and where the next answers are."""
    bits, variable = 0, 0
    while wanted != 0:
        if wanted & 1:
            if used < conditions.answers_count:
                bits |= load_int(conditions.answers + used * WORD_BYTES) << variable
                used += 1
            else:
                bits |= holds(conditions, given, variable) << variable
        wanted >>= 1
        variable += 1
    return bits, used


@inlined
def _has_room(pool: Pool, key: int, branches: int) -> bool:
    """Say whether the next row of a key fits, whatever comes of it."""
    most = (pool.keys[key, _COUNT] + 1) * (branches + 1)
    header = pool.header
    live = header[_PARTIALS_END] - header[_PARTIALS_FREE]
    return bool(
        header[_PARTIALS_END] + 2 * most <= len(pool.partials)
        and header[_NODES_END] + most <= len(pool.nodes)
        and header[_FOUND] + live + 2 * most <= len(pool.found)
    )


@compiled
def look(
    pool: Pool,
    automaton: Automaton,
    rows: Rows,
    conditions: Conditions,
    done: tuple[int, int],
) -> tuple[int, int]:
    """Look at rows from `done` on; return how many rows are done and answers used.

    Ends early when there is no room for what the next row may bring.
    """
    row, used = done
    pool, automaton, rows = borrowed_pool(pool), borrowed_automaton(automaton), borrowed_rows(rows)
    while row < len(rows.ids):
        key, time = rows.keys[row], rows.times[row]
        expire_key(pool, automaton, key, time)
        if not _has_room(pool, key, automaton.branches):
            break
        pool.header[_ORDER] += 1
        pool.row_uses[rows.ids[row]] += 1
        used = _look_at(pool, automaton, rows, conditions, (row, used))
        pool.header[_EARLIEST] = min(pool.header[_EARLIEST], time)
        emit(pool, automaton, key, (time, 1, rows.ranks[row]))
        drop_row(pool, rows.ids[row])
        row += 1
    return row, used


@inlined
def _look_at(
    pool: Pool, automaton: Automaton, rows: Rows, conditions: Conditions, at: tuple[int, int]
) -> int:
    """Take a row into the matches under way and a new one; return how many answers were used."""
    row, used = at
    partials, states = pool.partials, automaton.states
    key, row_id = rows.keys[row], rows.ids[row]
    slot = pool.keys[key, _PARTIAL]
    pool.keys[key, _PARTIAL] = -1
    tail = -1
    while True:
        state, node = automaton.start, -1
        begun = pool.header[_ORDER], rows.times[row], rows.sequences[row]
        if slot >= 0:
            state, node = partials[slot, _STATE], partials[slot, _NODE]
            begun = partials[slot, _START], partials[slot, _TIME], partials[slot, _SEQUENCE]
        wanted = states.asked[state] & automaton.depending
        bits, used = _known(conditions, (node, row_id), wanted, used)
        place = (state, node, key, tail, row_id, rows.bits[row] | bits)
        tail = take(pool, automaton, conditions, place, begun)
        if slot < 0:
            return used
        behind = partials[slot, _NEXT]
        release(pool, node)
        free_partial(pool, slot, key)
        slot = behind
