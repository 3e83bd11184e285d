"""What an aggregate's kernel is: accumulator columns, and how rows get into them and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from penstock.core.batch import Int64s
from penstock.core.errors import InternalError

Numbers: TypeAlias = npt.NDArray[Any]
Bools: TypeAlias = npt.NDArray[np.bool_]
Accumulators: TypeAlias = Sequence[Numbers]
Finished: TypeAlias = "tuple[Numbers, Bools | None]"
"""Result values and which of them are not NULL (None: all)."""

EVERY_ROW = np.zeros(0, np.bool_)
"""A `keep` that keeps every row."""
ALL_ADDED = np.zeros(0, np.int64)
"""The `signs` of rows that are all added."""


class NoKernel(InternalError):
    """The planner let an aggregate through that has no kernel.

    >>> print(NoKernel("SUM", "STRING"))
    E760 no aggregate kernel for SUM(STRING)
    """

    code = "E760"

    def __init__(self, function: str, argument: object) -> None:
        super().__init__(f"no aggregate kernel for {function}({argument})")


class Fold(Protocol):
    """Adds rows to partial results, or takes them out again where their sign is -1."""

    def __call__(
        self,
        accumulators: Accumulators,
        slots: Int64s,
        values: Any,
        keep: Bools,
        signs: Int64s = ALL_ADDED,
    ) -> None:
        """Take row i, if kept, into the partial result at `slots[i]`."""


Merge: TypeAlias = Callable[[Accumulators, Int64s, Accumulators, Int64s], None]


@dataclass(frozen=True, slots=True)
class AggregateKernel:
    """One aggregate over arguments of one representation.

    `fold(accumulators, slots, values, keep, signs)` adds row i, if kept, to the partial result at
    `slots[i]`, or takes it out where `signs[i]` is -1; `merge(into, into_rows, source,
    source_rows)` adds up pairs of partial results; `finish(accumulators)` gives one result per
    partial result. Values are int64, float64, pairs of words (DECIMAL) or Python objects; several
    arguments are one object, a dict of them by number. Accumulators start as zero, or as None.

    A kernel that does not `retracts` takes no rows out: its values have to be folded anew. One
    that `takes_nulls` is given rows whose argument is NULL, one that is `columnar` the Arrow column
    itself as its values. `updating` is the kernel to use instead where rows are taken out again.
    """

    dtypes: tuple[str, ...]
    fold: Fold
    merge: Merge
    finish: Callable[[Accumulators], Finished]
    retracts: bool = False
    takes_nulls: bool = False
    columnar: bool = False
    updating: AggregateKernel | None = None

    def retract(self, accumulators: Accumulators, slots: Int64s, values: Any, keep: Bools) -> None:
        """Take rows out that were folded before."""
        self.fold(accumulators, slots, values, keep, np.full(len(slots), -1, np.int64))


def finish_value(accumulators: Accumulators) -> Finished:
    """Return the first accumulator where the second counted a row, else NULL."""
    return accumulators[0], accumulators[1] > 0
