"""Drops what nobody reads: columns and fields, from the sinks down to what the decoder gives.

Relations that several queries share stay shared: what they need is united first, and each is
rebuilt once. So a table is read by one scan, and a view's forest grows once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from penstock.sql.paths import Path
from penstock.sql.plan import Relation, Scan, Union
from penstock.sql.prune_nodes import Pruned, needs_of_inputs, rebuilt
from penstock.sql.prune_scan import pruned_scan


def pruned(relations: Sequence[Relation], settings: Mapping[str, str]) -> tuple[Relation, ...]:
    """Return the relations with the same columns, over inputs that give no others."""
    interned = _Interning()
    roots = [interned.of(relation) for relation in relations]
    order = _parents_first(roots)
    needs: dict[int, set[Path]] = {id(node): set() for node in order}
    for root in roots:
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
    return tuple(done[id(root)].relation for root in roots)


def inputs_of(relation: Relation) -> tuple[Relation, ...]:
    """Return the relations just below one."""
    if isinstance(relation, Union):
        return relation.inputs
    below = getattr(relation, "input", None)
    return () if below is None else (below,)


class _Interning:
    """Makes one object of equal relations, so that identity says what is shared."""

    def __init__(self) -> None:
        self._known: list[Relation] = []
        self._done: dict[int, tuple[Relation, Relation]] = {}

    def of(self, relation: Relation) -> Relation:
        """Return the one object that stands for a relation."""
        if id(relation) not in self._done:
            # The relation itself is kept too, so that its id is not given to another.
            self._done[id(relation)] = (relation, self._found(self._with_inputs(relation)))
        return self._done[id(relation)][1]

    def _with_inputs(self, relation: Relation) -> Relation:
        if isinstance(relation, Union):
            return replace(relation, inputs=tuple(map(self.of, relation.inputs)))
        below = inputs_of(relation)
        changed: dict[str, Any] = {"input": self.of(below[0])} if below else {}
        return replace(relation, **changed)

    def _found(self, relation: Relation) -> Relation:
        for known in self._known:
            if type(known) is type(relation) and known == relation:
                return known
        self._known.append(relation)
        return relation


def _parents_first(roots: Sequence[Relation]) -> list[Relation]:
    """Return all relations, each before those below it."""
    seen: set[int] = set()
    children_first: list[Relation] = []

    def visit(relation: Relation) -> None:
        if id(relation) in seen:
            return
        seen.add(id(relation))
        for below in inputs_of(relation):
            visit(below)
        children_first.append(relation)

    for root in roots:
        visit(root)
    return children_first[::-1]
