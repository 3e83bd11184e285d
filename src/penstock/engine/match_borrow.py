"""The tables of MATCH_RECOGNIZE as kernels borrow them."""

from __future__ import annotations

from penstock.core.compiled import inlined
from penstock.engine.borrowing import borrowed
from penstock.engine.match_pool import Automaton, Pool, Rows, States


@inlined
def borrowed_pool(pool: Pool) -> Pool:
    """Return the tables, uncounted."""
    return Pool(
        borrowed(pool.header),
        borrowed(pool.partials),
        borrowed(pool.nodes),
        borrowed(pool.keys),
        borrowed(pool.row_uses),
        borrowed(pool.found),
        borrowed(pool.dropped),
    )


@inlined
def borrowed_automaton(automaton: Automaton) -> Automaton:
    """Return the automaton with uncounted tables."""
    states = automaton.states
    return Automaton(
        States(borrowed(states.first), borrowed(states.steps), borrowed(states.asked)),
        automaton.start,
        automaton.within_us,
        automaton.skip,
        automaton.skip_variable,
        automaton.branches,
        automaton.depending,
        borrowed(automaton.stack),
        borrowed(automaton.other_stack),
    )


@inlined
def borrowed_rows(rows: Rows) -> Rows:
    """Return the rows' columns, uncounted."""
    return Rows(
        borrowed(rows.ids),
        borrowed(rows.keys),
        borrowed(rows.times),
        borrowed(rows.sequences),
        borrowed(rows.ranks),
        borrowed(rows.bits),
    )
