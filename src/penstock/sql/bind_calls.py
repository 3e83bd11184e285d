"""Calls by name, CAST, and the forms that choose: CASE and IF."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.core.types import Kind, SqlType
from penstock.functions.clock import CURRENT_WATERMARK
from penstock.functions.coercion import castable
from penstock.sql.binder import Binder
from penstock.sql.coerce import in_common
from penstock.sql.errors import NotSupported, TypeMismatch, WrongArguments
from penstock.sql.expression import Case, Cast, Expression, Literal
from penstock.sql.nodes import called
from penstock.sql.query_errors import NotATimeAttribute

IF_ARGUMENTS = 3
_CAST_HINTS = {
    Kind.BITMAP: "BITMAP_BUILD makes one of an ARRAY, BITMAP_FROM_BYTES of bytes",
    Kind.VARIANT: "PARSE_JSON makes one of a text, JSON_STRING a text of one",
}


def bind_call(binder: Binder, node: exp.Expr) -> Expression:
    """Bind a function by its name; DISTINCT and named arguments are for aggregates and tables."""
    name = called(node) or ""
    if name not in binder.language.functions.scalars:
        raise binder.unknown(name, node)
    for argument in node.expressions:
        if isinstance(argument, (exp.Distinct, exp.Kwarg)):
            message = f"{name} takes plain arguments only"
            hint = "leave DISTINCT and name => out"
            raise NotSupported(message, where=binder.place(argument), hint=hint)
    if name == "IF":
        return _bind_if(binder, node)
    arguments = [binder.bind(argument) for argument in node.expressions]
    if name == CURRENT_WATERMARK and not all(map(binder.scope.has_watermark, arguments)):
        raise NotATimeAttribute(str(arguments[0]), binder.place(node))
    return binder.call(name, arguments, node)


def _bind_if(binder: Binder, node: exp.Expr) -> Expression:
    if len(node.expressions) != IF_ARGUMENTS:
        types = [str(binder.bind(argument).type) for argument in node.expressions]
        raise WrongArguments("IF", types, binder.place(node), "IF(condition, then, otherwise)")
    condition, then, otherwise = node.expressions
    values = [binder.bind(then), binder.bind(otherwise)]
    return _case(binder, node, [binder.condition(condition)], values)


def bind_case(binder: Binder, node: exp.Expr) -> Expression:
    """Bind both forms of CASE; without ELSE it is NULL where no branch holds."""
    branches = node.args["ifs"]
    conditions = [_branch_condition(binder, node.this, branch.this) for branch in branches]
    default = node.args.get("default")
    otherwise = binder.bind(default) if default else Literal(None, SqlType(Kind.NULL))
    values = [*(binder.bind(branch.args["true"]) for branch in branches), otherwise]
    return _case(binder, node, conditions, values)


def _branch_condition(binder: Binder, value: exp.Expr | None, option: exp.Expr) -> Expression:
    if value is None:
        return binder.condition(option)
    return binder.call("=", [binder.bind(value), binder.bind(option)], option)


def _case(
    binder: Binder, node: exp.Expr, conditions: Sequence[Expression], values: Sequence[Expression]
) -> Expression:
    found = in_common(values)
    if found is None:
        shown = ", ".join(str(value.type.with_nullable(True)) for value in values)
        message = f"the branches have types without one in common: {shown}"
        raise TypeMismatch(message, where=binder.place(node), hint="CAST them to one type")
    (*chosen, otherwise), result = found
    return Case(tuple(zip(conditions, chosen, strict=True)), otherwise, result)


def bind_cast(binder: Binder, node: exp.Expr) -> Expression:
    """Bind CAST and TRY_CAST."""
    value, target = binder.bind(node.this), node.args["to"]
    forgiving = bool(node.args["forgiving"])
    if not castable(value.type, target):
        message = f"{value.type.with_nullable(True)} cannot be cast to {target}"
        hint = _CAST_HINTS.get(target.kind) or _CAST_HINTS.get(
            value.type.kind, "CAST to STRING first"
        )
        raise TypeMismatch(message, where=binder.place(node), hint=hint)
    return Cast(value, target.with_nullable(value.type.nullable or forgiving), forgiving)
