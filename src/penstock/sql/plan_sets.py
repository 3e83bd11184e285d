"""Plan nodes of set algebra: INTERSECT and EXCEPT, and the copies that grouping sets need."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from penstock.core.types import Schema

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits


class SetKind(StrEnum):
    """The set operations that compare two inputs."""

    INTERSECT = "INTERSECT"
    EXCEPT = "EXCEPT"


@dataclass(frozen=True, slots=True)
class SetOperation:
    """INTERSECT or EXCEPT of relations with equal column types; `every` is ALL: with copies."""

    left: Relation
    right: Relation
    kind: SetKind
    every: bool
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class Expand:
    """Repeats each row once per grouping set, for GROUPING SETS, ROLLUP and CUBE.

    Behind the input's columns come a copy of each of `keys`, NULL where the set does not have that
    key, and the set's number. `sets` hold positions in `keys`.
    """

    input: Relation
    keys: tuple[int, ...]
    sets: tuple[tuple[int, ...], ...]
    schema: Schema
    traits: Traits
