"""The pairs of a join as rows: the condition over both, and the columns that the join gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.core.types import Field, Kind, Schema, SqlType
from penstock.engine.expressions import CompiledColumns, compile_columns, surviving
from penstock.engine.join_side import SideShape
from penstock.engine.operator import Rejected
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.plan_joins import AnyJoin
from penstock.sql.walk import columns_of, remapped
from penstock.state.arrow import Bools

_NONE = -1
_NO_COLUMN = Field("", SqlType(Kind.NULL))
"""Carries the number of rows where a condition reads no column."""


class Kept(Protocol):
    """The columns of kept rows by their place: a list, or what makes them when they are wanted."""

    def __getitem__(self, place: int, /) -> Column:
        """Return a column."""


class OwnRows(NamedTuple):
    """The rows of a batch, and by which side they came."""

    side: int
    columns: Sequence[Column]


class JoinPairs:
    """Makes rows of pairs; a place is a side and a column among those that the side keeps."""

    def __init__(self, node: AnyJoin, sides: Sequence[SideShape]) -> None:
        self._schema = node.schema.arrow
        places = {
            side.first + column: (number, place)
            for number, side in enumerate(sides)
            for place, column in enumerate(side.kept)
        }
        self._given = [places[column] for column in node.columns]
        self._read: list[tuple[int, int]] = []
        self._condition: CompiledColumns | None = None
        if node.on.condition is not None:
            self._compile(node, node.on.condition, places)

    def _compile(
        self, node: AnyJoin, condition: Expression, places: dict[int, tuple[int, int]]
    ) -> None:
        fields = (*node.left.schema.fields, *node.right.schema.fields)
        read = sorted(columns_of(condition))
        self._read = [places[column] for column in read]
        # Fields of both sides may have one name: in the condition's rows their numbers are names.
        named = [Field(str(column), fields[column].type) for column in read]
        self._read_schema = Schema((*named, _NO_COLUMN)).arrow
        numbers = {
            column: ColumnReference(n, field.name, field.type)
            for n, (column, field) in enumerate(zip(read, named, strict=True))
        }
        self._condition = compile_columns([remapped(condition, numbers)])

    @property
    def conditional(self) -> bool:
        """Whether equal keys alone do not make partners."""
        return self._condition is not None

    def partners(
        self, own: OwnRows, places: Int64s, other: Kept, now_us: int
    ) -> tuple[Bools, list[Rejected]]:
        """Say which pairs meet the condition: own rows at `places` beside rows of the other."""
        assert self._condition is not None
        data = pa.RecordBatch.from_arrays(
            [*_columns(own, places, other, self._read), pa.nulls(len(places))],
            schema=self._read_schema,
        )
        survivors = surviving(self._condition, data, now_us)
        met: Bools = survivors.columns[0].fill_null(False).to_numpy(zero_copy_only=False)
        if survivors.rows is None:
            return met, []
        found = np.zeros(len(places), np.bool_)
        found[survivors.rows] = met
        return found, [
            Rejected(data.take(pa.array(failure.rows, pa.int64())), failure.reason, late=False)
            for failure in survivors.failures
        ]

    def rows(self, own: OwnRows, places: Int64s, other: Kept) -> pa.RecordBatch:
        """Return the rows of pairs: own rows at `places`, -1 for none, beside rows of the other."""
        given = _columns(own, places, other, self._given)
        return pa.RecordBatch.from_arrays(given, schema=self._schema)


def _columns(
    own: OwnRows, places: Int64s, other: Kept, wanted: Sequence[tuple[int, int]]
) -> list[Column]:
    missing = places == _NONE
    at = pa.array(places, pa.int64(), mask=missing if missing.any() else None)
    return [
        own.columns[place].take(at) if side == own.side else other[place] for side, place in wanted
    ]
