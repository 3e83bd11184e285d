"""Runs a script as a job does, without its files: text to plan, records to rows, step by step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from penstock.config.toml import read_folder_settings
from penstock.core.batch import Records, RowKind
from penstock.engine import Graph, Limits
from penstock.engine.limits import limits_of
from penstock.engine.operator import Arrival, StepResult
from penstock.formats import open_decoder
from penstock.pipeline.python_functions import folder_loader
from penstock.pipeline.wiring import scans
from penstock.sql import compile_script
from penstock.sql.plan import Plan

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Given:
    """Records of one split, with the values of the table's metadata columns by key."""

    table: str
    records: Sequence[bytes] = ()
    split: str = "0"
    finished: bool = False
    metadata: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class Job:
    """A script that is running; what comes out is kept by insert, what is refused by table."""

    def __init__(self, script: str, limits: Limits | None = None) -> None:
        self._script = script
        self.plan = _compiled(script)
        settings = read_folder_settings("", "", self.plan.settings, {})
        self._limits = limits or replace(limits_of(settings), clock_guard_us=None)
        self.graph = Graph(self.plan, self._limits)
        self.scans = {scan.table.name: scan for scan in scans(self.plan)}
        self._decoders = {
            name: open_decoder(scan.table.schema, scan.wanted, scan.table.options)
            for name, scan in self.scans.items()
        }
        self.outputs: dict[str, list[Row]] = {insert.name: [] for insert in self.plan.inserts}
        self.kinds: dict[str, list[RowKind]] = {name: [] for name in self.outputs}
        self.rejected: list[tuple[str, str, Row]] = []

    def step(self, given: Sequence[Given], now_us: int = 0) -> None:
        """Decode what is given for tables that are read, and take one step."""
        arrivals = [self._arrival(each, now_us) for each in given if each.table in self.scans]
        self.take(self.graph.step(arrivals, now_us))

    def take(self, result: StepResult) -> None:
        """Keep what a step gave."""
        for name, batches in result.outputs.items():
            for batch in batches:
                self.outputs[name] += rows_of(batch.data)
                kinds = [0] * len(batch) if batch.kinds is None else batch.kinds.tolist()
                self.kinds[name] += map(RowKind, kinds)
        for table, parts in result.rejected.items():
            for part in parts:
                self.rejected += [(table, part.reason, row) for row in rows_of(part.rows)]

    def folded(self, name: str) -> Counter[Row]:
        """Return what an insert's changes add up to, each row with how often it is there."""
        found: Counter[Row] = Counter()
        for row, kind in zip(self.outputs[name], self.kinds[name], strict=True):
            found[row] += -1 if kind in {RowKind.UPDATE_BEFORE, RowKind.DELETE} else 1
            assert found[row] >= 0, (row, "is taken back and was not there")
        return +found

    def restart(self) -> None:
        """Go on in a new graph that has the old one's state."""
        state = self.graph.snapshot()
        self.graph = Graph(_compiled(self._script), self._limits)
        assert self.graph.restore(state) == []

    def _arrival(self, given: Given, now_us: int) -> Arrival:
        decoded = self._decoders[given.table].decode(Records.of(list(given.records)), now_us)
        for row, reason in zip(decoded.invalid.rows, decoded.invalid.reasons, strict=True):
            self.rejected.append((given.table, reason, (given.records[row],)))
        columns = decoded.batch
        for column in self.scans[given.table].metadata:
            values = pa.array(given.metadata.get(column.key, []), column.field.type.arrow)
            values = values if decoded.kept is None else values.take(pa.array(decoded.kept))
            columns = columns.append_column(column.field.name, values)
        return Arrival(given.table, given.split, columns, now_us, given.finished)


def _compiled(script: str) -> Plan:
    """Return a script's plan; the Python functions that it declares are in functions.py."""
    return compile_script(script, "script.sql", load=folder_loader(Path(__file__).parent))


def rows_of(data: pa.RecordBatch) -> list[Row]:
    """Return the rows of a batch as tuples, times in UTC without a zone."""
    columns = [data.column(index).to_pylist() for index in range(data.num_columns)]
    return list(zip(*columns, strict=True))
