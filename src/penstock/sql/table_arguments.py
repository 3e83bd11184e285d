"""Reads the arguments of a table function against its declaration."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from penstock.core.types import INTEGERS, NUMBERS, STRINGS, Kind
from penstock.sql.expression import ColumnReference, Literal
from penstock.sql.nodes import TableArgument, called
from penstock.sql.planner import Planner, Source
from penstock.sql.query_errors import BadArgument, UnknownArgument
from penstock.sql.scope import Scope
from penstock.sql.table_functions import (
    Argument,
    ArgumentKind,
    TableFunctionDeclaration,
    literal_arguments,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call gives: its input, the columns of PARTITION BY, values by argument name.

    A DESCRIPTOR's value is a tuple of column numbers, an INTERVAL's microseconds; `nodes` are the
    values as they were written.
    """

    source: Source
    partition: tuple[int, ...]
    values: dict[str, Any]
    nodes: dict[str, exp.Expr]
    literals: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class _Call:
    planner: Planner
    declaration: TableFunctionDeclaration
    node: exp.Expr

    def wrong(self, what: str, argument: Argument, where: exp.Expr | None = None) -> BadArgument:
        """Return the error that says how an argument is written."""
        message = f"{self.declaration.name}: {what}"
        hint = f"{argument.name} => {argument.example} -- {argument.meaning}"
        return BadArgument(message, where=self.planner.place(where or self.node), hint=hint)

    def known(self, name: exp.Expr) -> str:
        """Return an argument's name as it is declared."""
        found = self.declaration.argument(name.name)
        if found is None:
            shown = [argument.name.lower() for argument in self.declaration.arguments]
            place = self.planner.place(name)
            raise UnknownArgument(self.declaration.name, name.name, shown, place)
        return found.name


def read_arguments(
    planner: Planner, declaration: TableFunctionDeclaration, node: exp.Expr
) -> Arguments:
    """Return a call's arguments, checked."""
    call = _Call(planner, declaration, node)
    nodes = _by_name(call)
    for argument in declaration.arguments:
        if argument.required and argument.name not in nodes:
            raise call.wrong(f"{argument.name} is missing", argument)
    data = declaration.arguments[0]
    source, partition = _read_table(call, data, nodes.pop(data.name))
    readers: dict[ArgumentKind, Callable[[_Call, Argument, exp.Expr, Scope], Any]] = {
        ArgumentKind.TABLE: _read_other_table,
        ArgumentKind.DESCRIPTOR: _read_descriptor,
        ArgumentKind.INTERVAL: _read_interval,
        ArgumentKind.INTEGER: _read_integer,
        ArgumentKind.NUMBER: _read_number,
        ArgumentKind.BOOLEAN: _read_boolean,
        ArgumentKind.CHOICE: _read_choice,
    }
    values = {}
    for name, value in nodes.items():
        declared = declaration.argument(name)
        if declared is not None:
            values[name] = readers[declared.kind](call, declared, value, source.scope)
    return Arguments(source, partition, values, nodes, literal_arguments(declaration, values))


def _by_name(call: _Call) -> dict[str, exp.Expr]:
    """Return the arguments' syntax by name; those without a name come first, in order."""
    found: dict[str, exp.Expr] = {}
    known = [argument.name for argument in call.declaration.arguments]
    for position, node in enumerate(call.node.expressions):
        if isinstance(node, exp.Kwarg):
            name, value = call.known(node.this), node.expression
        elif position < len(known):
            name, value = known[position], node
        else:
            message = f"{call.declaration.name} takes {len(known)} arguments"
            hint = f"they are {', '.join(known)}"
            raise BadArgument(message, where=call.planner.place(node), hint=hint)
        if name in found:
            message = f"{call.declaration.name}: {name} is given twice"
            raise BadArgument(message, where=call.planner.place(node), hint="give it once")
        found[name] = value
    return found


def _read_table(call: _Call, argument: Argument, node: exp.Expr) -> tuple[Source, tuple[int, ...]]:
    if isinstance(node, exp.Subquery):
        return call.planner.source(node), ()
    if not isinstance(node, TableArgument):
        raise call.wrong(f"{argument.name} takes a table", argument, node)
    source = call.planner.source(node.this)
    keys = node.args.get("partition") or []
    return source, tuple(_column(call, argument, key, source.scope) for key in keys)


def _read_other_table(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> Source:
    source, partition = _read_table(call, argument, node)
    if partition:
        raise call.wrong(f"{argument.name} has the keys of the first table", argument, node)
    return source


def _column(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> int:
    bound = call.planner.binder(scope, argument.name).bind(node)
    if not isinstance(bound, ColumnReference):
        message = f"{argument.name} takes columns, not expressions: name it in a view"
        raise call.wrong(message, argument, node)
    return bound.index


def _read_descriptor(
    call: _Call, argument: Argument, node: exp.Expr, scope: Scope
) -> tuple[int, ...]:
    if called(node) != "DESCRIPTOR" or not node.expressions:
        raise call.wrong(f"{argument.name} takes a DESCRIPTOR", argument, node)
    return tuple(_column(call, argument, each, scope) for each in node.expressions)


def _read_interval(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> int:
    bound = call.planner.binder(Scope(), argument.name).bind(node)
    if not isinstance(bound, Literal) or bound.type.kind is not Kind.INTERVAL_DAY:
        raise call.wrong(f"{argument.name} takes an INTERVAL of days to seconds", argument, node)
    if argument.required and bound.value <= 0:
        raise call.wrong(f"{argument.name} must be above zero", argument, node)
    return int(bound.value)


def _read_integer(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> int:
    return int(_read_limited(call, argument, node, (INTEGERS, "whole number")))


def _read_number(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> float:
    return float(_read_limited(call, argument, node, (NUMBERS, "number")))


def _read_limited(
    call: _Call, argument: Argument, node: exp.Expr, kinds: tuple[Sequence[Kind], str]
) -> Any:
    value = _read_literal(call, argument, node, kinds)
    low, high = argument.minimum, argument.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise call.wrong(f"{argument.name.lower()} is {low} to {high}", argument, node)
    return value


def _read_boolean(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> bool:
    return bool(_read_literal(call, argument, node, ((Kind.BOOLEAN,), "BOOLEAN")))


def _read_choice(call: _Call, argument: Argument, node: exp.Expr, scope: Scope) -> str:
    value = str(_read_literal(call, argument, node, (STRINGS, "string"))).lower()
    if value not in argument.choices:
        choices = ", ".join(f"'{choice}'" for choice in argument.choices)
        raise call.wrong(f"{argument.name.lower()} is one of {choices}", argument, node)
    return value


def _read_literal(
    call: _Call, argument: Argument, node: exp.Expr, kinds: tuple[Sequence[Kind], str]
) -> Any:
    bound = call.planner.binder(Scope(), argument.name).bind(node)
    if not isinstance(bound, Literal) or bound.type.kind not in kinds[0]:
        raise call.wrong(f"{argument.name.lower()} takes a {kinds[1]}", argument, node)
    return bound.value
