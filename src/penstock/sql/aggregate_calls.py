"""Aggregates in a query: finding their calls, and what each computes over its group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp

from penstock.core.errors import Location
from penstock.core.types import SqlType
from penstock.functions.function import AggregateFunction
from penstock.sql.binder import Binder
from penstock.sql.coerce import converted
from penstock.sql.errors import WrongArguments
from penstock.sql.expression import Expression
from penstock.sql.language import Functions
from penstock.sql.nodes import called


@dataclass(frozen=True, slots=True)
class AggregateCall:
    """An aggregate over expressions of its input; `condition` is that of FILTER.

    `declared` is a function that the script itself declares, `where` the call's place.
    """

    function: str
    arguments: tuple[Expression, ...]
    type: SqlType
    condition: Expression | None = None
    distinct: bool = False
    declared: AggregateFunction | None = field(default=None, repr=False)
    where: Location | None = field(default=None, compare=False, repr=False)


def aggregates_in(node: exp.Expr, functions: Functions) -> Iterator[exp.Expr]:
    """Yield the outermost aggregate calls below a node, those with OVER and in queries apart."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if is_aggregate(each, functions):
            yield each
        elif not isinstance(each, (exp.Window, exp.Query)):
            waiting += each.iter_expressions(reverse=True)


def is_aggregate(node: exp.Expr, functions: Functions) -> bool:
    """Say whether a node is an aggregate's call, its FILTER included."""
    inner = node.this if isinstance(node, exp.Filter) else node
    return called(inner) in functions.aggregates


def bind_aggregate(binder: Binder, node: exp.Expr) -> AggregateCall:
    """Bind an aggregate's call; `binder` is that of the rows below the grouping."""
    condition = None
    inner = node
    if isinstance(node, exp.Filter):
        inner = node.this
        condition = binder.condition(node.expression.this)
    name = called(inner) or ""
    distinct, arguments = _arguments(binder, name, inner)
    functions = binder.language.functions
    function = functions.aggregates[name]
    signature = function.resolve([argument.type for argument in arguments])
    if signature is None:
        types = [str(argument.type.with_nullable(True)) for argument in arguments]
        raise WrongArguments(name, types, binder.place(inner))
    taken = tuple(
        converted(have, want) for have, want in zip(arguments, signature.arguments, strict=True)
    )
    # The least and the greatest of different values are those of all values.
    distinct = distinct and name not in {"MIN", "MAX"}
    declared = function if name in functions.declared else None
    where = binder.place(inner)
    return AggregateCall(name, taken, signature.result, condition, distinct, declared, where)


def _arguments(binder: Binder, name: str, node: exp.Expr) -> tuple[bool, list[Expression]]:
    """Return whether an aggregate is over DISTINCT values, and its arguments."""
    given = node.expressions
    distinct = bool(given) and isinstance(given[0], exp.Distinct)
    if distinct:
        given = [*given[0].expressions, *given[1:]]
    if name == "COUNT" and len(given) == 1 and isinstance(given[0], exp.Star):
        return False, []
    if not given:
        raise WrongArguments(name, [], binder.place(node), f"write {name}(x)")
    return distinct, [binder.bind(argument) for argument in given]
