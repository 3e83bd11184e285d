"""The plan as a list of vertices, inputs first, each distinct node once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from penstock.core.errors import InternalError
from penstock.core.time import MIN_WATERMARK_US
from penstock.engine.compile import DERIVING, ORIGINS, build_operator, build_origin
from penstock.engine.identity import identity
from penstock.engine.limits import Limits
from penstock.engine.operator import Operator, Origin
from penstock.sql.fingerprint import fingerprint
from penstock.sql.plan import Plan, Relation, Scan, Union
from penstock.sql.plan_joins import IntervalJoin, LookupJoin
from penstock.sql.plan_rank import Over, is_by_time
from penstock.sql.plan_walk import inputs_of


@dataclass(frozen=True, slots=True)
class Lane:
    """One way by which rows reach a vertex: from lane `lane` of vertex `vertex`.

    `derived` rows are no longer a table's own rows but results; `table` is then the first table
    that they are made from. VALUES count as a table of that name.
    """

    vertex: int
    lane: int
    table: str
    derived: bool


@dataclass(slots=True)
class Vertex:
    """The place of an operator; vertices are known by their number.

    `lane_first` holds the first lane of each input port, `consumers` the vertices that read it
    with the port at which they do, `origins` the vertices without input below it, on whose
    watermarks its own depends, by `delay_us` later where rows below wait for others. Its time
    stands still until all that is `awaited` has ended, because rows of before are held back.
    """

    name: str
    node: Relation
    inputs: tuple[int, ...]
    lanes: tuple[Lane, ...]
    lane_first: tuple[int, ...]
    origins: tuple[int, ...]
    awaited: tuple[int, ...] = ()
    consumers: list[tuple[int, int]] = field(default_factory=list)
    inserts: list[str] = field(default_factory=list)
    watermark_us: int = MIN_WATERMARK_US
    delay_us: int = 0

    @property
    def delay_out_us(self) -> int:
        """How far its rows may lag behind the watermark of its origins."""
        own_us = self.node.delay_us if isinstance(self.node, IntervalJoin) else 0
        return self.delay_us + own_us

    @property
    def deriving(self) -> bool:
        """Whether what it emits are results rather than its input's rows."""
        node = self.node
        if isinstance(node, Over):
            return not is_by_time(node.input.traits, node.order)
        return isinstance(node, DERIVING)

    @property
    def table(self) -> str:
        """The table of its rows, the first one when there are several."""
        if isinstance(self.node, Scan):
            return self.node.table.name
        return self.lanes[0].table if self.lanes else "VALUES"


@dataclass(frozen=True, slots=True)
class Topology:
    """All vertices with what runs them, by number: an origin or an operator."""

    vertices: list[Vertex] = field(default_factory=list)
    origins: dict[int, Origin] = field(default_factory=dict)
    operators: dict[int, Operator] = field(default_factory=dict)

    def running(self, number: int) -> Origin | Operator:
        """Return what runs a vertex."""
        return self.origins[number] if number in self.origins else self.operators[number]


class TwoScans(InternalError):
    """The planner gave two different scans of one table; its arrivals can only fit one.

    >>> print(TwoScans("bids"))
    E553 two different scans of table 'bids'
    """

    code = "E553"

    def __init__(self, table: str) -> None:
        super().__init__(f"two different scans of table '{table}'")


def topology_of(plan: Plan, limits: Limits) -> Topology:
    """Return the vertices of all inserts, in the order of the statements."""
    builder = _Builder(limits)
    for insert in plan.inserts:
        number = builder.add(insert.input)
        builder.topology.vertices[number].inserts.append(insert.name)
    vertices = builder.topology.vertices
    tables = [vertex.table for vertex in vertices if isinstance(vertex.node, Scan)]
    for table in tables:
        if tables.count(table) > 1:
            raise TwoScans(table)
    return builder.topology


class _Builder:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.topology = Topology()
        self._by_identity: dict[str, int] = {}
        self._names: Counter[str] = Counter()
        self._by_node: dict[int, int] = {}

    def add(self, node: Relation) -> int:
        """Return the node's vertex, built if no equal node was."""
        if id(node) in self._by_node:
            return self._by_node[id(node)]
        inputs = tuple(self.add(below) for below in inputs_of(node))
        same = identity(node, self._input_name)
        if same not in self._by_identity:
            self._by_identity[same] = self._build(self._name(node), node, inputs)
        self._by_node[id(node)] = self._by_identity[same]
        return self._by_node[id(node)]

    def _name(self, node: Relation) -> str:
        # What a restart finds the state by: it must not change when another statement comes or
        # goes, as the pruned columns do, so it is the fingerprint and not the identity.
        name = f"{type(node).__name__}-{fingerprint(node)}"
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}.{self._names[name]}"

    def _input_name(self, value: object) -> str | None:
        number = self._by_node.get(id(value))
        return None if number is None else self.topology.vertices[number].name

    def _build(self, name: str, node: Relation, inputs: tuple[int, ...]) -> int:
        topology, number = self.topology, len(self.topology.vertices)
        lanes: list[Lane] = []
        firsts = []
        for port, below in enumerate(inputs):
            firsts.append(len(lanes))
            lanes += self._lanes_out(below)
            topology.vertices[below].consumers.append((number, port))
        origins, awaited = self._timed_by(node, inputs)
        if type(node) in ORIGINS:
            origins = (number,)
            topology.origins[number] = build_origin(node, self._limits)
        else:
            topology.operators[number] = build_operator(node, self._limits, len(lanes))
        vertex = Vertex(
            name, node, inputs, tuple(lanes), tuple(firsts), origins, awaited,
            delay_us=max((topology.vertices[below].delay_out_us for below in inputs), default=0),
        )  # fmt: skip
        topology.vertices.append(vertex)
        return number

    def _timed_by(
        self, node: Relation, inputs: tuple[int, ...]
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the origins on which a node's time depends, and those it waits for."""
        vertices = self.topology.vertices
        # What is looked up, or waited for, has no say in what time it is.
        timing, others = (inputs[:1], inputs[1:]) if _has_first(node) else (inputs, ())
        origins = {origin for below in timing for origin in vertices[below].origins}
        awaited = {origin for below in timing for origin in vertices[below].awaited}
        if _waits(node):
            awaited.update(origin for below in others for origin in vertices[below].origins)
        return tuple(sorted(origins)), tuple(sorted(awaited))

    def _lanes_out(self, number: int) -> list[Lane]:
        vertex = self.topology.vertices[number]
        if number in self.topology.origins or vertex.deriving:
            return [Lane(number, 0, vertex.table, vertex.deriving)]
        return [
            Lane(number, position, lane.table, lane.derived)
            for position, lane in enumerate(vertex.lanes)
        ]


def _has_first(node: Relation) -> bool:
    """Say whether only the first input's rows are passed on, as the others know or teach."""
    return isinstance(node, LookupJoin) or _waits(node)


def _waits(node: Relation) -> bool:
    """Say whether rows of the first input are held back until the others have ended."""
    return node.waits if isinstance(node, LookupJoin) else isinstance(node, Union) and node.in_turn
