"""Accounts for every row of every source table, along every way that it takes to an insert."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import TypeAlias

from penstock.engine.operator import Counts
from penstock.engine.topology import Lane, Topology

Ledger: TypeAlias = Mapping[str, Mapping[str, Counts]]
"""Per insert and source table: what became of the table's rows. A table that an insert reads by
two ways counts twice."""


def ledger_of(topology: Topology) -> Ledger:
    """Return each insert's ledger, added up from what every operator counted by itself.

    A row's way ends where results are made of it: behind an aggregation there are no rows of the
    table any more.
    """
    ledger: dict[str, dict[str, Counts]] = {}
    for number, vertex in enumerate(topology.vertices):
        for insert in vertex.inserts:
            tables = ledger.setdefault(insert, {})
            for end in _ends(topology, number):
                _add(tables.setdefault(end.table, Counts()), _way(topology, end))
    return ledger


def settle(topology: Topology) -> None:
    """Count as out what an earlier plan took of each way's rows, so that the ways balance again."""
    for number, vertex in enumerate(topology.vertices):
        for end in _ends(topology, number) if vertex.inserts else ():
            way = _way(topology, end)
            left = way.rows_out + way.rows_filtered + way.rows_late
            missing = way.rows_in - left - way.rows_invalid - way.rows_in_flight
            topology.running(end.vertex).counts[end.lane].rows_out += missing


def _ends(topology: Topology, number: int) -> Iterator[Lane]:
    """Yield the last vertex of each way and the lane by which the way reaches it."""
    vertex = topology.vertices[number]
    if number in topology.origins:
        yield Lane(number, 0, vertex.table, derived=False)
    for position, lane in enumerate(vertex.lanes):
        if lane.derived:
            yield from _ends(topology, _maker(topology, lane))
        else:
            yield Lane(number, position, lane.table, derived=False)


def _maker(topology: Topology, lane: Lane) -> int:
    """Return the vertex that made a lane's results."""
    while not topology.vertices[lane.vertex].deriving:
        lane = topology.vertices[lane.vertex].lanes[lane.lane]
    return lane.vertex


def _way(topology: Topology, end: Lane) -> Counts:
    """Return the counts along a way, from where it ends back to its origin."""
    total = Counts(rows_out=topology.running(end.vertex).counts[end.lane].rows_out)
    at = end
    while True:
        counts = topology.running(at.vertex).counts[at.lane]
        total.rows_filtered += counts.rows_filtered
        total.rows_late += counts.rows_late
        total.rows_invalid += counts.rows_invalid
        total.rows_in_flight += counts.rows_in_flight
        if at.vertex in topology.origins:
            total.rows_in = counts.rows_in
            return total
        at = topology.vertices[at.vertex].lanes[at.lane]


def _add(into: Counts, counts: Counts) -> None:
    for part in fields(Counts):
        setattr(into, part.name, getattr(into, part.name) + getattr(counts, part.name))
