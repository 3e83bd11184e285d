"""Reads what a join emits, as a sink does, and fails where changes make no sense."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from penstock.core.batch import Batch, RowKind
from penstock.sql.plan import ChangelogMode
from penstock.sql.plan_joins import Join
from tests.engine.join_model import Change, Row


@dataclass
class Reader:
    """Reads a changelog as a sink does: rows by key, or all of them where there is no key."""

    node: Join
    rows: Counter[Row] = field(default_factory=Counter)
    by_key: dict[Row, Row] = field(default_factory=dict)

    def read(self, batches: Sequence[Batch]) -> None:
        """Apply changes; one that makes no sense fails."""
        for batch in batches:
            changes = list(changes_of(batch))
            for place, (kind, row) in enumerate(changes):
                self._check(changes, place)
                self._apply(kind, row)

    def _check(self, changes: Sequence[Change], place: int) -> None:
        kind, row = changes[place]
        mode = self.node.traits.changelog
        if mode is ChangelogMode.APPEND:
            assert kind is RowKind.INSERT
        if kind is RowKind.UPDATE_BEFORE:
            assert mode is ChangelogMode.RETRACT
            assert changes[place + 1][0] is RowKind.UPDATE_AFTER
            assert self._key(changes[place + 1][1]) == self._key(row)
        if kind is RowKind.UPDATE_AFTER and mode is ChangelogMode.RETRACT:
            assert changes[place - 1][0] is RowKind.UPDATE_BEFORE

    def _key(self, row: Row) -> Row:
        return tuple(row[column] for column in self.node.traits.upsert_key or ())

    def _apply(self, kind: RowKind, row: Row) -> None:
        goes = kind in {RowKind.UPDATE_BEFORE, RowKind.DELETE}
        if self.node.traits.changelog is ChangelogMode.UPSERT:
            if goes:
                assert self.by_key.pop(self._key(row)) == row
            else:
                self.by_key[self._key(row)] = row
            self.rows = Counter(self.by_key.values())
        else:
            self.rows[row] += -1 if goes else 1
            assert self.rows[row] >= 0
            self.rows = +self.rows


def changes_of(batch: Batch) -> Iterator[Change]:
    """Yield a batch's rows with their kinds."""
    kinds = batch.kinds if batch.kinds is not None else np.zeros(len(batch), np.int8)
    rows = zip(*(column.to_pylist() for column in batch.data.columns), strict=True)
    for kind, row in zip(kinds.tolist(), rows, strict=True):
        yield RowKind(kind), row
