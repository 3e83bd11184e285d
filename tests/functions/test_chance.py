"""What is drawn at random: anew for each row and place, and again when a step is repeated."""

from __future__ import annotations

import pyarrow as pa

from penstock.core.types import BIGINT, DOUBLE, STRING
from penstock.engine.expressions import compile_columns, surviving
from penstock.sql.expression import Call, Literal

ROWS = pa.record_batch({"nothing": range(50)})


def drawn(*steps_us: int) -> list[list[object]]:
    """Return the values of two UUID() calls in one statement, for batches at these times."""
    compute = compile_columns([Call("UUID", (), STRING), Call("UUID", (), STRING)])
    columns = [surviving(compute, ROWS, now_us).columns for now_us in steps_us]
    return [column.to_pylist() for step in columns for column in step]


def test_no_two_identifiers_are_equal_in_a_step_or_in_two() -> None:
    found = [each for column in drawn(1, 1, 2) for each in column]
    assert len(set(found)) == len(found) == 300


def test_a_step_that_is_repeated_draws_the_same() -> None:
    assert drawn(1, 1, 2) == drawn(1, 1, 2)
    assert drawn(5, 2)[2:] == drawn(2)


def test_a_seed_gives_other_numbers_and_all_are_in_range() -> None:
    seeds = [(), (Literal(1, BIGINT),), (Literal(2, BIGINT),)]
    calls = [Call("RAND", arguments, DOUBLE) for arguments in seeds]
    columns = surviving(compile_columns(calls), ROWS, 1).columns
    found = [each for column in columns for each in column.to_pylist()]
    assert len(set(found)) == 150
    assert all(0 <= each < 1 for each in found)
