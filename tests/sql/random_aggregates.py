"""Random aggregates, keys and HAVING, for groups in windows and without."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from tests.sql.random_expressions import KINDS, Both, expression, op, same
from tests.sql.random_relations import Relation


class Query(NamedTuple):
    """A query with the kinds of its columns; `late` counts the rows that come too late for it."""

    text: Both
    kinds: Sequence[str]
    late: str | None = None


_AGGREGATES = [
    ("int", "COUNT(*)", None, None), ("int", "COUNT({0})", None, "text"),
    ("int", "SUM({0})", "CAST(SUM({0}) AS BIGINT)", "int"), ("double", "SUM({0})", None, "double"),
    ("money", "SUM({0})", None, "money"), ("double", "AVG({0})", None, "double"),
    ("int", "AVG({0})", "TRUNC(CAST(SUM({0}) AS DECIMAL(38, 8)) / COUNT({0}))", "int"),
    *[(kind, f"{name}({{0}})", None, kind) for kind in KINDS for name in ("MIN", "MAX")],
]  # fmt: skip


def keys_of(draw: st.DrawFn, below: Relation) -> list[tuple[str, Both]]:
    """Draw keys that are no constants, which GROUP BY takes for positions."""
    kinds = draw(st.lists(st.sampled_from(KINDS), max_size=3))
    keys = [(kind, expression(draw, kind, below.columns, 1)) for kind in kinds]
    names = [column.theirs for columns in below.columns.values() for column in columns]
    return [key for key in keys if any(name in key[1].theirs.split("'")[0] for name in names)]


def having_of(draw: st.DrawFn, below: Relation) -> Both:
    if draw(st.integers(0, 3)):
        return same("")
    kind, left = aggregate_of(draw, below)
    right = expression(draw, kind, dict.fromkeys(KINDS, ()), 0)
    return op(f" HAVING {{0}} {draw(st.sampled_from(['>', '<=', '<>']))} {{1}}", left, right)


def aggregate_of(draw: st.DrawFn, below: Relation) -> tuple[str, Both]:
    kind, ours, theirs, argument = draw(st.sampled_from(_AGGREGATES))
    value = expression(draw, argument, below.columns, 2) if argument else same("")
    made = op(ours, value, theirs=theirs)
    if draw(st.integers(0, 2)) == 0 and theirs is None:
        condition = expression(draw, "flag", below.columns, 2)
        made = op("{0} FILTER (WHERE {1})", made, condition)
    return kind, made
