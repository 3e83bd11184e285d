"""Which relations of a plan keep more the longer they run, and how much for each key or row.

>>> from penstock.sql.compile import compile_script
>>> plan = compile_script('''
...     CREATE TABLE clicks (who STRING, page BIGINT);
...     CREATE TABLE counts (who STRING, n BIGINT, PRIMARY KEY (who) NOT ENFORCED);
...     INSERT INTO counts SELECT who, COUNT(*) FROM clicks GROUP BY who;
... ''')
>>> print(growing_state(plan)[0])
GroupAggregate by who, count0 = COUNT(*): about 120 bytes per group, 120 MB per million
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from penstock.core.types import BINARIES, STRINGS, Field, Kind
from penstock.sql.explain import describe
from penstock.sql.plan import Plan, Relation, TableFunction
from penstock.sql.plan_groups import GroupAggregate
from penstock.sql.plan_joins import Join
from penstock.sql.plan_rank import FirstByTime, Over, Rank, is_by_time
from penstock.sql.plan_regions import HotspotRegions
from penstock.sql.plan_walk import parents_first

TEXT_BYTES = 24
"""What a text is taken to be long, and a nested value several times."""
NESTED_BYTES = 96
INDEX_BYTES = 56
"""An index's own words per key: hash, NULL bits, its cells at the usual load, counters."""
LINK_BYTES = 72
"""What links a kept row to its key and its neighbours."""
CALL_BYTES = 20
"""An aggregate's accumulators, between a COUNT's and an AVG's."""
LINE_POINT_BYTES = 6
"""What a tree of a forest keeps per point when a point is one number."""
BOX_POINT_BYTES, BOX_NUMBER_BYTES = 42, 12
"""What it keeps per point, and on top for each of its numbers, when there are several."""
WINDOW_NUMBER_BYTES = 16
"""What HOTSPOTS keeps per number of its window, its share of the point's region with it."""
RANKED_ROWS_MAX = 1_000
"""Up to so many rows per partition a Top-N's state counts as one of partitions, not of rows."""


@dataclass(frozen=True, slots=True)
class Growth:
    """State that grows with each new `unit`, by roughly so many bytes; a time to live may help."""

    relation: Relation
    unit: str
    bytes_each: int
    forgets: bool = True

    def __str__(self) -> str:
        """Return it as a warning names it."""
        size = round(self.bytes_each, -1)
        each = f"about {size} bytes per {self.unit}, {size} MB per million"
        return f"{describe(self.relation)}: {each}"


def growing_state(plan: Plan) -> list[Growth]:
    """Return what grows for ever without a time to live, the relations nearest to a sink first."""
    found: list[Growth] = []
    for relation in parents_first([insert.input for insert in plan.inserts]):
        estimate = _ESTIMATES.get(type(relation))
        found += [] if estimate is None else estimate(relation)
    return found


def _group_aggregate(node: GroupAggregate) -> list[Growth]:
    if node.state_ttl_us:
        return []
    size = _key_bytes(node.input, node.keys) + CALL_BYTES * len(node.aggregates)
    grown = [Growth(node, "group", size)] if node.keys else []
    distinct = [call.arguments for call in node.aggregates if call.distinct]
    if distinct:
        size = max(_key_bytes(node.input, (*node.keys, *arguments)) for arguments in distinct)
        grown.append(Growth(node, "distinct value", size))
    return grown


def _join(node: Join) -> list[Growth]:
    sides = zip((node.left, node.right), ("left", "right"), node.state_ttl_us, strict=True)
    return [
        Growth(node, f"{name} row", _row_bytes(side.schema.fields) + LINK_BYTES)
        for side, name, ttl_us in sides
        if not ttl_us
    ]


def _rank(node: Rank) -> list[Growth]:
    row = _row_bytes(node.input.schema.fields) + LINK_BYTES
    if node.last > RANKED_ROWS_MAX:
        return [Growth(node, "row", row)]
    size = _key_bytes(node.input, node.partition) + row * node.last
    return [Growth(node, "partition", size)] if node.partition else []


def _over(node: Over) -> list[Growth]:
    if is_by_time(node.input.traits, node.order):
        return _partitioned(node)
    return [Growth(node, "row", _row_bytes(node.input.schema.fields) + 2 * LINK_BYTES)]


def _partitioned(node: FirstByTime | Over) -> list[Growth]:
    row = _row_bytes(node.input.schema.fields) + LINK_BYTES
    size = _key_bytes(node.input, node.partition) + row
    return [Growth(node, "partition", size)] if node.partition else []


def _table_function(node: TableFunction) -> list[Growth]:
    if node.function == "HOTSPOTS":
        return _hotspots(node)
    options = dict(node.arguments)
    numbers = len(node.columns) * options.get("shingle_size", 1)
    point = LINE_POINT_BYTES if numbers == 1 else BOX_POINT_BYTES + BOX_NUMBER_BYTES * numbers
    forests = 2 if "season" in options else 1
    points = forests * options.get("number_of_trees", 100) * options.get("sub_sample_size", 256)
    return _per_key(node, points * point)


def _hotspots(node: TableFunction | HotspotRegions) -> list[Growth]:
    numbers = dict(node.arguments)["window_size"] * len(node.columns)
    return _per_key(node, numbers * WINDOW_NUMBER_BYTES)


def _per_key(node: TableFunction | HotspotRegions, size: int) -> list[Growth]:
    size += _key_bytes(node.input, node.partition)
    return [Growth(node, "key", size, forgets=False)] if node.partition else []


_ESTIMATES: Mapping[type, Callable[[Any], list[Growth]]] = {
    GroupAggregate: _group_aggregate,
    Join: _join,
    Rank: _rank,
    FirstByTime: _partitioned,
    Over: _over,
    TableFunction: _table_function,
    HotspotRegions: _hotspots,
}


def _key_bytes(below: Relation, columns: Sequence[int]) -> int:
    return INDEX_BYTES + _row_bytes([below.schema.fields[each] for each in columns])


def _row_bytes(fields: Sequence[Field]) -> int:
    return 8 + sum(map(_value_bytes, fields))


def _value_bytes(field: Field) -> int:
    kind = field.type.kind
    if kind in STRINGS or kind in BINARIES:
        return 16 + TEXT_BYTES
    if kind in {Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW}:
        return NESTED_BYTES
    return 16 if kind is Kind.DECIMAL else 8
