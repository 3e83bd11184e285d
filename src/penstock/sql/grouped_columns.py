"""The columns that an aggregation reads: what stands below it, each expression once."""

from __future__ import annotations

from collections.abc import Callable

from penstock.sql.aggregate_calls import AggregateCall
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan_groups import Aggregate


class GroupedColumns:
    """Collects expressions over FROM; `rewritten` points them at the relation below."""

    def __init__(self, rewritten: Callable[[Expression], Expression] = lambda each: each) -> None:
        self._rewritten = rewritten
        self.expressions: list[Expression] = []
        self.names: list[str] = []

    def place(self, expression: Expression, name: str = "") -> int:
        """Return the number of the column that holds an expression over FROM."""
        rewritten = self._rewritten(expression)
        if rewritten not in self.expressions:
            own = name or (rewritten.name if isinstance(rewritten, ColumnReference) else "")
            taken = not own or own in self.names
            self.names.append(f"${len(self.names)}" if taken else own)
            self.expressions.append(rewritten)
        return self.expressions.index(rewritten)

    def aggregate(self, call: AggregateCall) -> Aggregate:
        """Return an aggregate over these columns."""
        arguments = tuple(self.place(argument) for argument in call.arguments)
        condition = None if call.condition is None else self.place(call.condition)
        return Aggregate(
            call.function, arguments, call.type, call.distinct, condition, call.declared
        )
