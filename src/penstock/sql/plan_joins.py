"""The plan nodes that bring two relations together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from penstock.core.types import Schema
from penstock.sql.expression import Expression

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits


class JoinKind(StrEnum):
    """Which rows a join gives: pairs, rows without a partner too, or only rows of the left."""

    INNER = "inner"
    LEFT = "left"
    RIGHT = "right"
    FULL = "full"
    SEMI = "semi"
    ANTI = "anti"

    @property
    def one_sided(self) -> bool:
        """Whether the rows are those of the left alone."""
        return self in {JoinKind.SEMI, JoinKind.ANTI}

    @property
    def outer(self) -> tuple[bool, bool]:
        """Whether rows without a partner are kept, of the left and of the right."""
        return self in {JoinKind.LEFT, JoinKind.FULL}, self in {JoinKind.RIGHT, JoinKind.FULL}


@dataclass(frozen=True, slots=True)
class JoinOn:
    """What makes two rows partners: equal keys, and a condition over both rows' columns.

    `left_keys[i]` equals `right_keys[i]`, of one Arrow type; where `null_safe[i]`, NULL equals
    NULL. In `condition` the right's columns are numbered behind the left's.
    """

    left_keys: tuple[int, ...] = ()
    right_keys: tuple[int, ...] = ()
    null_safe: tuple[bool, ...] = ()
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """Joins all rows so far of two relations; each new row updates the result.

    `columns` are those given, the right's numbered behind the left's. `state_ttl_us` says how long
    each side's rows are kept, where a hint says so.
    """

    left: Relation
    right: Relation
    kind: JoinKind
    on: JoinOn
    columns: tuple[int, ...]
    schema: Schema
    traits: Traits
    state_ttl_us: tuple[int | None, int | None] = (None, None)
