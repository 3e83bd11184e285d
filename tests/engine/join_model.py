"""A join of two changing tables as Python sees it, and random changes of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from penstock.core.batch import Batch, RowKind
from penstock.core.types import BIGINT, BOOLEAN, STRING, Field, Schema
from penstock.engine.join import JoinOperator
from penstock.engine.limits import Limits
from penstock.engine.operator import Port
from penstock.sql.expression import Call, ColumnReference
from penstock.sql.join_traits import joined_schema, joined_traits
from penstock.sql.plan import ChangelogMode, Relation, Traits, Values
from penstock.sql.plan_joins import Join, JoinKind, JoinOn

Row = tuple[Any, ...]
Change = tuple[RowKind, Row]
SIDE = Schema((Field("id", BIGINT), Field("k", BIGINT), Field("v", STRING)))
"""The columns of both sides; `k` is the join's key."""
ID, K, V = range(3)


@dataclass(frozen=True)
class Shape:
    """How one side changes: which columns identify a row, and whether old rows are sent."""

    mode: ChangelogMode
    key: tuple[int, ...] | None

    @property
    def relation(self) -> Relation:
        """A relation of this shape."""
        return Values((), SIDE, Traits(self.mode, upsert_key=self.key))


SHAPES = (
    Shape(ChangelogMode.APPEND, None),
    Shape(ChangelogMode.RETRACT, None),
    Shape(ChangelogMode.RETRACT, (ID,)),
    Shape(ChangelogMode.RETRACT, (K,)),
    Shape(ChangelogMode.UPSERT, (K,)),
)


@dataclass
class Table:
    """The rows that a side has now, and how they may change next."""

    shape: Shape
    rows: list[Row] = field(default_factory=list)

    def changes(self, wish: tuple[int, Row]) -> list[Change]:
        """Return what happens when somebody wishes to insert, update or delete a row."""
        what, row = wish
        old = self._same(row) if self.shape.key else (self.rows[0] if self.rows else None)
        if self.shape.mode is ChangelogMode.APPEND or (what and old is None):
            return [] if what and self.shape.mode is not ChangelogMode.APPEND else self._insert(row)
        if old is None or (what == 0 and not self.shape.key):
            return self._insert(row)
        self.rows.remove(old)
        if what == 1:
            return [(RowKind.DELETE, old)]
        self.rows.append(row)
        return self._update(old, row)

    def _same(self, row: Row) -> Row | None:
        key = self.shape.key or ()
        return next((r for r in self.rows if all(r[c] == row[c] for c in key)), None)

    def _insert(self, row: Row) -> list[Change]:
        self.rows.append(row)
        return [(RowKind.INSERT, row)]

    def _update(self, old: Row, new: Row) -> list[Change]:
        if self.shape.mode is ChangelogMode.UPSERT:
            return [(RowKind.UPDATE_AFTER, new)]
        if old[K] != new[K]:
            return [(RowKind.DELETE, old), (RowKind.INSERT, new)]
        return [(RowKind.UPDATE_BEFORE, old), (RowKind.UPDATE_AFTER, new)]


ROWS = st.tuples(
    st.integers(0, 3), st.one_of(st.none(), st.integers(0, 2)), st.sampled_from(["", "a", "b"])
)
WISHES = st.lists(
    st.tuples(st.integers(0, 1), st.lists(st.tuples(st.integers(0, 2), ROWS), max_size=5)),
    max_size=12,
)
"""Batches: the side, and what is wished for (0 insert, 1 delete, 2 update) with which row."""


def node_of(
    kind: JoinKind, shapes: Sequence[Shape], *, conditional: bool, upserting: bool, safe: bool
) -> Join:
    """Return a join on `k`, with the condition that `v` differs if `conditional`."""
    left, right = (shape.relation for shape in shapes)
    left_v, right_v = (ColumnReference(n, "v", STRING) for n in (V, len(SIDE) + V))
    condition = Call("<>", (left_v, right_v), BOOLEAN) if conditional else None
    on = JoinOn((K,), (K,), (safe,), condition)
    traits = joined_traits(left, right, kind, on)
    if upserting and traits.upsert_key is not None and traits.changelog is ChangelogMode.RETRACT:
        traits = replace(traits, changelog=ChangelogMode.UPSERT)
    columns = tuple(range(len(SIDE) * (1 if kind.one_sided else 2)))
    return Join(left, right, kind, on, columns, joined_schema(left, right, kind), traits)


def model(node: Join, left: Sequence[Row], right: Sequence[Row]) -> Counter[Row]:
    """Return the rows of a join of two tables as they are."""
    pairs = [(one, other) for one in left for other in right if _partners(node, one, other)]
    if node.kind.one_sided:
        wanted = node.kind is JoinKind.SEMI
        return Counter(row for row in left if any(one is row for one, _ in pairs) == wanted)
    none = (None,) * len(SIDE)
    left_outer, right_outer = node.kind.outer
    rows = [(*one, *other) for one, other in pairs]
    if left_outer:
        rows += [(*row, *none) for row in left if not any(one is row for one, _ in pairs)]
    if right_outer:
        rows += [(*none, *row) for row in right if not any(other is row for _, other in pairs)]
    return Counter(rows)


def _partners(node: Join, one: Row, other: Row) -> bool:
    same = one[K] == other[K] and (one[K] is not None or node.on.null_safe[0])
    return same and (node.on.condition is None or one[V] != other[V])


def batch_of(changes: Sequence[Change]) -> Batch:
    """Return changes as a batch of a side."""
    columns = zip(*(row for _, row in changes), strict=True)
    arrays = [pa.array(list(c), f.type.arrow) for c, f in zip(columns, SIDE.fields, strict=True)]
    data = pa.RecordBatch.from_arrays(arrays, schema=SIDE.arrow)
    kinds = np.array([kind for kind, _ in changes], np.int8)
    return Batch(data, 0, kinds if kinds.any() else None)


def operator_of(node: Join) -> JoinOperator:
    """Return the operator that runs a join."""
    return JoinOperator(node, Limits(), 2)


def run(operator: JoinOperator, side: int, changes: Sequence[Change]) -> Sequence[Batch]:
    """Give a side's changes to the operator."""
    return operator.on_batch(batch_of(changes), Port(side, side), 0).batches if changes else ()
