"""What every step of planning shares: the text, the functions and the rules of expressions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from penstock.core.errors import Location
from penstock.functions.function import AggregateFunction, ScalarFunction
from penstock.sql.place import Text

if TYPE_CHECKING:
    from penstock.sql.binder import Rule


@dataclass(frozen=True, slots=True)
class Declared:
    """A function that a script declares; `kind` is that field of `Functions` which knows it."""

    kind: str
    function: ScalarFunction | AggregateFunction


@dataclass(frozen=True)
class Functions:
    """The functions that SQL may call, by their names in capitals.

    Each of `tables` gives an ARRAY of ROWs that stands for its rows. `declared` are the names of
    those that the script itself has declared.
    """

    scalars: Mapping[str, ScalarFunction]
    aggregates: Mapping[str, AggregateFunction]
    tables: Mapping[str, ScalarFunction] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()

    def __contains__(self, name: str) -> bool:
        """Say whether there is a function of a name."""
        return any(name in known for known in (self.scalars, self.aggregates, self.tables))

    def with_declared(self, function: Declared) -> Functions:
        """Return the functions and one more."""
        name = function.function.name
        known = {**getattr(self, function.kind), name: function.function}
        changes: dict[str, Any] = {function.kind: known, "declared": self.declared | {name}}
        return replace(self, **changes)

    def without(self, name: str) -> Functions:
        """Return the functions without one that the script has declared."""
        kinds = ("scalars", "aggregates", "tables")
        kept: dict[str, Any] = {
            kind: {each: known for each, known in getattr(self, kind).items() if each != name}
            for kind in kinds
        }
        return replace(self, declared=self.declared - {name}, **kept)


@dataclass(frozen=True)
class Language:
    """A script's text (for places), its functions and the rule for each kind of syntax."""

    text: Text
    functions: Functions
    rules: Mapping[type[Any], Rule]

    def place(self, node: exp.Expr) -> Location | None:
        """Return where a piece of syntax stands."""
        return self.text.of(node)
