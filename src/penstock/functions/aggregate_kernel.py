"""What an aggregate's kernel is: accumulator columns, and how rows get into them and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

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


class NoKernel(InternalError):
    """The planner let an aggregate through that has no kernel.

    >>> print(NoKernel("SUM", "STRING"))
    E760 no aggregate kernel for SUM(STRING)
    """

    code = "E760"

    def __init__(self, function: str, argument: object) -> None:
        super().__init__(f"no aggregate kernel for {function}({argument})")


@dataclass(frozen=True, slots=True)
class AggregateKernel:
    """One aggregate over arguments of one representation.

    `fold(accumulators, slots, values, keep)` adds row i, if kept, to the partial result at
    `slots[i]`; `merge(into, into_rows, source, source_rows)` adds up pairs of partial results;
    `finish(accumulators)` gives one result per partial result. Values are int64, float64, pairs
    of words (DECIMAL) or Python objects.
    """

    dtypes: tuple[str, ...]
    fold: Callable[[Accumulators, Int64s, Numbers, Bools], None]
    merge: Callable[[Accumulators, Int64s, Accumulators, Int64s], None]
    finish: Callable[[Accumulators], Finished]


def finish_value(accumulators: Accumulators) -> Finished:
    """Return the first accumulator where the second counted a row, else NULL."""
    return accumulators[0], accumulators[1] > 0
