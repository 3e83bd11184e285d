"""Walks over relations: what stands below one, and in which order to visit what is shared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from penstock.core.bounds import is_bounded as is_bounded_table
from penstock.sql.plan import Relation, Scan

INPUT_FIELDS = ("input", "left", "right", "inputs")
"""The names by which relations hold those below them, in the order of the engine's ports."""


def inputs_of(relation: Relation) -> tuple[Relation, ...]:
    """Return the relations just below one: its `inputs`, its `left` and `right`, or its `input`."""
    found: list[Relation] = []
    for name in _input_names(relation):
        below = getattr(relation, name)
        found.extend(below if isinstance(below, tuple) else (below,))
    return tuple(found)


def with_inputs(relation: Relation, inputs: Sequence[Relation]) -> Relation:
    """Return a relation over other inputs."""
    names = _input_names(relation)
    if not names:
        return relation
    parts = (tuple(inputs),) if names == ["inputs"] else inputs
    changes: dict[str, Any] = dict(zip(names, parts, strict=True))
    return replace(relation, **changes)


def _input_names(relation: Relation) -> list[str]:
    return [part.name for part in fields(relation) if part.name in INPUT_FIELDS]


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


def is_bounded(relation: Relation) -> bool:
    """Say whether a relation has an end: all tables that it reads have."""
    scans = [each for each in parents_first([relation]) if isinstance(each, Scan)]
    return bool(scans) and all(is_bounded_table(each.table) for each in scans)


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
