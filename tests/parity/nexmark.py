"""The Nexmark queries for comparing: the same file of events for Flink and for Penstock."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from penstock.bench.event_file import event_file
from penstock.bench.flink_side import flink_script
from penstock.bench.suite import QUERIES, Source
from tests.bench.answers import Row, folded, result
from tests.parity.cluster import Answer, Cluster
from tests.parity.comparison import AGREES, first_line, flink_changes

EVENTS, RATE = 5_000, 50
"""A hundred seconds of event time. With 20,000 events q23 takes more than the harness's minute."""
ROWS_MAX = 777
NOT_COMPARED = {
    "q12": "its windows are of the clock, so what they count is each run's own",
}
"""Queries that real Flink is not asked about, and why."""


def compare_queries(cluster: Cluster, folder: Path) -> dict[str, str]:
    """Return a verdict per query; `folder` is for the events and what the queries write."""
    events = event_file(EVENTS, RATE, folder)
    asked = [query for query in QUERIES if query not in NOT_COMPARED]
    answers = cluster.ask(request(query, events, folder) for query in asked)
    return {query: verdict(query, answers[query], events, folder) for query in asked}


def request(query: str, events: Path, folder: Path) -> dict[str, Any]:
    """Return what Flink is asked: all events at once, then what has come out when it has ended."""
    script = flink_script(query, Source.JSON, events, folder)
    steps = [{"table": "datagen", "file": str(events), "end": True}, {"mark": ""}]
    return {"id": query, "script": script, "steps": steps}


def verdict(query: str, answer: Answer, events: Path, folder: Path) -> str:
    """Return what comes of comparing one query."""
    if "error" in answer:
        return f"differs: Flink says {first_line(answer['error']['message'])}"
    insert, batches = result(query, folder, ROWS_MAX, events)
    mine = folded(insert, batches)
    changes = answer["marks"][0].get(insert.table.name, [])
    theirs = flink_table(changes, insert.input.traits.upsert_key or ())
    if mine and mine == theirs:
        return AGREES
    return f"differs: here are {some(mine - theirs)} that Flink lacks, there {some(theirs - mine)}"


def flink_table(changes: list[list[Any]], key: tuple[int, ...]) -> Counter[Row]:
    """Return the rows that are left when all of Flink's changes are made.

    Where Flink updates without the old row, the query's key tells which one it was.
    """
    read = flink_changes(changes)
    kinds = {kind for kind, _ in read}
    if key and "+U" in kinds and "-U" not in kinds:
        table: dict[Row, Row] = {}
        for kind, row in read:
            name = tuple(row[column] for column in key)
            table.pop(name, None)
            if kind != "-D":
                table[name] = row
        return Counter(table.values())
    rows: Counter[Row] = Counter()
    for kind, row in read:
        rows[row] += -1 if kind in {"-U", "-D"} else 1
    return +rows


def some(rows: Counter[Row]) -> str:
    """Return how many rows there are, and one of them."""
    return f"{rows.total()} rows" + (f" such as {min(rows, key=repr)}" if rows else "")
