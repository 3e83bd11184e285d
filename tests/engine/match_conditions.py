"""Random conditions on matches, of all types and operators that the compiled machine knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    INT,
    STRING,
    TIMESTAMP_3,
    Kind,
    SqlType,
)
from penstock.sql.expression import Call, Case, Cast, ColumnReference, Expression, Literal
from penstock.sql.plan_groups import Aggregate
from penstock.sql.plan_match import MatchAggregate, Navigation
from tests.engine.builders import NAME, NUMBER, PRICE, SECOND, TS, column

FLOAT = SqlType(Kind.FLOAT)
EXACT = SqlType(Kind.DECIMAL, precision=10, scale=2)
INTERVAL = SqlType(Kind.INTERVAL_DAY)
VALUES: tuple[Expression, ...] = (
    column(NUMBER), column(TS), column(PRICE), column(NAME), Cast(column(NUMBER), INT),
    Cast(column(PRICE), FLOAT), Cast(column(NUMBER), EXACT),
)  # fmt: skip
TIME_VALUE = 1
LITERALS: dict[SqlType, list[Any]] = {
    BIGINT: [None, 0, 1, -1, 3, 7, 2**62, 2**63 - 1, -(2**63)],
    INT: [0, 1, -2, 2**31 - 1, None],
    DOUBLE: [0.0, 1.5, -2.5, float("nan"), float("inf"), None],
    FLOAT: [0.0, 0.5, 3.0, None],
    STRING: ["", "a", "ab", "ä", None],
    TIMESTAMP_3: [0, 5 * SECOND, None],
    EXACT: [0, 3, -1, None],
}
_BOUND = 3
Draw = st.DrawFn


@st.composite
def navigations(draw: Draw, variables: int) -> Navigation:
    variable = draw(st.none() | st.integers(0, variables - 1))
    value = draw(st.integers(0, len(VALUES) - 1))
    return Navigation(variable, value, draw(st.booleans()), draw(st.integers(0, 2)))


@st.composite
def aggregates(draw: Draw, variables: int) -> MatchAggregate:
    variable = draw(st.none() | st.integers(0, variables - 1))
    function = draw(st.sampled_from(["COUNT", "SUM", "AVG", "MIN", "MAX"]))
    if function == "COUNT":
        arguments = draw(st.sampled_from([(), (0,), (2,), (3,)]))
        return MatchAggregate(variable, Aggregate("COUNT", arguments, BIGINT))
    argument = draw(st.sampled_from([0, 2, 4, 5]))
    return MatchAggregate(variable, Aggregate(function, (argument,), VALUES[argument].type))


class Conditions:
    """Draws expressions over a frame whose columns have these types."""

    def __init__(self, draw: Draw, types: list[SqlType]) -> None:
        self.draw, self.types = draw, types

    def truth(self, depth: int) -> Expression:
        """Return a condition."""
        made: list[Callable[[int], Expression]] = [self._compared, self._compared, self._tested]
        if depth < _BOUND:
            made += [self._connected, self._negated, self._among]
        return self.draw(st.sampled_from(made))(depth + 1)

    def _compared(self, depth: int) -> Expression:
        kind = self.draw(st.sampled_from(list(LITERALS)))
        names = ["=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM"]
        pair = (self.value(kind, depth), self.value(kind, depth))
        return Call(self.draw(st.sampled_from(names)), pair, BOOLEAN)

    def _tested(self, depth: int) -> Expression:
        if self.draw(st.booleans()):
            name = self.draw(st.sampled_from(["IS NULL", "IS NOT NULL"]))
            kind = self.draw(st.sampled_from(list(LITERALS)))
            return Call(name, (self.value(kind, depth),), BOOLEAN)
        names = ["IS TRUE", "IS NOT TRUE", "IS FALSE", "IS NOT FALSE", "IS UNKNOWN"]
        return Call(self.draw(st.sampled_from(names)), (self._compared(depth),), BOOLEAN)

    def _connected(self, depth: int) -> Expression:
        name = self.draw(st.sampled_from(["AND", "OR"]))
        parts = [self.truth(depth) for _ in range(self.draw(st.integers(2, 3)))]
        return Call(name, tuple(parts), BOOLEAN)

    def _negated(self, depth: int) -> Expression:
        return Call("NOT", (self.truth(depth),), BOOLEAN)

    def _among(self, depth: int) -> Expression:
        kind = self.draw(st.sampled_from([BIGINT, STRING]))
        options = self.draw(st.lists(st.sampled_from(LITERALS[kind]), min_size=1, max_size=3))
        value = self.reference(kind) or Literal(LITERALS[kind][1], kind)
        return Call("IN", (value, *(Literal(each, kind) for each in options)), BOOLEAN)

    def reference(self, kind: SqlType) -> Expression | None:
        """Return a column of a type, if there is one."""
        places = [n for n, each in enumerate(self.types) if each.arrow == kind.arrow]
        if not places:
            return None
        place = self.draw(st.sampled_from(places))
        return ColumnReference(place, f"c{place}", kind)

    def value(self, kind: SqlType, depth: int) -> Expression:
        """Return a value of a type."""
        if depth < _BOUND and self.draw(st.booleans()):
            computed = self._computed(kind, depth + 1)
            if computed is not None:
                return computed
        found = self.reference(kind)
        if found is not None and self.draw(st.integers(0, 3)):
            return found
        return Literal(self.draw(st.sampled_from(LITERALS[kind])), kind)

    def _computed(self, kind: SqlType, depth: int) -> Expression | None:
        if self.draw(st.integers(0, 4)) == 0:
            branch = (self.truth(depth), self.value(kind, depth))
            return Case((branch,), self.value(kind, depth), kind)
        if kind in (BIGINT, INT, DOUBLE, FLOAT):
            return self._arithmetic(kind, depth)
        if kind == TIMESTAMP_3:
            step = Literal(self.draw(st.sampled_from([SECOND, -SECOND])), INTERVAL)
            sign = self.draw(st.sampled_from(["+", "-"]))
            return Call(sign, (self.value(kind, depth), step), kind)
        return None

    def _arithmetic(self, kind: SqlType, depth: int) -> Expression:
        if kind == DOUBLE and self.draw(st.integers(0, 3)) == 0:
            return Cast(self.value(self.draw(st.sampled_from([BIGINT, INT, FLOAT])), depth), kind)
        if kind == BIGINT and self.draw(st.integers(0, 3)) == 0:
            return self._counted(depth)
        names = ["+", "-", "*", "/", "NEG", "ABS"] + ["%"] * (kind in (BIGINT, INT))
        name = self.draw(st.sampled_from(names))
        count = 1 if name in {"NEG", "ABS"} else 2
        return Call(name, tuple(self.value(kind, depth) for _ in range(count)), kind)

    def _counted(self, depth: int) -> Expression:
        unit = Literal(self.draw(st.sampled_from(["SECOND", "MINUTE"])), STRING)
        times = (self.value(TIMESTAMP_3, depth), self.value(TIMESTAMP_3, depth))
        return Cast(Call("TIMESTAMPDIFF", (unit, *times), INT), BIGINT)
