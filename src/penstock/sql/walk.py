"""Walks over typed expressions: which columns they read, and how to point them elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from penstock.sql.expression import (
    Call,
    Case,
    Cast,
    ColumnReference,
    Expression,
    FieldAccess,
    Literal,
)  # fmt: skip

Change = Callable[[Expression], Expression]


def children(expression: Expression) -> Iterator[Expression]:
    """Yield the expressions just below one."""
    match expression:
        case Call(arguments=arguments):
            yield from arguments
        case Cast(argument=argument) | FieldAccess(argument=argument):
            yield argument
        case Case(branches=branches, otherwise=otherwise):
            for branch in branches:
                yield from branch
            yield otherwise
        case Literal() | ColumnReference():
            return


def with_children(expression: Expression, change: Change) -> Expression:
    """Return the expression with each child changed."""
    match expression:
        case Call(arguments=arguments):
            return replace(expression, arguments=tuple(map(change, arguments)))
        case Cast(argument=argument):
            return replace(expression, argument=change(argument))
        case FieldAccess():
            return _access(expression, change(expression.argument))
        case Case(branches=branches, otherwise=otherwise):
            changed = tuple((change(when), change(then)) for when, then in branches)
            return replace(expression, branches=changed, otherwise=change(otherwise))
        case Literal() | ColumnReference():
            return expression


def _access(access: FieldAccess, argument: Expression) -> FieldAccess:
    """Take the type anew: the ROW below may have lost fields that nobody reads."""
    found = next(child for child in argument.type.children if child.name == access.name)
    return FieldAccess(argument, access.name, found.type.with_nullable(access.type.nullable))


def columns_of(expression: Expression) -> set[int]:
    """Return the input columns that an expression reads."""
    if isinstance(expression, ColumnReference):
        return {expression.index}
    return {index for child in children(expression) for index in columns_of(child)}


def remapped(expression: Expression, columns: Mapping[int, Expression]) -> Expression:
    """Return the expression with each column replaced."""
    if isinstance(expression, ColumnReference):
        return columns[expression.index]
    return with_children(expression, lambda child: remapped(child, columns))


def renumbered(expression: Expression, number: Callable[[int], int]) -> Expression:
    """Return the expression with the numbers of its columns changed."""
    if isinstance(expression, ColumnReference):
        return replace(expression, index=number(expression.index))
    return with_children(expression, lambda child: renumbered(child, number))


def shifted(expression: Expression, by: int) -> Expression:
    """Return the expression with all column numbers moved."""
    return renumbered(expression, lambda index: index + by)
