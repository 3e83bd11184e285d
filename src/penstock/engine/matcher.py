"""Looks for a pattern in rows that come in their order: conditions, matches, measures.

Conditions on the row alone are computed for all rows of a batch at once. Those that depend on the
match so far are programs that a compiled machine runs as it comes to a row. A condition that the
machine does not know sends the pattern by waves: the first row of each key, then the second of
each, so that the rows of one wave have nothing to do with each other and Arrow can compute it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, Int64s
from penstock.engine import match_ask, match_kernels, match_look, match_memos
from penstock.engine.expressions import CompiledFilter, compile_columns, compile_filter, surviving
from penstock.engine.match_code import Conditions
from penstock.engine.match_frames import MatchFrames
from penstock.engine.match_pool import Asked, Header, Key, Node, Pool, Rows
from penstock.engine.match_programs import Program, program_of
from penstock.engine.match_waves import holding, record, waves
from penstock.engine.operator import Emission, Rejected, State
from penstock.engine.partial_matches import PartialMatches
from penstock.engine.pattern_states import automaton_of
from penstock.sql.plan_match import Match
from penstock.state.key_codec import KeyCodec
from penstock.state.row_store import RowStore

_LATEST = 2**62
_NO_ANSWERS = np.zeros(0, np.int64)


class Matcher:
    """The matches of one MATCH_RECOGNIZE with the rows that they are made of."""

    def __init__(self, node: Match) -> None:
        self._node = node
        conditions = enumerate(node.conditions)
        self._conditions: dict[int, CompiledFilter] = {
            number: compile_filter(each) for number, each in conditions if each is not None
        }
        self._automaton = automaton_of(node, sum(1 << number for number in self._conditions))
        self._measures = compile_columns(node.measures)
        self._frames = MatchFrames(node)
        fields = node.input.schema.fields
        kept = [value.type.arrow for value in node.values]
        self.store = RowStore([*kept, *(fields[key.column].type.arrow for key in node.order)])
        program = program_of(node, self.store)
        self._in_waves = program is None and bool(self._conditions)
        self._program = program or Program.none()
        codec = KeyCodec([fields[key].type.arrow for key in node.partition])
        self.matches = PartialMatches(codec, self._program.memo_words)

    def keys_of(self, data: pa.RecordBatch) -> Int64s:
        """Return the slot of each row's key."""
        columns = [data.column(key) for key in self._node.partition]
        return self.matches.keys_of(columns, data.num_rows)

    def look(self, rows: Rows, until_us: int, now_us: int) -> Emission:
        """Look at rows, which are in their order, and drop what took too long until a time.

        Return the matches that are complete.
        """
        pool = self.matches.pool(self.store.ids_end)
        for wave in waves(rows) if self._in_waves and len(rows.ids) else (rows,):
            pool = self._look(pool, wave, now_us)
        expired = self._expired(pool, until_us)
        emission = self._emission(pool, now_us)
        self.matches.forget_idle(np.concatenate([rows.keys, expired]))
        return emission

    def expire(self, until_us: int, now_us: int) -> Emission:
        """Drop the partial matches that took too long; return the matches that they held back."""
        if not self._has_expired(until_us):
            return Emission()
        pool = self.matches.pool(self.store.ids_end)
        expired = self._expired(pool, until_us)
        emission = self._emission(pool, now_us)
        self.matches.forget_idle(expired)
        return emission

    def _has_expired(self, until_us: int) -> bool:
        within_us = self._automaton.within_us
        earliest = int(self.matches.header[Header.EARLIEST])
        return bool(within_us) and min(until_us, _LATEST) - earliest >= within_us

    def _expired(self, pool: Pool, until_us: int) -> Int64s:
        """Drop what took too long; return the keys that had such."""
        keys = np.empty(self.matches.keys_end, np.int64)
        if not self._has_expired(until_us):
            return keys[:0]
        until_us = min(until_us, _LATEST)
        return keys[
            : match_kernels.expire(pool, self._automaton, self.matches.keys_end, until_us, keys)
        ]

    def _look(self, pool: Pool, rows: Rows, now_us: int) -> Pool:
        answers = self._answers(pool, rows, now_us)
        row, used = 0, 0
        while True:
            done = (row, used)
            conditions = self._known(answers)
            row, used = match_look.look(pool, self._automaton, rows, conditions, done)
            if row == len(rows.ids):
                return pool
            pool = self.matches.grown(pool, int(rows.keys[row]), self._automaton.branches)

    def _known(self, answers: Int64s) -> Conditions:
        return self._program.lent(self.store, self.matches.nodes.arrays, answers)

    def _answers(self, pool: Pool, rows: Rows, now_us: int) -> Int64s:
        """Return which of the conditions hold that depend on the match."""
        if not self._in_waves:
            return _NO_ANSWERS
        most = int((pool.keys[rows.keys, Key.COUNT] + 1).sum()) * len(self._conditions)
        asked = Asked(*np.empty((3, most), np.int64))
        count = match_ask.ask(pool, self._automaton, rows, asked)
        answers = np.zeros(count, np.int64)
        for variable, condition in self._conditions.items():
            chosen = np.flatnonzero(asked.variables[:count] == variable)
            if len(chosen):
                matches = asked.nodes[chosen], rows.ids[asked.rows[chosen]], variable
                expression = self._node.conditions[variable]
                expressions = [] if expression is None else [expression]
                frame = self._frames.frame(self.store, pool.nodes, matches, expressions)
                answers[chosen] = holding(condition, frame, now_us)
        return answers

    def _emission(self, pool: Pool, now_us: int) -> Emission:
        lasts, keys = self.matches.found(pool)
        batches, rejected = [], list[Rejected]()
        if len(lasts):
            matches = lasts, np.full(len(lasts), -1), None
            frame = self._frames.frame(self.store, pool.nodes, matches, self._node.measures)
            survivors = surviving(self._measures, frame, now_us)
            columns = self.matches.key_columns(keys)
            rejected = [
                Rejected(record(columns, failure.rows), failure.reason, late=False)
                for failure in survivors.failures
            ]
            if survivors.rows is not None:
                columns = [column.take(pa.array(survivors.rows, pa.int64())) for column in columns]
            data = [*columns, *survivors.columns]
            schema = self._node.schema.arrow
            batches = [Batch(pa.RecordBatch.from_arrays(data, schema=schema), now_us)]
        dropped = self.matches.settle(pool)
        if len(dropped):
            self.store.remove(dropped)
        return Emission(batches, rejected)

    def snapshot(self) -> tuple[State, Int64s]:
        """Return matches and rows, and the numbers that the slots of keys have there."""
        state, numbers = self.matches.snapshot()
        return {**state, "rows": self.store.snapshot()}, numbers

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""
        self.matches.restore(state)
        self.store.restore(state["rows"])
        nodes, _ = self.matches.nodes.arrays
        used = np.flatnonzero(nodes[:, Node.USES])
        by_age = used[np.argsort(nodes[used, Node.ORDER], kind="stable")]
        match_memos.remember_again(self._known(_NO_ANSWERS), by_age)

    @property
    def size_bytes(self) -> int:
        """The memory that matches and rows hold."""
        return self.matches.size_bytes + self.store.size_bytes
