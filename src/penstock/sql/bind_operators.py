"""Operators: arithmetic, comparison, logic, IS, IN, BETWEEN, LIKE."""

from __future__ import annotations

from decimal import Decimal

from sqlglot import exp

from penstock.core.types import Kind, SqlType
from penstock.sql.binder import Binder, Rule
from penstock.sql.errors import NotSupported, TypeMismatch
from penstock.sql.expression import Call, Expression, Literal

BINARY: dict[type[exp.Expr], str] = {
    exp.Add: "+",
    exp.Sub: "-",
    exp.Mul: "*",
    exp.Div: "/",
    exp.Mod: "%",
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.DPipe: "||",
    exp.NullSafeEQ: "IS NOT DISTINCT FROM",
    exp.NullSafeNEQ: "IS DISTINCT FROM",
    exp.SimilarTo: "SIMILAR TO",
}
_NEGATED = {
    "IS NULL": "IS NOT NULL",
    "IS TRUE": "IS NOT TRUE",
    "IS FALSE": "IS NOT FALSE",
}


def bind_binary(binder: Binder, node: exp.Expr) -> Expression:
    """Bind an operator between two operands."""
    operands = [binder.bind(node.this), binder.bind(node.expression)]
    return binder.call(BINARY[type(node)], operands, node)


def bind_chain(binder: Binder, node: exp.Expr) -> Expression:
    """Bind AND or OR; a chain of many becomes a tree of little depth, its order kept."""
    operands: list[exp.Expr] = []
    rest = node
    while type(rest) is type(node):
        operands.append(rest.expression)
        rest = rest.this
    parts = [binder.condition(each) for each in (rest, *reversed(operands))]
    name = "AND" if isinstance(node, exp.And) else "OR"
    while len(parts) > 1:
        pairs = [parts[i : i + 2] for i in range(0, len(parts), 2)]
        parts = [binder.call(name, pair, node) if len(pair) > 1 else pair[0] for pair in pairs]
    return parts[0]


def bind_parentheses(binder: Binder, node: exp.Expr) -> Expression:
    """Bind what stands in parentheses."""
    return binder.bind(node.this)


def bind_minus(binder: Binder, node: exp.Expr) -> Expression:
    """Bind a sign; a negative number is one constant."""
    value = binder.bind(node.this)
    if isinstance(value, Literal) and value.value is not None and not isinstance(value.value, str):
        return _negative(value)
    return binder.call("NEG", [value], node)


def _negative(literal: Literal) -> Literal:
    is_least_int = literal.type.kind is Kind.BIGINT and literal.value == 2**31
    result = SqlType(Kind.INT, nullable=False) if is_least_int else literal.type
    value = literal.value
    # A minus would round a DECIMAL to the 28 digits of the thread's context.
    negative = value.copy_negate() if isinstance(value, Decimal) else -value
    return Literal(negative, result)


def bind_not(binder: Binder, node: exp.Expr) -> Expression:
    """Bind NOT; IS NOT NULL and its kin are operators of their own."""
    value = binder.condition(node.this)
    opposite = _NEGATED.get(value.function) if isinstance(value, Call) else None
    if opposite is not None and isinstance(node.this, exp.Is) and isinstance(value, Call):
        return binder.call(opposite, value.arguments, node)
    return binder.call("NOT", [value], node)


def bind_is(binder: Binder, node: exp.Expr) -> Expression:
    """Bind IS NULL, IS TRUE, IS FALSE; IS UNKNOWN is IS NULL."""
    value, wanted = node.this, node.expression
    if isinstance(wanted, exp.Boolean):
        return binder.call("IS TRUE" if wanted.this else "IS FALSE", [binder.bind(value)], node)
    if not isinstance(wanted, exp.Null):
        hint = "IS takes NULL, TRUE, FALSE, UNKNOWN and DISTINCT FROM"
        raise NotSupported("this IS is not supported", where=binder.place(node), hint=hint)
    return binder.call("IS NULL", [binder.bind(value)], node)


def bind_between(binder: Binder, node: exp.Expr) -> Expression:
    """Bind BETWEEN as two comparisons; SYMMETRIC takes the limits in either order."""
    value, low, high = (binder.bind(node.args[part]) for part in ("this", "low", "high"))
    inside = _between(binder, node, value, low, high)
    if not node.args.get("symmetric"):
        return inside
    return binder.call("OR", [inside, _between(binder, node, value, high, low)], node)


def _between(
    binder: Binder, node: exp.Expr, value: Expression, low: Expression, high: Expression
) -> Expression:
    above = binder.call(">=", [value, low], node)
    return binder.call("AND", [above, binder.call("<=", [value, high], node)], node)


def bind_in(binder: Binder, node: exp.Expr) -> Expression:
    """Bind IN with a list of values."""
    if not node.expressions:
        hint = "write the values: IN (1, 2)"
        raise NotSupported(
            "IN with a query is not supported yet", where=binder.place(node), hint=hint
        )
    options = [binder.bind(option) for option in node.expressions]
    return binder.call("IN", [binder.bind(node.this), *options], node)


def bind_like(binder: Binder, node: exp.Expr) -> Expression:
    """Bind [NOT] LIKE … [ESCAPE …]."""
    like, escape = (node.this, [node.expression]) if isinstance(node, exp.Escape) else (node, [])
    if not isinstance(like, (exp.Like, exp.SimilarTo)):
        hint = "ESCAPE stands behind LIKE"
        raise NotSupported("this ESCAPE is not supported", where=binder.place(node), hint=hint)
    operands = [binder.bind(each) for each in (like.this, like.expression, *escape)]
    name = "LIKE" if isinstance(like, exp.Like) else "SIMILAR TO"
    found = binder.call(name, operands, node)
    return binder.call("NOT", [found], node) if like.args.get("negate") else found


def bind_overlaps(binder: Binder, node: exp.Expr) -> Expression:
    """Bind (start, end) OVERLAPS (start, end); an end may be an INTERVAL."""
    places = [*_period(binder, node.this), *_period(binder, node.expression)]
    return binder.call("OVERLAPS", places, node)


def _period(binder: Binder, node: exp.Expr) -> tuple[Expression, Expression]:
    if not isinstance(node, exp.Tuple) or len(node.expressions) != len(("start", "end")):
        message = "OVERLAPS compares two periods"
        hint = "(start, end) OVERLAPS (start, end)"
        raise TypeMismatch(message, where=binder.place(node), hint=hint)
    start, end = (binder.bind(part) for part in node.expressions)
    if end.type.kind in {Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR}:
        end = binder.call("+", [start, end], node)
    return start, end


RULES: dict[type[exp.Expr], Rule] = {
    **dict.fromkeys(BINARY, bind_binary),
    exp.And: bind_chain,
    exp.Or: bind_chain,
    exp.Paren: bind_parentheses,
    exp.Neg: bind_minus,
    exp.Not: bind_not,
    exp.Is: bind_is,
    exp.Between: bind_between,
    exp.Overlaps: bind_overlaps,
    exp.In: bind_in,
    exp.Like: bind_like,
    exp.Escape: bind_like,
}
