"""Arrays borrowed for the time of a kernel's run: handing them on to functions costs nothing.

Each array that a function takes is counted up and down atomically; an array made of a bare address
has nobody to count for. The kernel's own arguments keep the memory alive meanwhile.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]  # it has no types
from numba import carray, types  # type: ignore[attr-defined]  # it has it all the same
from numba.extending import intrinsic

from penstock.core.batch import Int64s
from penstock.core.compiled import inlined
from penstock.engine.match_pool import Automaton, Pool, Rows, States


def _pointer_code(typing: Any, address: Any) -> Any:
    """Return the pointer to int64 with an address."""

    def generate(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], ir.IntType(64).as_pointer())

    pointer: Any = types.CPointer
    return pointer(types.int64)(types.int64), generate


_pointer: Any = intrinsic(_pointer_code)


@inlined
def _borrowed(array: Int64s) -> Int64s:
    """Return the same whole array, uncounted."""
    borrowed: Int64s = carray(_pointer(array.ctypes.data), array.shape)
    return borrowed


@inlined
def borrowed_pool(pool: Pool) -> Pool:
    """Return the tables, uncounted."""
    return Pool(
        _borrowed(pool.header),
        _borrowed(pool.partials),
        _borrowed(pool.nodes),
        _borrowed(pool.keys),
        _borrowed(pool.row_uses),
        _borrowed(pool.found),
        _borrowed(pool.dropped),
    )


@inlined
def borrowed_automaton(automaton: Automaton) -> Automaton:
    """Return the automaton with uncounted tables."""
    states = automaton.states
    return Automaton(
        States(_borrowed(states.first), _borrowed(states.steps), _borrowed(states.asked)),
        automaton.start,
        automaton.within_us,
        automaton.skip,
        automaton.skip_variable,
        automaton.branches,
        automaton.depending,
        _borrowed(automaton.stack),
        _borrowed(automaton.other_stack),
    )


@inlined
def borrowed_rows(rows: Rows) -> Rows:
    """Return the rows' columns, uncounted."""
    return Rows(
        _borrowed(rows.ids),
        _borrowed(rows.keys),
        _borrowed(rows.times),
        _borrowed(rows.sequences),
        _borrowed(rows.ranks),
        _borrowed(rows.bits),
    )
