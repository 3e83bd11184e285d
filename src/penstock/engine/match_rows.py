"""What MATCH_RECOGNIZE keeps of a row when it comes, and the rows that wait for their time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Batch, Column, Int64s
from penstock.engine.expressions import compile_columns, surviving
from penstock.engine.match_pool import Rows
from penstock.engine.matcher import Matcher
from penstock.engine.operator import Rejected
from penstock.engine.rows import taken
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import SortKey
from penstock.sql.planner import references
from penstock.state.image import freeze, thaw


class Waiting(NamedTuple):
    """Rows that have come: their ids, keys, times, numbers as they came, conditions and lanes."""

    ids: Int64s
    keys: Int64s
    times: Int64s
    sequences: Int64s
    bits: Int64s
    lanes: Int64s

    @staticmethod
    def none() -> Waiting:
        """Return no rows."""
        return Waiting(*np.zeros((len(Waiting._fields), 0), np.int64))

    def chosen(self, rows: Int64s) -> Waiting:
        """Return some of the rows."""
        return Waiting(*(column[rows] for column in self))

    def and_then(self, others: Waiting) -> Waiting:
        """Return these rows and others behind them."""
        if not len(self.ids):
            return others
        return Waiting(*(np.concatenate(pair) for pair in zip(self, others, strict=True)))

    def rows(self) -> Rows:
        """Return the rows as the matcher looks at them, in this order."""
        ranks = np.arange(len(self.ids))
        return Rows(self.ids, self.keys, self.times, self.sequences, ranks, self.bits)

    def snapshot(self, keys: Int64s) -> bytes:
        """Return the rows as bytes, with other numbers for the slots of keys."""
        return freeze(self._replace(keys=keys[self.keys])._asdict())

    @staticmethod
    def restored(image: bytes) -> Waiting:
        """Return the rows that `snapshot` gave."""
        return Waiting(**thaw(image))


class MatchIntake:
    """Keeps of rows what a pattern needs: values, columns to order by, conditions on the row."""

    def __init__(self, node: Match, matcher: Matcher) -> None:
        self._node, self._matcher = node, matcher
        columns = references(node.input)
        kept = [*node.values, *(columns[key.column] for key in node.order)]
        asked = [(n, each) for n, each in enumerate(node.row_conditions) if each is not None]
        self._kept = len(kept)
        self._variables = [number for number, _ in asked]
        self._always = sum(
            1 << number
            for number in range(len(node.pattern))
            if node.row_conditions[number] is None and node.conditions[number] is None
        )
        self._compute = compile_columns([*kept, *(each for _, each in asked)])
        self.sequence = 0

    def take(
        self, batch: Batch, times: Int64s, lane: int, now_us: int
    ) -> tuple[Waiting, list[Rejected]]:
        """Keep rows of these times; return them, and the rows that cannot be computed."""
        columns, rejected = list[Column](), list[Rejected]()
        if self._kept or self._variables:
            survivors = surviving(self._compute, batch.data, now_us)
            columns = survivors.columns
            rejected = [
                Rejected(batch.data.take(pa.array(each.rows, pa.int64())), each.reason, late=False)
                for each in survivors.failures
            ]
            if survivors.rows is not None:
                batch, times = taken(batch, survivors.rows), times[survivors.rows]
        ids = self._matcher.store.add(columns[: self._kept], len(batch))
        keys = self._matcher.keys_of(batch.data)
        sequences = np.arange(self.sequence, self.sequence + len(batch))
        self.sequence += len(batch)
        bits = self._bits(columns[self._kept :], len(batch))
        return Waiting(ids, keys, times, sequences, bits, np.full(len(batch), lane)), rejected

    def _bits(self, conditions: Sequence[Column], rows: int) -> Int64s:
        bits = np.full(rows, self._always)
        for variable, column in zip(self._variables, conditions, strict=True):
            holds = column.fill_null(False).to_numpy(zero_copy_only=False)
            bits |= holds.astype(np.int64) << variable
        return bits

    def in_order(self, rows: Waiting) -> Waiting:
        """Return rows by their time, then by ORDER BY, then as they came."""
        places: list[Int64s] = []
        if self._node.order:
            columns = self._matcher.store.take(rows.ids)[-len(self._node.order) :]
            places = [
                _places(column, key) for column, key in zip(columns, self._node.order, strict=True)
            ]
        return rows.chosen(np.lexsort((rows.sequences, *places[::-1], rows.times)))


def _places(column: Column, key: SortKey) -> Int64s:
    """Return where each value stands among all in the order of a key; equal ones stand alike."""
    order = "descending" if key.descending else "ascending"
    nulls = "at_start" if key.nulls_first else "at_end"
    keys: Any = [("", order, nulls)]
    found = pc.rank(column, sort_keys=keys, tiebreaker="dense")
    return np.asarray(found.to_numpy(), np.int64)
