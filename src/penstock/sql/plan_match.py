"""The plan node of MATCH_RECOGNIZE: a pattern of rows, and what is computed of each match."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from penstock.core.types import Schema
from penstock.sql.expression import Expression
from penstock.sql.plan_rank import SortKey

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits
    from penstock.sql.plan_groups import Aggregate


class SkipMode(StrEnum):
    """Where the search for the next match begins."""

    PAST_LAST_ROW = "PAST LAST ROW"
    TO_NEXT_ROW = "TO NEXT ROW"
    TO_FIRST = "TO FIRST"
    TO_LAST = "TO LAST"


@dataclass(frozen=True, slots=True)
class PatternPart:
    """A variable of the pattern with its quantifier; `most` is None when there is no limit."""

    variable: str
    least: int = 1
    most: int | None = 1
    greedy: bool = True

    def __str__(self) -> str:
        """Return the variable with its quantifier, as SQL writes it."""
        limits = (self.least, self.most)
        most = "" if self.most is None else self.most
        default = f"{{{self.least}}}" if self.least == self.most else f"{{{self.least},{most}}}"
        signs = {(1, 1): "", (0, 1): "?", (0, None): "*", (1, None): "+"}
        return f"{self.variable}{signs.get(limits, default)}{'?' * (not self.greedy)}"

    @property
    def optional(self) -> bool:
        """Whether a match may hold no row of it."""
        return self.least == 0

    @property
    def holds_on(self) -> bool:
        """Whether it takes every row that it can before the next variable may have one."""
        single = (self.least, self.most) == (0, 1) or self.least == self.most
        return self.greedy and not single


@dataclass(frozen=True, slots=True)
class Navigation:
    """A row of the match: the first or last one of a variable, `offset` rows further on or back.

    `variable` is a number of the pattern's, None for any; `value` is one of the match's values.
    """

    variable: int | None
    value: int
    last: bool = True
    offset: int = 0


@dataclass(frozen=True, slots=True)
class MatchAggregate:
    """An aggregate over the rows of a variable; its arguments are numbers of the match's values."""

    variable: int | None
    aggregate: Aggregate


@dataclass(frozen=True, slots=True)
class Skip:
    """AFTER MATCH SKIP, with the variable's number where it names one."""

    mode: SkipMode = SkipMode.PAST_LAST_ROW
    variable: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Finds a pattern in the rows of each key, in the order of their time.

    `values` are expressions over the input that are kept of each row. Over the frame, which is the
    current row's values, then `navigations`, then `aggregates`, stand the `conditions` that depend
    on the match so far; `row_conditions`, over the input, are those that do not. Each has one per
    variable or None. `measures` are over the frame too, without the current row. The schema is:
    the columns of `partition`, then the measures.
    """

    input: Relation
    partition: tuple[int, ...]
    time: int
    processing_time: bool
    order: tuple[SortKey, ...]
    pattern: tuple[PatternPart, ...]
    within_us: int | None
    skip: Skip
    values: tuple[Expression, ...]
    navigations: tuple[Navigation, ...]
    aggregates: tuple[MatchAggregate, ...]
    row_conditions: tuple[Expression | None, ...]
    conditions: tuple[Expression | None, ...]
    measures: tuple[Expression, ...]
    schema: Schema
    traits: Traits
