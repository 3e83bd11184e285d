"""The compiled loop that lists the conditions on matches that must be known to look at rows."""

from __future__ import annotations

from penstock.core.compiled import compiled
from penstock.engine.match_borrow import borrowed_automaton, borrowed_pool
from penstock.engine.match_kernels import expire_key
from penstock.engine.match_pool import Asked, Automaton, Key, Partial, Pool, Rows

_STATE, _NODE, _NEXT = int(Partial.STATE), int(Partial.NODE), int(Partial.NEXT)
_PARTIAL = int(Key.PARTIAL)


@compiled
def ask(pool: Pool, automaton: Automaton, rows: Rows, asked: Asked) -> int:
    """List the conditions that must be known before `look` may see rows of different keys."""
    pool, automaton = borrowed_pool(pool), borrowed_automaton(automaton)
    states, depending = automaton.states, automaton.depending
    count = 0
    for row in range(len(rows.ids)):
        key = rows.keys[row]
        expire_key(pool, automaton, key, rows.times[row])
        slot = pool.keys[key, _PARTIAL]
        while True:
            state = automaton.start if slot < 0 else pool.partials[slot, _STATE]
            wanted = states.asked[state] & depending
            variable = 0
            while wanted != 0:
                if wanted & 1:
                    asked.nodes[count] = -1 if slot < 0 else pool.partials[slot, _NODE]
                    asked.rows[count], asked.variables[count] = row, variable
                    count += 1
                wanted >>= 1
                variable += 1
            if slot < 0:
                break
            slot = pool.partials[slot, _NEXT]
    return count
