"""The state of a graph: how it is saved and taken back, and how much memory it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import NamedTuple

from penstock.engine.ledger import settle
from penstock.engine.topology import Topology
from penstock.sql.plan import Relation
from penstock.state.snapshot import pack, unpack

_COUNTS, _PROGRESS = "counts", "progress"


class Holder(NamedTuple):
    """An operator with state: the table whose rows it is about, what it does, its memory."""

    table: str
    relation: Relation
    size_bytes: int


def state_holders(topology: Topology) -> Sequence[Holder]:
    """Return how much memory each operator's state takes, roughly."""
    return [
        Holder(vertex.table, vertex.node, topology.running(number).state_bytes())
        for number, vertex in enumerate(topology.vertices)
    ]


def saved(topology: Topology) -> Mapping[str, bytes]:
    """Return the state of every operator and how far it is, as `operator/part`."""
    state = {}
    for number, vertex in enumerate(topology.vertices):
        running = topology.running(number)
        for part, data in running.snapshot().items():
            state[f"{vertex.name}/{part}"] = data
        counts = [asdict(line) for line in running.counts]
        state[f"{vertex.name}/{_COUNTS}"] = pack(_columns(counts))
        state[f"{vertex.name}/{_PROGRESS}"] = pack({"watermark_us": [vertex.watermark_us]})
    return state


def restored(topology: Topology, state: Mapping[str, bytes]) -> Sequence[str]:
    """Take back what `saved` returned; return the names of operators that are no longer there."""
    parts: dict[str, dict[str, bytes]] = {}
    for name, data in state.items():
        operator, _, part = name.partition("/")
        parts.setdefault(operator, {})[part] = data
    names = {vertex.name for vertex in topology.vertices}
    for number, vertex in enumerate(topology.vertices):
        if vertex.name in parts:
            _restore_vertex(topology, number, parts[vertex.name])
    if names != parts.keys():
        settle(topology)
    return sorted(parts.keys() - names)


def _restore_vertex(topology: Topology, number: int, parts: dict[str, bytes]) -> None:
    vertex, running = topology.vertices[number], topology.running(number)
    vertex.watermark_us = unpack(parts.pop(_PROGRESS)).column(0)[0].as_py()
    lines = unpack(parts.pop(_COUNTS)).to_pylist()
    for line, kept in zip(running.counts, lines, strict=True):
        for name, count in kept.items():
            setattr(line, name, count)
    running.restore(parts)


def _columns(rows: Sequence[Mapping[str, int]]) -> Mapping[str, list[int]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
