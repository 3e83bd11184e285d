"""Wire a plan: open its sources with their decoders, its sinks with their encoders, its graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from penstock.core.batch import Records
from penstock.core.errors import UserError, did_you_mean
from penstock.core.protocols import Sink, Surroundings
from penstock.core.table import Table
from penstock.core.types import Schema
from penstock.engine.graph import Graph
from penstock.engine.limits import limits_of
from penstock.formats import open_decoder, open_encoder
from penstock.pipeline.cold_store import ColdFile
from penstock.pipeline.kept_memory import keep_freed_memory
from penstock.pipeline.local import refuse_remote
from penstock.pipeline.read_ahead import ReadAhead, Reader
from penstock.pipeline.reader import TableReader
from penstock.pipeline.state_budget import StateBudget
from penstock.sinks import SINKS
from penstock.sinks.alert import Alert
from penstock.sinks.request import SinkRequest
from penstock.sources import SOURCES
from penstock.sql.plan import Insert, Plan, Scan
from penstock.sql.plan_walk import parents_first

COLD_FILE = "cold.sqlite"


class UnknownConnector(UserError):
    """A table names a connector that there is not, or one that cannot do what is asked.

    >>> print(UnknownConnector("unknown connector 'kafak'", hint="did you mean 'kafka'?"))
    E300 unknown connector 'kafak'
    hint: did you mean 'kafka'?
    """

    code = "E300"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose sinks they are: the job's identity, and who hears of alerts."""

    identity: str
    on_alert: Callable[[Alert], object]


@dataclass(frozen=True, slots=True)
class Wiring:
    """A plan with everything that it needs opened; close what you opened."""

    plan: Plan
    graph: Graph
    budget: StateBudget
    readers: Mapping[str, Reader]
    sinks: Mapping[str, Sink]
    surroundings: Surroundings
    cold: ColdFile
    decoding: ThreadPoolExecutor | None = None
    """What decodes beside the operators, when there is more than one core for a run."""

    @property
    def threaded(self) -> bool:
        """Whether steps may be begun in a thread of their own."""
        return self.decoding is not None

    def snapshot(self) -> Mapping[str, bytes]:
        """Return the operators' state, after making durable what it only names."""
        state = self.graph.snapshot()
        self.cold.commit()
        return state

    def close(self) -> None:
        """Close sources and sinks, all of them even when one cannot be closed."""
        with ExitStack() as closing:
            closing.callback(self.cold.close)
            _close_later(closing, self.readers, self.sinks, self.decoding)


def wire(
    plan: Plan,
    settings: Mapping[str, Any],
    surroundings: Surroundings,
    owner: Owner,
) -> Wiring:
    """Return the plan wired to the world; user errors name the place in the script."""
    check_connectors(plan)
    cores, rows_max = settings["run.cores"], settings["run.batch-rows-max"]
    # A thread's own time: what it waits for other threads says nothing of its work.
    cold = ColdFile(surroundings.state_folder / COLD_FILE)
    graph = Graph(plan, limits_of(settings, cold), time.thread_time_ns if cores > 1 else None)
    budget = StateBudget(graph, settings["state.memory-max"])
    decoding = None
    if cores > 1:
        keep_freed_memory()
        decoding = ThreadPoolExecutor(cores, thread_name_prefix="decode")
    readers: dict[str, Reader] = {}
    sinks: dict[str, Sink] = {}
    try:
        for scan in scans(plan):
            readers[scan.table.name] = _open_reader(scan, surroundings, rows_max, decoding)
        for insert in plan.inserts:
            sinks[insert.name] = _open_sink(insert, surroundings, owner)
    except BaseException:
        with ExitStack() as closing:
            closing.callback(cold.close)
            _close_later(closing, readers, sinks, decoding)
            raise
    return Wiring(plan, graph, budget, readers, sinks, surroundings, cold, decoding)


def _close_later(
    closing: ExitStack,
    readers: Mapping[str, Reader],
    sinks: Mapping[str, Sink],
    decoding: ThreadPoolExecutor | None,
) -> None:
    if decoding is not None:
        closing.callback(decoding.shutdown)
    for reader in readers.values():
        closing.callback(reader.close)
    for sink in sinks.values():
        closing.callback(sink.close)


def check_connectors(plan: Plan) -> None:
    """Raise for the first table whose connector is unknown or used the wrong way round."""
    for scan in scans(plan):
        _find(scan.table, SOURCES, "read", SINKS)
    for insert in plan.inserts:
        _find(insert.table, SINKS, "written", SOURCES)


def scans(plan: Plan) -> list[Scan]:
    """Return the distinct scans below the plan's inserts, in a stable order."""
    # The planner has made all scans of one table equal, so the name tells them apart.
    nodes = reversed(parents_first([insert.input for insert in plan.inserts]))
    return list({node.table.name: node for node in nodes if isinstance(node, Scan)}.values())


def _find(table: Table, known: Mapping[str, Any], verb: str, other: Mapping[str, Any]) -> Any:
    if table.connector in known:
        return known[table.connector]
    refuse_remote(table)
    option = table.options.get("connector")
    where = option.where if option else table.where
    if table.connector in other:
        raise UnknownConnector(f"connector '{table.connector}' cannot be {verb}", where=where)
    hint = did_you_mean(table.connector, {*known, *other})
    raise UnknownConnector(f"unknown connector '{table.connector}'", where=where, hint=hint)


def _open_reader(
    scan: Scan, surroundings: Surroundings, rows_max: int, decoding: ThreadPoolExecutor | None
) -> Reader:
    connector = SOURCES[scan.table.connector]
    # A source that makes its rows need not make what nobody reads.
    table = replace(scan.table, schema=scan.wanted) if connector.prunes else scan.table
    source = connector.open(table, surroundings)
    decoder = None
    if connector.decoded:
        decoder = open_decoder(scan.table.schema, scan.wanted, scan.table.options, scan.table.where)
    reader = TableReader(scan, source, decoder, rows_max, connector.origin(scan.table))
    return ReadAhead(reader, decoding) if decoding and source.replayable else reader


def _open_sink(insert: Insert, surroundings: Surroundings, owner: Owner) -> Sink:
    table = insert.table
    producer = f"{insert.name}/{owner.identity}"
    request = SinkRequest(
        table, producer, table.schema, surroundings, encoding(table), on_alert=owner.on_alert
    )
    return SINKS[table.connector].open(request)


def encoding(table: Table) -> Callable[[Schema], Callable[[pa.RecordBatch], Records]]:
    """Return how rows of some of a table's columns become records in the table's format."""
    return lambda schema: open_encoder(schema, table.options, table.where).encode
