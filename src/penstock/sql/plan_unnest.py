"""The plan node that opens collections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from penstock.core.types import Schema
from penstock.sql.expression import Expression

if TYPE_CHECKING:
    from penstock.sql.plan import Relation, Traits


@dataclass(frozen=True, slots=True)
class Unnest:
    """Gives each row once per element of a collection; the schema is `kept` columns, the element.

    An element is one column, a ROW its fields, a MAP's entry its key and value; with `ordinality`
    its place from 1 comes last. A row without elements is given once with NULL if `outer`; those
    that do not meet `condition` do not count. It is over the input's columns and, behind them,
    the element's.
    """

    input: Relation
    collection: int
    kept: tuple[int, ...]
    outer: bool
    ordinality: bool
    schema: Schema
    traits: Traits
    condition: Expression | None = None
