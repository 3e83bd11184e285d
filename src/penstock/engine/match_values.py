"""Which values compiled conditions of MATCH_RECOGNIZE know, and how those of rows are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from penstock.core.types import BINARIES, INTEGERS, STRINGS, Kind, SqlType
from penstock.engine.match_code import MEMO_WORDS, Memo, Op
from penstock.sql.plan_match import Match, MatchAggregate, Navigation
from penstock.state.flat_codec import NULLS_PER_WORD
from penstock.state.row_store import RowStore

Instruction = tuple[int, ...]
"""An operation with its operands; those left out are 0."""

DIGITS_MAX = 18
"""A DECIMAL of so many digits is one word."""
_REALS = (Kind.FLOAT, Kind.DOUBLE)
_WHOLES = {
    *INTEGERS, Kind.BOOLEAN, Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ,
    Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR,
}  # fmt: skip
_BITS = {Kind.TINYINT: 8, Kind.SMALLINT: 16, Kind.INT: 32}
_EXTREMES = {"MIN": (Memo.MIN_WHOLE, Memo.MIN_REAL), "MAX": (Memo.MAX_WHOLE, Memo.MAX_REAL)}


class NotCompiled(Exception):
    """A condition has a part that the machine does not know; Arrow computes the condition."""


class Form(IntEnum):
    """How a value lies on the stack; operations on them follow each other in this order."""

    WHOLE = 0
    REAL = 1
    TEXT = 2


def form_of(kind: SqlType) -> Form:
    """Return the form of a type's values."""
    if kind.kind in _WHOLES or (kind.kind is Kind.DECIMAL and (kind.precision or 10) <= DIGITS_MAX):
        return Form.WHOLE
    if kind.kind in _REALS:
        return Form.REAL
    if kind.kind in (*STRINGS, *BINARIES):
        return Form.TEXT
    raise NotCompiled


def fitted(kind: SqlType) -> Iterator[Instruction]:
    """Bring the number on top back to the bits that its type has."""
    if kind.kind in _BITS:
        yield (Op.NARROW, _BITS[kind.kind])
    elif kind.kind is Kind.FLOAT:
        yield (Op.ROUND,)


class MatchLoads:
    """Makes the instructions that load columns of a match's frame, and collects the memos."""

    def __init__(self, node: Match, store: RowStore) -> None:
        self._node, self._store = node, store
        self.memos: list[tuple[int, ...]] = []

    def load(self, column: int, variable: int) -> Iterator[Instruction]:
        """Yield what loads a column of the frame while the current row is tried for a variable."""
        navigation = column - len(self._node.values)
        aggregate = navigation - len(self._node.navigations)
        if aggregate >= 0:
            yield from self._aggregated(self._node.aggregates[aggregate], variable)
        elif navigation >= 0:
            yield self._navigated(self._node.navigations[navigation], variable)
        else:
            yield (Op.CURRENT, *self._cell(column))

    def _cell(self, value: int) -> tuple[int, int, int, int]:
        """Return where a value stands in its row: word, NULL's word and bit, whether a text."""
        form = form_of(self._node.values[value].type)
        first, number, _ = self._store.layout.place(value)
        bit = 1 << number % NULLS_PER_WORD
        return (first, number // NULLS_PER_WORD, bit, form is Form.TEXT)

    def _navigated(self, each: Navigation, variable: int) -> Instruction:
        cell = self._cell(each.value)
        counted = each.variable is None or each.variable == variable
        if not each.last:
            memo = self._memo(Memo.FIRST_ROW, each.variable, offset=each.offset)
            return (Op.FIRST, *cell, memo, each.offset, counted)
        if counted and each.offset == 0:
            return (Op.CURRENT, *cell)
        memo = -1 if each.variable is None else self._memo(Memo.LAST_NODE, each.variable)
        return (Op.LAST, *cell, memo, each.offset - counted)

    def _aggregated(self, each: MatchAggregate, variable: int) -> Iterator[Instruction]:
        call = each.aggregate
        if call.distinct or len(call.arguments) > 1:
            raise NotCompiled
        cell = self._cell(call.arguments[0]) if call.arguments else (0, -1, 0, 0)
        kind = self._kind(call.function, call.arguments)
        memo = self._memo(kind, each.variable, cell)
        counted = each.variable is None or each.variable == variable
        yield (Op.AGGREGATE, 0, 0, 0, 0, memo, 0, counted, call.function == "AVG")
        yield from fitted(call.type)

    def _kind(self, function: str, arguments: tuple[int, ...]) -> Memo:
        if function == "COUNT":
            return Memo.COUNT
        argument = self._node.values[arguments[0]].type
        form = form_of(argument)
        if form is Form.TEXT:
            raise NotCompiled
        if function in _EXTREMES:
            return _EXTREMES[function][form]
        if function not in {"SUM", "AVG"} or argument.kind is Kind.DECIMAL:
            raise NotCompiled
        if form is Form.WHOLE:
            return Memo.SUM_WHOLE
        single = argument.kind is Kind.FLOAT and function == "SUM"
        return Memo.SUM_FLOAT if single else Memo.SUM_REAL

    def _memo(
        self,
        kind: Memo,
        variable: int | None,
        cell: tuple[int, int, int, int] = (0, -1, 0, 0),
        offset: int = 0,
    ) -> int:
        """Return the first word of what nodes are to remember."""
        memo = (kind, -1 if variable is None else variable, *cell[:3], offset)
        if memo not in self.memos:
            self.memos.append(memo)
        return self.memos.index(memo) * MEMO_WORDS
