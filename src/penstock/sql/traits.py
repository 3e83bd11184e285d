"""How promises pass through a query: which columns stay time attributes, which stay a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from penstock.sql.expression import Call, ColumnReference, Expression
from penstock.sql.plan import Traits


def projected(traits: Traits, columns: Sequence[Expression]) -> Traits:
    """Return the traits behind a projection: a column passed on unchanged keeps its own.

    >>> from penstock.core.types import TIMESTAMP_3
    >>> ts = ColumnReference(2, "ts", TIMESTAMP_3)
    >>> projected(Traits(rowtimes=(2,)), [ts]).rowtimes
    (0,)
    """
    sources = [each.index if isinstance(each, ColumnReference) else None for each in columns]
    made = [i for i, each in enumerate(columns) if _is_processing_time(each)]
    passed = [i for i, source in enumerate(sources) if source in traits.proctimes]
    return replace(
        traits,
        rowtimes=tuple(i for i, source in enumerate(sources) if source in traits.rowtimes),
        proctimes=tuple(sorted({*made, *passed})),
        upsert_key=_key(traits.upsert_key, sources),
    )


def _is_processing_time(expression: Expression) -> bool:
    return isinstance(expression, Call) and expression.function == "PROCTIME"


def _key(key: Sequence[int] | None, sources: Sequence[int | None]) -> tuple[int, ...] | None:
    if key is None or not all(column in sources for column in key):
        return None
    return tuple(sources.index(column) for column in key)
