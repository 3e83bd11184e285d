"""Every function's examples are true, as constants and as columns, whole and in slices."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from penstock.core.types import Kind, SqlType
from penstock.engine.expressions import evaluate
from penstock.functions import SCALARS, ScalarFunction
from penstock.sql.expression import (
    Call,
    Case,
    Cast,
    ColumnReference,
    Expression,
    Literal,
)
from tests.functions.sql_text import as_text, typed

NOW_US = 86_401_500_000
ONE_ROW = pa.record_batch({"nothing": [0]})
EXAMPLES = [
    pytest.param(function, text, expected, id=text)
    for function in SCALARS.values()
    for text, expected in function.examples
]


def columns_for(expression: Expression, found: list[Literal]) -> Expression:
    """Return the expression with every literal moved to a column, which `found` collects."""
    if isinstance(expression, Literal):
        if expression.type.kind is Kind.NULL:
            return expression
        found.append(expression)
        return ColumnReference(len(found) - 1, f"c{len(found)}", expression.type)
    if isinstance(expression, Call):
        arguments = tuple(columns_for(each, found) for each in expression.arguments)
        first_is_unit = expression.function in {"EXTRACT", "TIMESTAMPADD", "TIMESTAMPDIFF", "TRIM"}
        last_is_unit = expression.function in {"FLOOR", "CEIL", "CEILING"}
        last_is_unit |= expression.function == "TO_TIMESTAMP_LTZ"
        kept = list(arguments)
        if first_is_unit:
            kept[0] = expression.arguments[0]
        if last_is_unit and len(kept) > 1:
            kept[-1] = expression.arguments[-1]
        return replace(expression, arguments=tuple(kept))
    if isinstance(expression, Case):
        return columns_for_case(expression, found)
    if isinstance(expression, Cast):
        return replace(expression, argument=columns_for(expression.argument, found))
    return expression


def columns_for_case(case: Case, found: list[Literal]) -> Case:
    branches = [
        (columns_for(when, found), columns_for(then, found)) for when, then in case.branches
    ]
    otherwise = columns_for(case.otherwise, found)
    return replace(case, branches=tuple(branches), otherwise=otherwise)


def sliced_batch(literals: list[Literal]) -> pa.RecordBatch:
    """Return three equal rows that stand in the middle of a longer batch of other rows."""
    arrays = []
    for literal in literals:
        arrow = literal.type.arrow
        rows = [None, *[literal.value] * 3, None]
        arrays.append(pa.array(rows, arrow))
    names = [f"c{place}" for place in range(len(arrays))]
    return pa.record_batch(arrays, names=names).slice(1, 3)


@pytest.mark.parametrize(("function", "text", "expected"), EXAMPLES)
def test_the_example_holds(function: ScalarFunction, text: str, expected: str | None) -> None:
    expression = typed(text)
    found = evaluate(as_text(expression), ONE_ROW, NOW_US)
    assert found.to_pylist() == [expected]
    assert evaluate(expression, ONE_ROW, NOW_US).type == expression.type.arrow
    assert expected is not None or expression.type.nullable


@pytest.mark.parametrize(("function", "text", "expected"), EXAMPLES)
def test_columns_give_what_constants_give(
    function: ScalarFunction, text: str, expected: str | None
) -> None:
    literals: list[Literal] = []
    expression = columns_for(as_text(typed(text)), literals)
    if not literals:
        return
    found = evaluate(expression, sliced_batch(literals), NOW_US)
    found.validate(full=True)
    assert found.to_pylist() == [expected] * 3


@pytest.mark.parametrize("name", list(SCALARS))
def test_a_function_has_an_example_and_refuses_senseless_arguments(name: str) -> None:
    function = SCALARS[name]
    assert function.examples
    assert function.summary.endswith(".")
    assert function.name == name
    rows = [SqlType(Kind.ROW)] * 9
    if name not in {"ROW", "JSON_ARRAY", "COALESCE", "IN", "GREATEST", "LEAST", "ARRAY"}:
        assert function.resolve(rows) is None
