"""Typed expressions: what is left of SQL's scalar syntax once names and types are resolved.

>>> from penstock.core.types import BIGINT, BOOLEAN
>>> price = ColumnReference(0, "price", BIGINT)
>>> print(Call(">", (price, Literal(5, BIGINT)), BOOLEAN))
>(price, 5)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from penstock.core.types import SqlType
from penstock.functions import SCALARS
from penstock.functions.function import ScalarFunction


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant. `value` is what Arrow takes for the type: times are integers of microseconds."""

    value: Any
    type: SqlType

    def __str__(self) -> str:
        """Return the constant as SQL would show it."""
        return "NULL" if self.value is None else repr(self.value)


@dataclass(frozen=True, slots=True)
class ColumnReference:
    """Column `index` of the operator's input; the name is for people only."""

    index: int
    name: str
    type: SqlType

    def __str__(self) -> str:
        """Return the column's name."""
        return self.name


@dataclass(frozen=True, slots=True)
class Call:
    """A scalar function or operator by its name in `functions.SCALARS`.

    Arguments already have the types that the function's signature asks for. A function that the
    script itself declares is `declared` here, and stands in no list.
    """

    function: str
    arguments: tuple[Expression, ...]
    type: SqlType
    declared: ScalarFunction | None = field(default=None, repr=False)

    @property
    def definition(self) -> ScalarFunction:
        """What the function is."""
        return self.declared or SCALARS[self.function]

    def __str__(self) -> str:
        """Return the call in function notation, operators too."""
        return f"{self.function}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Cast:
    """CAST, or TRY_CAST when `forgiving`; also every implicit conversion."""

    argument: Expression
    type: SqlType
    forgiving: bool = False

    def __str__(self) -> str:
        """Return the cast as SQL writes it."""
        return f"{'TRY_' * self.forgiving}CAST({self.argument} AS {self.type})"


@dataclass(frozen=True, slots=True)
class Case:
    """Searched CASE; the first branch whose condition is true gives the value, of one type."""

    branches: tuple[tuple[Expression, Expression], ...]
    otherwise: Expression
    type: SqlType

    def __str__(self) -> str:
        """Return the CASE as SQL writes it."""
        branches = " ".join(f"WHEN {when} THEN {then}" for when, then in self.branches)
        return f"CASE {branches} ELSE {self.otherwise} END"


@dataclass(frozen=True, slots=True)
class FieldAccess:
    """A named part of a ROW."""

    argument: Expression
    name: str
    type: SqlType

    def __str__(self) -> str:
        """Return the access in dot notation."""
        return f"{self.argument}.{self.name}"


Expression: TypeAlias = Literal | ColumnReference | Call | Cast | Case | FieldAccess
