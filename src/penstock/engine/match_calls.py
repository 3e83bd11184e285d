"""The functions and operators that compiled conditions of MATCH_RECOGNIZE know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from penstock.core.types import INTEGERS, TIMESTAMPS, Kind, SqlType
from penstock.engine.guards import is_guarded
from penstock.engine.match_casts import Coder, scaled, whole_constant
from penstock.engine.match_code import EQUAL, GREATER, LESS, UNORDERED, Op
from penstock.engine.match_values import Form, Instruction, NotCompiled, fitted, form_of
from penstock.functions.time_parts import US_PER_UNIT
from penstock.sql.expression import Call, Expression, Literal

_OUTCOMES = {
    "=": EQUAL, "<>": LESS | GREATER | UNORDERED, "<": LESS, "<=": LESS | EQUAL,
    ">": GREATER, ">=": GREATER | EQUAL,
}  # fmt: skip
_DISTINCT = {
    "IS NOT DISTINCT FROM": EQUAL,
    "IS DISTINCT FROM": LESS | GREATER | UNORDERED,
}
_TESTS: Mapping[str, tuple[Op, ...]] = {
    "NOT": (Op.NOT,), "IS NULL": (Op.IS_NULL,), "IS UNKNOWN": (Op.IS_NULL,),
    "IS NOT NULL": (Op.IS_NULL, Op.NOT), "IS NOT UNKNOWN": (Op.IS_NULL, Op.NOT),
    "IS TRUE": (Op.IS_TRUE,), "IS NOT TRUE": (Op.IS_TRUE, Op.NOT),
    "IS FALSE": (Op.IS_FALSE,), "IS NOT FALSE": (Op.IS_FALSE, Op.NOT),
}  # fmt: skip
_ARITHMETIC: Mapping[str, tuple[Op, ...]] = {
    "+": (Op.ADD_WHOLE, Op.ADD_REAL), "-": (Op.SUBTRACT_WHOLE, Op.SUBTRACT_REAL),
    "*": (Op.MULTIPLY_WHOLE, Op.MULTIPLY_REAL), "/": (Op.DIVIDE_WHOLE, Op.DIVIDE_REAL),
    "%": (Op.REMAINDER_WHOLE,), "MOD": (Op.REMAINDER_WHOLE,),
    "NEG": (Op.NEGATE_WHOLE, Op.NEGATE_REAL), "ABS": (Op.ABS_WHOLE, Op.ABS_REAL),
}  # fmt: skip
_DECIMAL_OPERATORS = ("+", "-", "*", "NEG", "ABS")
_POINTS = (*TIMESTAMPS, Kind.INTERVAL_DAY)
_OPTIONS_MAX = 32


def call_code(call: Call, code: Coder) -> Iterator[Instruction]:
    """Yield the instructions of a function or operator."""
    rule = _RULES.get(call.function)
    if rule is None or call.declared is not None:
        raise NotCompiled
    return rule(call, code)


def _compared(call: Call, code: Coder) -> Iterator[Instruction]:
    yield from _pair(call.arguments, code)
    form = _form(call.arguments)
    if call.function in _DISTINCT:
        yield (Op.SAME_WHOLE + form, _DISTINCT[call.function])
    else:
        yield (Op.COMPARE_WHOLE + form, _OUTCOMES[call.function])


def _form(arguments: tuple[Expression, ...]) -> Form:
    """Return the one form of values; NULL alone has any."""
    forms = {form_of(each.type) for each in arguments if each.type.kind is not Kind.NULL}
    if len(forms) > 1:
        raise NotCompiled
    return forms.pop() if forms else Form.WHOLE


def _pair(arguments: tuple[Expression, ...], code: Coder) -> Iterator[Instruction]:
    """Yield two operands to be compared or added up; decimals at one scale."""
    if any(each.type.kind is Kind.DECIMAL for each in arguments):
        scale = max(each.type.scale or 0 for each in arguments)
        return chain.from_iterable(scaled(each, scale, code) for each in arguments)
    kinds = {each.type.arrow for each in arguments if each.type.kind is not Kind.NULL}
    if len(kinds) > 1:
        raise NotCompiled
    return chain.from_iterable(map(code, arguments))


def _tested(call: Call, code: Coder) -> Iterator[Instruction]:
    (argument,) = call.arguments
    form_of(argument.type)
    yield from code(argument)
    yield from ((op,) for op in _TESTS[call.function])


def _connected(call: Call, code: Coder) -> Iterator[Instruction]:
    first, *rest = call.arguments
    yield from code(first)
    for each in rest:
        yield from code(each)
        yield (Op[call.function],)


def _among(call: Call, code: Coder) -> Iterator[Instruction]:
    """Compare with each option in turn."""
    value, *options = call.arguments
    if len(options) > _OPTIONS_MAX or any(map(is_guarded, call.arguments)):
        raise NotCompiled
    for number, option in enumerate(options):
        yield from _compared(Call("=", (value, option), call.type), code)
        if number:
            yield (Op.OR,)


def _computed(call: Call, code: Coder) -> Iterator[Instruction]:
    arguments, ops = call.arguments, _ARITHMETIC[call.function]
    if call.type.kind is Kind.DECIMAL:
        yield from _decimal(call, code)
        return
    if not _is_plain(call):
        raise NotCompiled
    form = form_of(call.type)
    if form >= len(ops):
        raise NotCompiled
    yield from chain.from_iterable(map(code, arguments))
    yield (ops[form],)
    yield from fitted(call.type)


def _is_plain(call: Call) -> bool:
    """Say whether a number is made of numbers like it, or a time or an interval of such."""
    kinds = [each.type.kind for each in call.arguments]
    if call.type.kind in (*INTEGERS, Kind.FLOAT, Kind.DOUBLE):
        same_divisor = call.function in {"%", "MOD"} and set(kinds) <= set(INTEGERS)
        return same_divisor or all(kind is call.type.kind for kind in kinds)
    if call.type.kind not in _POINTS or call.function not in {"+", "-", "NEG"}:
        return False
    return all(kind in _POINTS for kind in kinds)


def _decimal(call: Call, code: Coder) -> Iterator[Instruction]:
    scale = call.type.scale or 0
    added = sum(each.type.scale or 0 for each in call.arguments)
    if call.function not in _DECIMAL_OPERATORS or form_of(call.type) is not Form.WHOLE:
        raise NotCompiled
    if call.function == "*" and added != scale:
        raise NotCompiled
    for each in call.arguments:
        yield from scaled(each, (each.type.scale or 0) if call.function == "*" else scale, code)
    yield (_ARITHMETIC[call.function][Form.WHOLE],)


def _difference(call: Call, code: Coder) -> Iterator[Instruction]:
    """TIMESTAMPDIFF in units of a fixed length."""
    unit, start, end = call.arguments
    name = str(unit.value).upper().removeprefix("SQL_TSI_") if isinstance(unit, Literal) else ""
    if name not in US_PER_UNIT or not all(_is_timestamp(each.type) for each in (start, end)):
        raise NotCompiled
    yield from code(end)
    yield from code(start)
    yield from ((Op.SUBTRACT_WHOLE,), whole_constant(US_PER_UNIT[name]), (Op.DIVIDE_WHOLE,))
    yield from fitted(call.type)


def _is_timestamp(kind: SqlType) -> bool:
    return kind.kind in TIMESTAMPS


Rule = Callable[[Call, Coder], Iterator[Instruction]]
_RULES: Mapping[str, Rule] = MappingProxyType(
    {
        **dict.fromkeys((*_OUTCOMES, *_DISTINCT), _compared),
        **dict.fromkeys(_TESTS, _tested),
        **dict.fromkeys(_ARITHMETIC, _computed),
        "AND": _connected,
        "OR": _connected,
        "IN": _among,
        "TIMESTAMPDIFF": _difference,
    }
)
