"""What may stand before OVER: aggregates, and functions that need an order such as ROW_NUMBER."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlglot import exp

from penstock.core.types import BIGINT, INT, INTEGERS
from penstock.sql.aggregate_calls import AggregateCall, bind_aggregate, is_aggregate
from penstock.sql.binder import Binder
from penstock.sql.coerce import converted
from penstock.sql.errors import WrongArguments
from penstock.sql.expression import Literal
from penstock.sql.nodes import called
from penstock.sql.query_errors import OverRefused

LAG_ARGUMENTS_MAX = 3
NUMBERINGS = ("ROW_NUMBER", "RANK", "DENSE_RANK")
"""Functions without arguments that number the rows of a partition in their order."""
LAG = "LAG"
LOOKS_AHEAD = {
    "LEAD": "LAG looks back",
    "NTILE": "ROW_NUMBER counts the rows so far",
    "PERCENT_RANK": "RANK gives the place so far",
    "CUME_DIST": "RANK gives the place so far",
    "NTH_VALUE": "FIRST_VALUE gives the first, LAG an earlier one",
}
"""Functions that need rows which are still to come, and what comes nearest to each."""


@dataclass(frozen=True, slots=True)
class OverSyntax:
    """A call with OVER: the function's call, and what stands in the parentheses behind OVER."""

    function: exp.Expr
    partition: tuple[exp.Expr, ...]
    order: tuple[exp.Ordered, ...]
    frame: exp.WindowSpec | None


def overs_in(node: exp.Expr) -> list[exp.Window]:
    """Return the calls with OVER below a node, those in queries apart."""
    found = node.walk(bfs=False, prune=lambda each: isinstance(each, exp.Window | exp.Query))
    return [each for each in found if isinstance(each, exp.Window)]


def syntax_of(binder: Binder, node: exp.Window, named: Mapping[str, exp.Window]) -> OverSyntax:
    """Return a call's parts, those of the named window it refers to among them."""
    below = None
    if node.alias:
        if node.alias not in named:
            hint = f"WINDOW {node.alias} AS (PARTITION BY … ORDER BY …)"
            place = binder.place(node)
            raise OverRefused(f"unknown window '{node.alias}'", where=place, hint=hint)
        below = syntax_of(binder, named[node.alias], named)
    order = node.args.get("order")
    own = OverSyntax(
        node.this,
        tuple(node.args.get("partition_by") or ()),
        tuple(order.expressions if order else ()),
        node.args.get("spec"),
    )
    if below is None:
        return own
    return replace(
        own,
        partition=below.partition or own.partition,
        order=below.order or own.order,
        frame=own.frame or below.frame,
    )


def bind_over_call(binder: Binder, node: exp.Expr) -> AggregateCall:
    """Bind what stands before OVER."""
    name = called(node.this if isinstance(node, exp.Filter) else node) or ""
    if name in NUMBERINGS:
        if node.expressions:
            raise WrongArguments(name, ["…"], binder.place(node), f"write {name}()")
        return AggregateCall(name, (), BIGINT.with_nullable(False))
    if name in LOOKS_AHEAD:
        message = f"{name} needs rows that are still to come"
        raise OverRefused(message, where=binder.place(node), hint=LOOKS_AHEAD[name])
    if name == LAG:
        return _bind_lag(binder, node)
    if is_aggregate(node, binder.language.functions):
        return bind_aggregate(binder, node)
    raise binder.unknown(name, node)


def _bind_lag(binder: Binder, node: exp.Expr) -> AggregateCall:
    """Bind LAG(value, offset, default): the offset a constant, the default of the value's type."""
    bound = [binder.bind(each) for each in node.expressions]
    types = [str(each.type.with_nullable(True)) for each in bound]
    if not 1 <= len(bound) <= LAG_ARGUMENTS_MAX:
        raise WrongArguments(LAG, types, binder.place(node), "write LAG(x, 1)")
    offset = bound[1] if len(bound) > 1 else Literal(1, INT)
    if not isinstance(offset, Literal) or offset.type.kind not in INTEGERS or offset.value < 0:
        raise WrongArguments(LAG, types, binder.place(node), "go back a constant: LAG(x, 1)")
    kind = bound[0].type.with_nullable(True)
    default = [converted(each, kind) for each in bound[2:]]
    return AggregateCall(LAG, (bound[0], offset, *default), kind)
