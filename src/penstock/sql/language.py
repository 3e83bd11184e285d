"""What every step of planning shares: the text, the functions and the rules of expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from penstock.core.errors import Location
from penstock.functions.function import AggregateFunction, ScalarFunction
from penstock.sql.place import Text

if TYPE_CHECKING:
    from penstock.sql.binder import Rule


@dataclass(frozen=True)
class Functions:
    """The functions that SQL may call, by their names in capitals."""

    scalars: Mapping[str, ScalarFunction]
    aggregates: Mapping[str, AggregateFunction]

    def with_scalar(self, function: ScalarFunction) -> Functions:
        """Return the functions and one more, which hides another of its name."""
        return replace(self, scalars={**self.scalars, function.name: function})


@dataclass(frozen=True)
class Language:
    """A script's text (for places), its functions and the rule for each kind of syntax."""

    text: Text
    functions: Functions
    rules: Mapping[type[Any], Rule]

    def place(self, node: exp.Expr) -> Location | None:
        """Return where a piece of syntax stands."""
        return self.text.of(node)
