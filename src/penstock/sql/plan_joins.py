"""The plan nodes that bring two relations together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

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


@dataclass(frozen=True, slots=True)
class IntervalJoin:
    """Joins rows whose times are near each other; each row is kept as long as it may find one.

    `times` are a column of each side; the left's less the right's lies between `lower_us` and
    `upper_us`. With `processing_time` a row's time is the clock when it comes.
    """

    left: Relation
    right: Relation
    kind: JoinKind
    on: JoinOn
    times: tuple[int, int]
    lower_us: int
    upper_us: int
    processing_time: bool
    columns: tuple[int, ...]
    schema: Schema
    traits: Traits

    @property
    def delay_us(self) -> int:
        """How far its rows lag behind the watermark: a row without partner waits for one."""
        return 0 if self.processing_time else max(-self.lower_us, self.upper_us, 0)


@dataclass(frozen=True, slots=True)
class WindowJoin:
    """Joins rows of one window, when the window ends; `times` are both sides' window_end."""

    left: Relation
    right: Relation
    kind: JoinKind
    on: JoinOn
    times: tuple[int, int]
    columns: tuple[int, ...]
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class LookupJoin:
    """Joins each left row with the right's rows as they are when it comes.

    If it `waits`, left rows are held back until the right, which is bounded, has been read.
    """

    left: Relation
    right: Relation
    kind: JoinKind
    on: JoinOn
    waits: bool
    columns: tuple[int, ...]
    schema: Schema
    traits: Traits


@dataclass(frozen=True, slots=True)
class TemporalJoin:
    """Joins each left row with the right's row of its key as it was at the left row's time.

    `times` are a column of each side: the left row's time, and since when a right row is valid.
    """

    left: Relation
    right: Relation
    kind: JoinKind
    on: JoinOn
    times: tuple[int, int]
    columns: tuple[int, ...]
    schema: Schema
    traits: Traits


AnyJoin: TypeAlias = "Join | IntervalJoin | WindowJoin | LookupJoin | TemporalJoin"


def times_of(node: AnyJoin) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the columns of each side that say when a row's time is over."""
    if isinstance(node, (Join, LookupJoin)):
        return (), ()
    left, right = node.times
    return (left,), (right,)
