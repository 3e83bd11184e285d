"""Plan nodes that put rows in order: Top-N, the first row by event time, OVER, a temporal sort."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from penstock.core.errors import Location
from penstock.core.types import Schema, SqlType
from penstock.functions.function import AggregateFunction

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column of an ORDER BY; NULL is the least value unless the query says otherwise."""

    column: int
    descending: bool = False
    nulls_first: bool = True


@dataclass(frozen=True, slots=True)
class Rank:
    """Keeps, per partition, the rows from place `first` to place `last` in the order given.

    Among equals the earlier row is ahead, or with `latest_first` the later one; an empty `order`
    is that of arrival. If `numbered`, the last output column is the row's place, a BIGINT.
    `window_end` is the column with the end of the rows' windows, which is one of `partition`:
    then rows are given once, when their window has passed.
    """

    input: Relation
    partition: tuple[int, ...]
    order: tuple[SortKey, ...]
    first: int
    last: int
    numbered: bool
    latest_first: bool
    schema: Schema
    traits: Traits
    window_end: int | None = None


@dataclass(frozen=True, slots=True)
class FirstByTime:
    """Keeps, per partition, the row with the least event time, and gives it once it is final."""

    input: Relation
    partition: tuple[int, ...]
    time: int
    schema: Schema
    traits: Traits


class Frame(StrEnum):
    """How the rows that an OVER aggregate looks back on are counted off."""

    ROWS = "ROWS"
    RANGE = "RANGE"


@dataclass(frozen=True, slots=True)
class OverCall:
    """One function over the rows of a frame; `arguments` are input columns.

    `offset` is how many rows LAG goes back; its second argument is the value where none is there.
    """

    function: str
    arguments: tuple[int, ...]
    type: SqlType
    condition: int | None = None
    offset: int = 1
    distinct: bool = False
    declared: AggregateFunction | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Over:
    """Adds a column per call, over the rows of the partition up to the current one.

    `preceding` is how many rows (ROWS) or microseconds (RANGE) the frame goes back; None: to the
    partition's start. `where` is its place in the script, for the errors of a later pass.
    """

    input: Relation
    partition: tuple[int, ...]
    order: tuple[SortKey, ...]
    frame: Frame
    preceding: int | None
    calls: tuple[OverCall, ...]
    schema: Schema
    traits: Traits
    where: Location | None = field(default=None, compare=False, repr=False)


def is_by_time(below: Traits, order: tuple[SortKey, ...]) -> bool:
    """Say whether rows are ordered by a time attribute alone."""
    return len(order) == 1 and order[0].column in (*below.rowtimes, *below.proctimes)


@dataclass(frozen=True, slots=True)
class TimeSort:
    """Gives rows in the order of their event time, then of `order`, once the watermark passes."""

    input: Relation
    time: int
    order: tuple[SortKey, ...]
    schema: Schema
    traits: Traits
