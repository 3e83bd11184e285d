"""Names rows and columns by what computes them, down to the tables: the walk that rules share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan import Relation
from penstock.sql.plan_walk import INPUT_FIELDS, inputs_of
from penstock.sql.walk import remapped

RowsRule: TypeAlias = "Callable[[Any, Names], str]"
"""Says which rows a kind of relation gives."""
ColumnRule: TypeAlias = "Callable[[Any, int, Names], str]"
"""Says what computes a column of a kind of relation."""
DIGITS = 16
TEXT_MAX = 200
_APART = (*INPUT_FIELDS, "schema", "traits")
"""What is no part of a relation's own meaning: what stands below it, and what it looks like."""


class Names:
    """Names what stands below a relation, by a rule for each kind of relation."""

    def __init__(self, rows: Mapping[type, RowsRule], columns: Mapping[type, ColumnRule]) -> None:
        self._rows = rows
        self._columns = columns

    def rows(self, relation: Relation) -> str:
        """Return which rows a relation gives, whatever columns it shows of them."""
        rule = self._rows.get(type(relation))
        return short(self._parts(relation)) if rule is None else rule(relation, self)

    def column(self, relation: Relation, index: int) -> str:
        """Return what computes a column; one without a rule is known by its name."""
        rule = self._columns.get(type(relation))
        return relation.schema.names[index] if rule is None else rule(relation, index, self)

    def columns(self, below: Relation, columns: Sequence[int]) -> str:
        """Return what computes some columns."""
        return ", ".join(self.column(below, column) for column in columns)

    def kept(self, below: Relation, columns: Sequence[int]) -> str:
        """Return columns that state is made of, with the types that its bytes have."""
        types = [below.schema.fields[column].type.arrow for column in columns]
        pairs = zip(columns, types, strict=True)
        return ", ".join(f"{self.column(below, column)} {kind}" for column, kind in pairs)

    def meaning(self, below: Relation, expression: Expression) -> str:
        """Return an expression over a relation with its columns replaced by what computes them."""
        columns: dict[int, Expression] = {
            index: ColumnReference(-1, self.column(below, index), field.type)
            for index, field in enumerate(below.schema.fields)
        }
        return str(remapped(expression, columns))

    def _parts(self, relation: Relation) -> str:
        """Return what a relation without a rule of its own consists of, field by field."""
        below = ", ".join(map(self.rows, inputs_of(relation)))
        names = [part.name for part in fields(relation) if part.name not in _APART]
        return f"{type(relation).__name__}({below}) {[getattr(relation, name) for name in names]!r}"


def short(text: str) -> str:
    """Return a text that stays short however deep views are stacked."""
    return text if len(text) <= TEXT_MAX else digits_of(text)


def digits_of(text: str) -> str:
    """Return 16 hexadecimal digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
