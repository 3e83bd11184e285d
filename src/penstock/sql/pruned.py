"""A relation that was rebuilt with fewer columns, and where those that are left now stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from penstock.sql.expression import ColumnReference
from penstock.sql.plan import Relation, Traits


@dataclass(frozen=True, slots=True)
class Pruned:
    """A rebuilt relation, and for each old column that is left the reference to it."""

    relation: Relation
    columns: Mapping[int, ColumnReference]

    def place(self, old: int) -> int:
        """Return a column's new number."""
        return self.columns[old].index


def traits_of(traits: Traits, columns: Mapping[int, ColumnReference]) -> Traits:
    """Return traits with the columns' new numbers; what is gone is no time attribute and no key."""
    key = traits.upsert_key
    kept = key is not None and all(column in columns for column in key)
    return replace(
        traits,
        rowtimes=tuple(columns[c].index for c in traits.rowtimes if c in columns),
        proctimes=tuple(columns[c].index for c in traits.proctimes if c in columns),
        upsert_key=tuple(columns[c].index for c in key) if kept and key is not None else None,
    )
