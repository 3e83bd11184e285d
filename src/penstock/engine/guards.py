"""Which expressions may fail or cost much, and so wait until a row needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penstock.core.types import BOOLEAN, STRINGS, Kind
from penstock.sql.expression import (
    Call,
    Case,
    Cast,
    ColumnReference,
    Expression,
    FieldAccess,
    Literal,
)

_DIVISIONS = ("/", "%", "MOD")
_FLOATS = (Kind.FLOAT, Kind.DOUBLE)


def is_guarded(expression: Expression) -> bool:
    """Say whether some part may fail or costs so much that only the rows in need are computed."""
    return any(_is_guarded(part) for part in parts_of(expression))


def _is_guarded(part: Expression) -> bool:
    if isinstance(part, Cast):
        return not part.forgiving and _parses(part)
    if not isinstance(part, Call) or not part.definition.guarded:
        return False
    return not (part.function in _DIVISIONS and _never_by_zero(part))


def _parses(part: Cast) -> bool:
    source, target = part.argument.type, part.type
    return "STRING" in str(source) or (source.kind in STRINGS and target.kind not in STRINGS)


def _never_by_zero(division: Call) -> bool:
    divisor = division.arguments[1]
    known = isinstance(divisor, Literal) and bool(divisor.value)
    return known or (division.type.kind in _FLOATS and divisor.type.kind in _FLOATS)


def as_case(call: Call) -> Case | None:
    """Return functions that choose among their arguments as the CASE they mean."""
    arguments = call.arguments
    if call.function == "IF":
        return Case(((arguments[0], arguments[1]),), arguments[2], call.type)
    if call.function in {"COALESCE", "IFNULL"}:
        known = [Call("IS NOT NULL", (each,), BOOLEAN) for each in arguments[:-1]]
        return Case(tuple(zip(known, arguments, strict=False)), arguments[-1], call.type)
    return None


def is_constant(expression: Expression) -> bool:
    """Say whether an expression has one value, whatever the rows and the clock."""
    return all(
        not isinstance(part, ColumnReference)
        and (not isinstance(part, Call) or part.definition.deterministic)
        for part in parts_of(expression)
    )


def parts_of(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all inside it."""
    yield expression
    for child in _children(expression):
        yield from parts_of(child)


def _children(expression: Expression) -> Sequence[Expression]:
    if isinstance(expression, Call):
        return expression.arguments
    if isinstance(expression, Cast | FieldAccess):
        return (expression.argument,)
    if isinstance(expression, Case):
        return (*(part for branch in expression.branches for part in branch), expression.otherwise)
    return ()
