"""Drops what nobody reads: columns and fields, from the sinks down to what the decoder gives.

Relations that several queries share stay shared: what they need is united first, and each is
rebuilt once. So a table is read by one scan, and a view's forest grows once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penstock.sql.paths import Path
from penstock.sql.plan import Relation, Scan
from penstock.sql.plan_walk import inputs_of, parents_first
from penstock.sql.prune_needs import needs_of_inputs
from penstock.sql.prune_nodes import rebuilt
from penstock.sql.prune_scan import pruned_scan
from penstock.sql.pruned import Pruned


def pruned(relations: Sequence[Relation], settings: Mapping[str, str]) -> list[Relation]:
    """Return relations with the same columns, over inputs that give no others.

    Equal inputs must be one object.
    """
    order = parents_first(relations)
    needs: dict[int, set[Path]] = {id(node): set() for node in order}
    for root in relations:
        needs[id(root)] |= {(index,) for index in range(len(root.schema))}
    for node in order:
        for child, paths in needs_of_inputs(node, needs[id(node)]):
            needs[id(child)] |= paths
    done: dict[int, Pruned] = {}
    for node in reversed(order):
        if isinstance(node, Scan):
            done[id(node)] = pruned_scan(node, needs[id(node)], settings)
        else:
            below = [done[id(each)] for each in inputs_of(node)]
            done[id(node)] = rebuilt(node, below, needs[id(node)])
    return [done[id(root)].relation for root in relations]
