"""Which columns, and which fields inside them, an expression reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from penstock.core.types import Field, Kind, SqlType
from penstock.sql.expression import ColumnReference, Expression, FieldAccess
from penstock.sql.walk import children

Path: TypeAlias = "tuple[int, *tuple[str, ...]]"
"""A column number, then names of fields; all below the last name is read."""


def paths_of(expression: Expression, below: tuple[str, ...] = ()) -> set[Path]:
    """Return what an expression reads; `below` says which part of its value is wanted.

    >>> from penstock.core.types import INT
    >>> row = SqlType(Kind.ROW, children=(Field("x", INT),))
    >>> paths_of(FieldAccess(ColumnReference(3, "bid", row), "x", INT))
    {(3, 'x')}
    """
    match expression:
        case ColumnReference(index=index):
            return {(index, *below)}
        case FieldAccess(argument=argument, name=name):
            return paths_of(argument, (name, *below))
        case _:
            return {path for child in children(expression) for path in paths_of(child)}


def narrowed(given: SqlType, wanted: Iterable[tuple[str, ...]]) -> SqlType:
    """Return a ROW with only the fields that are wanted; other types as they are.

    >>> from penstock.core.types import INT
    >>> row = SqlType(Kind.ROW, children=(Field("x", INT), Field("y", INT)))
    >>> str(narrowed(row, [("y",)]))
    'ROW<`y` INT>'
    """
    below: dict[str, list[tuple[str, ...]]] = {}
    for path in wanted:
        if not path:
            return given
        below.setdefault(path[0], []).append(path[1:])
    if given.kind is not Kind.ROW:
        return given
    fields = tuple(
        Field(child.name, narrowed(child.type, below[child.name]))
        for child in given.children
        if child.name in below
    )
    return SqlType(Kind.ROW, given.nullable, children=fields)
