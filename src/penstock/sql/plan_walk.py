"""Walks over relations: what stands below one, and in which order to visit what is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from penstock.sql.plan import Relation, Scan, Union, Values


def inputs_of(relation: Relation) -> tuple[Relation, ...]:
    """Return the relations just below one."""
    if isinstance(relation, Union):
        return relation.inputs
    if isinstance(relation, (Scan, Values)):
        return ()
    return (relation.input,)


def with_inputs(relation: Relation, inputs: Sequence[Relation]) -> Relation:
    """Return a relation over other inputs."""
    if isinstance(relation, Union):
        return replace(relation, inputs=tuple(inputs))
    if isinstance(relation, (Scan, Values)):
        return relation
    return replace(relation, input=inputs[0])


def parents_first(roots: Sequence[Relation]) -> list[Relation]:
    """Return all relations, each once and before those below it."""
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


class Interning:
    """Makes one object of equal relations, so that identity says what is shared."""

    def __init__(self) -> None:
        self._known: defaultdict[object, list[Relation]] = defaultdict(list)
        self._done: dict[int, tuple[Relation, Relation]] = {}

    def of(self, relation: Relation) -> Relation:
        """Return the one object that stands for a relation."""
        if id(relation) not in self._done:
            below = [self.of(each) for each in inputs_of(relation)]
            # The relation itself is kept too, so that its id is not given to another.
            self._done[id(relation)] = (relation, self._found(with_inputs(relation, below)))
        return self._done[id(relation)][1]

    def _found(self, relation: Relation) -> Relation:
        # Inputs are one object each by now, so that few relations are left to compare with.
        inputs = tuple(id(below) for below in inputs_of(relation))
        alike = self._known[type(relation), relation.schema.names, inputs]
        found = next((known for known in alike if known == relation), None)
        if found is None:
            alike.append(relation)
        return found or relation
