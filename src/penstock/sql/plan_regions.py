"""The plan node that keeps a table of hot regions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from penstock.core.types import Schema

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits


@dataclass(frozen=True, slots=True)
class HotspotRegions:
    """The hot regions of each key as they are now, one row a region, which comes, changes and goes.

    The input has the columns of PARTITION BY and then those of the DESCRIPTOR, `partition` and
    `columns` by number; `arguments` are the other ones, sorted by name. The schema is the former,
    the region's number, its points and density, and low, high and centre of each column.
    """

    input: Relation
    partition: tuple[int, ...]
    columns: tuple[int, ...]
    arguments: tuple[tuple[str, Any], ...]
    schema: Schema
    traits: Traits
