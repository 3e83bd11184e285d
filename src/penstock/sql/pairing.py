"""Joins as FROM writes them, before it is known what WHERE asks of their rows.

A condition goes as far down as it may: below a join if it reads one side only, into an inner join
if it reads both. What keeps rows without a partner must not lose them to a condition that stands
behind the join, nor be rid of them by one that only says who is a partner.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from penstock.core.types import Schema
from penstock.sql.conditions import all_of, meeting
from penstock.sql.expression import Expression
from penstock.sql.join_build import build_join
from penstock.sql.join_traits import joined_schema
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import JoinKind
from penstock.sql.top_n import kept
from penstock.sql.walk import columns_of, shifted

Side: TypeAlias = "Relation | Pairing"
StateTtls: TypeAlias = "tuple[int | None, int | None]"


@dataclass(frozen=True, slots=True)
class Pairing:
    """A join of two sides; in `conditions` the right's columns are numbered behind the left's.

    `above` are conditions on the join's own rows that cannot move below it.
    """

    left: Side
    right: Side
    kind: JoinKind
    conditions: tuple[Expression, ...]
    schema: Schema
    state_ttl_us: StateTtls = (None, None)
    above: tuple[Expression, ...] = ()

    @staticmethod
    def of(left: Side, right: Side, kind: JoinKind, conditions: Sequence[Expression]) -> Pairing:
        """Return a join of two sides."""
        return Pairing(left, right, kind, tuple(conditions), joined_schema(left, right, kind))


def restricted(side: Side, conditions: Sequence[Expression]) -> Side:
    """Return the rows that meet conditions."""
    if not isinstance(side, Pairing):
        whole = all_of(conditions)
        return side if whole is None else kept(side, whole)
    left_outer, right_outer = side.kind.outer
    below: tuple[list[Expression], list[Expression]] = ([], [])
    between, above = list(side.conditions), list(side.above)
    for each in conditions:
        reads = _side_of(each, len(side.left.schema))
        if (reads == 0 and not right_outer) or (reads == 1 and not left_outer):
            below[reads].append(each)
        elif side.kind is JoinKind.INNER:
            between.append(each)
        else:
            above.append(each)
    return replace(
        side,
        left=restricted(side.left, below[0]),
        right=restricted(side.right, _of_right(below[1], side)),
        conditions=tuple(between),
        above=tuple(above),
    )


def built(side: Side) -> Relation:
    """Return the relation of a side."""
    if not isinstance(side, Pairing):
        return side
    below: tuple[list[Expression], list[Expression]] = ([], [])
    between = []
    for each in side.conditions:
        reads = _side_of(each, len(side.left.schema))
        if reads is not None and reads in _filtered_by_partners(side.kind):
            below[reads].append(each)
        else:
            between.append(each)
    left = built(restricted(side.left, below[0]))
    right = built(restricted(side.right, _of_right(below[1], side)))
    join = build_join(left, right, side.kind, between, side.state_ttl_us)
    return meeting(join, side.above)


def _filtered_by_partners(kind: JoinKind) -> tuple[int, ...]:
    """Return the sides whose rows are of no use where they have no partner."""
    left_outer, right_outer = kind.outer
    left_kept, right_kept = left_outer or kind is JoinKind.ANTI, right_outer
    return tuple(side for side, kept in enumerate((left_kept, right_kept)) if not kept)


def _side_of(condition: Expression, first_of_right: int) -> int | None:
    """Return the only side whose columns a condition reads, None for both or neither."""
    reads = {int(column >= first_of_right) for column in columns_of(condition)}
    return reads.pop() if len(reads) == 1 else None


def _of_right(conditions: Sequence[Expression], side: Pairing) -> list[Expression]:
    return [shifted(each, -len(side.left.schema)) for each in conditions]
