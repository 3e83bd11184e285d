"""Expressions over batches: laziness, errors by row, slices and shared parts."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import BIGINT, BOOLEAN, INT, STRING, Field, Kind, SqlType
from penstock.engine.expressions import (
    compile_columns,
    compile_expression,
    evaluate,
    filter_mask,
    surviving,
)
from penstock.functions import EvaluationError
from penstock.sql.expression import Call, ColumnReference, Expression, FieldAccess, Literal
from tests.functions.sql_text import batch_of, typed

COLUMNS = {"x": INT, "y": INT, "s": STRING, "b": BOOLEAN}
ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(-3, 3),
        st.none() | st.integers(-3, 3),
        st.none() | st.sampled_from(["1", "-2", "x", ""]),
        st.none() | st.booleans(),
    ),
    max_size=12,
)
EXPRESSIONS = (
    "x + y * 2",
    "CASE WHEN y = 0 THEN 0 ELSE x / y END",
    "CASE WHEN y = 0 THEN NULL WHEN x > 0 THEN x / y WHEN b THEN x % y ELSE y END",
    "CASE WHEN x > y THEN 'a' WHEN x < y THEN 'b' ELSE s END",
    "y <> 0 AND x / y > 1",
    "y = 0 OR x / y > 1",
    "b AND y <> 0 AND x / y > 1 OR s IS NULL",
    "IF(y = 0, CAST(NULL AS INT), x / y)",
    "COALESCE(TRY_CAST(s AS INT), x / NULLIF(y, 0), 7)",
    "x IN (1, 2, NULL) OR s LIKE '%1'",
    "UPPER(CONCAT(s, CAST(x AS STRING)))",
    "SUBSTRING(s FROM x FOR y)",
)


def rows_batch(rows: list[tuple[object, ...]]) -> pa.RecordBatch:
    columns = list(zip(*rows, strict=True)) if rows else [[] for _ in COLUMNS]
    return batch_of(
        {
            name: (kind, list(values))
            for (name, kind), values in zip(COLUMNS.items(), columns, strict=True)
        }
    )


def column_over(text: str, rows: list[tuple[object, ...]]) -> list[object]:
    return evaluate(typed(text, COLUMNS), rows_batch(rows), 0).to_pylist()


@pytest.mark.parametrize("text", EXPRESSIONS)
@settings(deadline=None, max_examples=25)
@given(rows=ROWS, cut=st.tuples(st.integers(0, 12), st.integers(0, 12)))
def test_a_slice_gives_the_slice_of_the_whole(
    text: str, rows: list[tuple[object, ...]], cut: tuple[int, int]
) -> None:
    expression = typed(text, COLUMNS)
    whole = evaluate(expression, rows_batch(rows), 0)
    part = evaluate(expression, rows_batch(rows).slice(*cut), 0)
    assert whole.type == part.type == expression.type.arrow
    assert part.to_pylist() == whole.slice(*cut).to_pylist()


@pytest.mark.parametrize("text", EXPRESSIONS)
@settings(deadline=None, max_examples=25)
@given(rows=ROWS)
def test_rows_one_by_one_give_what_the_batch_gives(
    text: str, rows: list[tuple[object, ...]]
) -> None:
    compiled = compile_columns([typed(text, COLUMNS)])
    batch = rows_batch(rows)
    alone = [compiled(batch.slice(row, 1), 0)[0].to_pylist() for row in range(len(rows))]
    assert compiled(batch, 0)[0].to_pylist() == [value for values in alone for value in values]


def test_case_computes_only_the_branch_that_a_row_takes() -> None:
    rows = [(10, 2, None, None), (10, 0, None, None), (None, 0, None, None)]
    assert column_over("CASE WHEN y = 0 THEN 0 ELSE x / y END", rows) == [5, 0, 0]


def test_case_falls_to_null_without_else_and_when_the_condition_is_unknown() -> None:
    rows = [(1, 1, None, None), (None, 1, None, None), (2, 1, None, None)]
    assert column_over("CASE WHEN x = 1 THEN 'one' END", rows) == ["one", None, None]


def test_and_guards_its_right_side() -> None:
    rows = [(4, 0, None, None), (4, 2, None, None), (4, None, None, None)]
    assert column_over("y <> 0 AND x / y > 1", rows) == [False, True, None]


def test_a_row_that_fails_is_named_and_the_others_survive() -> None:
    batch = rows_batch([(1, 1, "1", None), (1, 0, "2", None), (1, 2, "x", None)])
    compute = compile_columns([typed("x / y", COLUMNS), typed("CAST(s AS INT)", COLUMNS)])
    with pytest.raises(EvaluationError) as caught:
        compute(batch, 0)
    assert caught.value.rows.tolist() == [1]
    result = surviving(compute, batch, 0)
    assert [column.to_pylist() for column in result.columns] == [[1], [1]]
    assert result.rows is not None
    assert result.rows.tolist() == [0]
    failed = [(error.reason, error.rows.tolist()) for error in result.failures]
    assert failed == [("division by zero", [1]), ("a text does not read as INT", [2])]


def test_a_failure_inside_a_branch_names_the_row_of_the_batch() -> None:
    batch = rows_batch([(1, 1, "x", True), (1, 1, "x", False), (1, 1, "7", True)])
    with pytest.raises(EvaluationError) as caught:
        evaluate(typed("CASE WHEN b THEN CAST(s AS INT) ELSE 0 END", COLUMNS), batch, 0)
    assert caught.value.rows.tolist() == [0]


def test_a_constant_that_fails_fails_every_row_but_not_the_compilation() -> None:
    compiled = compile_expression(typed("1 / 0"))
    with pytest.raises(EvaluationError) as caught:
        compiled(rows_batch([(1, 1, None, None)] * 3), 0)
    assert caught.value.rows.tolist() == [0, 1, 2]
    assert len(compiled(rows_batch([]), 0)) == 0  # type: ignore[arg-type]  # no rows: a column


def test_an_unknown_condition_keeps_no_row() -> None:
    rows = rows_batch([(1, 2, None, None), (2, 1, None, None), (None, 1, None, None)])
    assert filter_mask(typed("x < y", COLUMNS), rows, 0).to_pylist() == [True, False, False]
    assert filter_mask(typed("NULL AND TRUE"), rows, 0).to_pylist() == [False] * 3


def test_what_columns_have_in_common_is_computed_once() -> None:
    shared = Call("+", (ColumnReference(0, "x", BIGINT), Literal(1, BIGINT)), BIGINT)
    twice: list[Expression] = [shared, Call("*", (shared, shared), BIGINT)]
    first, second = compile_columns(twice)(pa.record_batch({"x": [1, 2]}), 0)
    assert first.to_pylist() == [2, 3]
    assert second.to_pylist() == [4, 9]


def test_the_present_is_the_clock_of_the_step() -> None:
    now_us = 1_700_000_000_123_456
    found = evaluate(typed("CURRENT_TIMESTAMP"), pa.record_batch({"x": [1, 2]}), now_us)
    assert found.cast(pa.int64()).to_pylist() == [1_700_000_000_123_000] * 2


def test_a_part_of_a_missing_row_is_missing() -> None:
    kind = SqlType(Kind.ROW, children=(Field("a", INT),))
    access = FieldAccess(ColumnReference(0, "r", kind), "a", INT)
    batch = batch_of({"r": (kind, [{"a": 9}, {"a": 1}, None, {"a": None}])}).slice(1)
    assert evaluate(access, batch, 0).to_pylist() == [1, None, None]
