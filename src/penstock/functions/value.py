"""Tools that kernels share: columns or single values in, columns or single values out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, wraps
from typing import Any, TypeAlias, TypeGuard, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.functions.errors import EvaluationError
from penstock.functions.function import Call, Kernel, Value

Mask: TypeAlias = npt.NDArray[np.bool_]


@cache
def _function(name: str) -> pc.Function:
    return pc.get_function(name)


def apply(name: str, *values: Value, options: pc.FunctionOptions | None = None) -> Value:
    """Return the result of Arrow's compute function `name`.

    >>> apply("add", pa.scalar(1), pa.scalar(2)).as_py()
    3
    """
    return cast(Value, _function(name).call(list(values), options))


def is_scalar(value: Value) -> TypeGuard[pa.Scalar[Any]]:
    """Say whether the value is one for every row."""
    return isinstance(value, pa.Scalar)


def column(value: Value, rows: int) -> Column:
    """Return the value as a column of `rows` rows."""
    if isinstance(value, pa.Scalar):
        repeated: Column = pa.repeat(cast(Any, value), rows)
        return repeated
    return value


def scalar(value: Any, arrow: pa.DataType) -> pa.Scalar[Any]:
    """Return one Python value as a scalar of an Arrow type."""
    single: pa.Scalar[Any] = pa.scalar(value, arrow)
    return single


def convert(value: Value, arrow: pa.DataType) -> Value:
    """Return the value in another Arrow type, unchecked: integers wrap, times lose digits."""
    if value.type == arrow:
        return value
    return apply("cast", value, options=pc.CastOptions.unsafe(arrow))


def null(arrow: pa.DataType) -> pa.Scalar[Any]:
    """Return NULL of a type."""
    return pa.scalar(None, arrow)


def any_true(mask: Value) -> bool:
    """Say whether a BOOLEAN value is true in some row."""
    single = mask if isinstance(mask, pa.Scalar) else cast("pa.Scalar[Any]", apply("any", mask))
    return single.as_py() is True


def all_true(mask: Value) -> bool:
    """Say whether a BOOLEAN value is true in every row, leaving NULLs aside."""
    single = mask if isinstance(mask, pa.Scalar) else cast("pa.Scalar[Any]", apply("all", mask))
    return single.as_py() is not False


def validity(values: Column) -> Mask | None:
    """Return which rows are not NULL, or None when all are."""
    if values.null_count == 0:
        return None
    return cast(Mask, values.is_valid().to_numpy(zero_copy_only=False))


def flags(values: Value, rows: int) -> Mask:
    """Return a BOOLEAN value as a mask in which NULL is false."""
    filled = column(values, rows)
    if filled.null_count:
        filled = filled.fill_null(False)
    return cast(Mask, filled.to_numpy(zero_copy_only=False))


def numbers(values: Column) -> npt.NDArray[Any]:
    """Return the numbers behind a column of fixed width, without a copy; rubbish where NULL.

    Times come as their integers.

    >>> numbers(pa.array([7, None, 9], pa.int16()).slice(2)).tolist()
    [9]
    """
    arrow = values.type
    if pa.types.is_boolean(arrow):
        return flags(values, len(values))
    if pa.types.is_temporal(arrow):
        dtype = np.dtype(f"i{arrow.bit_width // 8}")
    else:
        dtype = np.dtype(arrow.to_pandas_dtype())
    data = values.buffers()[1]
    if data is None or len(values) == 0:
        return np.zeros(len(values), dtype)
    start = values.offset * dtype.itemsize
    integers: npt.NDArray[Any] = np.frombuffer(memoryview(data), dtype, len(values), start)
    return integers


def column_of(values: npt.NDArray[Any], arrow: pa.DataType, valid: Mask | None = None) -> Column:
    """Return numbers as a column of a fixed-width type, NULL where not `valid`."""
    integers = pa.types.is_temporal(arrow)
    plain = {8: pa.int64(), 4: pa.int32()}[arrow.bit_width // 8] if integers else arrow
    flat = pa.array(values, type=plain, mask=None if valid is None else ~valid, from_pandas=False)
    return flat.view(arrow) if integers else flat


def distinct(values: Column) -> tuple[Column, pa.Int32Array]:
    """Return the distinct values of a column, and for each row which one it holds.

    >>> [part.to_pylist() for part in distinct(pa.array(["b", "a", None, "b"]))]
    [['b', 'a'], [0, 1, None, 0]]
    """
    encoded = values.dictionary_encode()
    return encoded.dictionary, cast(pa.Int32Array, encoded.indices)


def on_columns(kernel: Callable[[Sequence[Column], Call], Column]) -> Kernel:
    """Return a kernel for any values from one that takes columns only."""

    @wraps(kernel)
    def run(arguments: Sequence[Value], call: Call) -> Value:
        if not all(is_scalar(argument) for argument in arguments):
            return kernel([column(argument, call.rows) for argument in arguments], call)
        try:
            single = kernel([column(argument, 1) for argument in arguments], replace(call, rows=1))
        except EvaluationError as error:
            raise error.everywhere(call.rows) from error
        return cast(Value, single[0])

    return run


def fail_where(failing: Value, reason: str, rows: int) -> None:
    """Raise an EvaluationError for the rows in which `failing` is true, if there are any."""
    if is_scalar(failing):
        if failing.as_py():
            raise EvaluationError(reason, np.arange(rows, dtype=np.int64))
        return
    positions = np.flatnonzero(flags(failing, rows))
    if len(positions):
        raise EvaluationError(reason, positions)
