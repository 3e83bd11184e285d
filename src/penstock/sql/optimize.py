"""What happens to relations between planning and running: shared, pruned, simplified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from penstock.sql.over_rules import refuse_unordered
from penstock.sql.plan import Relation
from penstock.sql.plan_walk import Interning
from penstock.sql.prune import pruned
from penstock.sql.share import sharing
from penstock.sql.simplify import simplified


def optimized(relations: Sequence[Relation], settings: Mapping[str, str]) -> list[Relation]:
    """Return relations that give the same rows from less; one table has one scan in all of them."""
    refuse_unordered(relations)
    shared = _shared(relations)
    needed = _shared(pruned(shared, settings))
    return _shared(sharing(simplified(needed)))


def _shared(relations: Sequence[Relation]) -> list[Relation]:
    interning = Interning()
    return [interning.of(relation) for relation in relations]
