"""What a SQL function is: its signature, its kernel and its example, declared in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa

from penstock.core.types import SqlType
from penstock.functions.aggregate_kernel import AggregateKernel

Value: TypeAlias = "pa.Array[Any] | pa.Scalar[Any]"
"""A column of the batch's length, or one value for every row (a literal, or a result of those)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The types that arguments are cast to, and the result type, nullability included."""

    arguments: tuple[SqlType, ...]
    result: SqlType


@dataclass(frozen=True, slots=True)
class Call:
    """What a kernel may know besides its arguments: batch length, the step's clock, all types.

    One that draws at random also knows which expression it is in, and how many values were drawn
    there since the clock last moved.
    """

    rows: int
    now_us: int
    result: SqlType
    given: tuple[SqlType, ...] = ()
    site: int = 0
    drawn: int = 0


Resolve: TypeAlias = Callable[[Sequence[SqlType]], Signature | None]
"""Returns the signature that fits argument types, or None when the function takes no such ones."""

Refine: TypeAlias = Callable[[Signature, Sequence[Any]], Signature]
"""Returns a closer signature once the values of constant arguments are known (None: not one)."""

Kernel: TypeAlias = Callable[[Sequence[Value], Call], Value]


@dataclass(frozen=True, slots=True)
class ScalarFunction:
    """A scalar function or operator; `examples` are (expression, result cast to STRING or None).

    A `guarded` one may fail, or costs much per row: CASE, AND and OR compute it only for the rows
    that need it. A `random` one draws anew wherever it stands, for every row.
    """

    name: str
    summary: str
    resolve: Resolve
    kernel: Kernel
    examples: tuple[tuple[str, str | None], ...]
    deterministic: bool = True
    guarded: bool = False
    refine: Refine | None = None
    random: bool = False

    def signature(self, types: Sequence[SqlType], constants: Sequence[Any]) -> Signature | None:
        """Return the signature for arguments of `types`, closer where `constants` decide it.

        `constants` holds the value of each argument that is a literal, None for the others.
        """
        found = self.resolve(types)
        return found and self.refine(found, constants) if self.refine else found


MakeKernel: TypeAlias = Callable[[Sequence[SqlType], SqlType], AggregateKernel]
"""Makes the kernel for arguments of these types and a result of that type."""


@dataclass(frozen=True, slots=True)
class AggregateFunction:
    """An aggregate: what the planner knows of it, and the kernel that the engine runs.

    One that does not `retracts` takes no rows out, one that does not `merges` adds up no partial
    results, and one that is of the `whole` needs all rows of a group together.
    """

    name: str
    summary: str
    resolve: Resolve
    example: tuple[str, str]
    kernel: MakeKernel
    retracts: bool = True
    merges: bool = True
    whole: bool = False
