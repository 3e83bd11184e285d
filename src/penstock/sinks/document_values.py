"""Columns as SQLite holds them: times are integers (microseconds, days), nested values JSON.

All values come back as they were, but for the sign of -0.0.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.sinks.nested_json import from_json, to_json

NOT_A_NUMBER = "NaN"
"""SQLite would store NaN as NULL; as text it stays apart from it."""


def storage_class(kind: pa.DataType) -> str:
    """Return the column type that `CREATE TABLE` is to use."""
    if _is_counted(kind) or pa.types.is_integer(kind) or pa.types.is_boolean(kind):
        return "INTEGER"
    if pa.types.is_floating(kind):
        return "REAL"
    return "BLOB" if pa.types.is_binary(kind) else "TEXT"


def to_sqlite(column: Column) -> list[Any]:
    """Return the column's values as SQLite takes them."""
    kind = column.type
    if _is_counted(kind):
        return list(column.cast(pa.int32() if pa.types.is_date(kind) else pa.int64()).to_pylist())
    if pa.types.is_decimal(kind):
        return list(column.cast(pa.string()).to_pylist())
    values = list(column.to_pylist())
    if pa.types.is_nested(kind):
        return [to_json(value, kind) for value in values]
    if pa.types.is_floating(kind) and pc.any(pc.is_nan(column)).as_py():
        return [NOT_A_NUMBER if value != value else value for value in values]  # noqa: PLR0124 -- only NaN differs from itself
    return values


def from_sqlite(values: list[Any], kind: pa.DataType) -> Column:
    """Return what SQLite holds as a column of the type."""
    if _is_counted(kind):
        counted = pa.array(values, pa.int32() if pa.types.is_date(kind) else pa.int64())
        return counted.cast(kind)
    if pa.types.is_decimal(kind):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_nested(kind):
        return pa.array([from_json(value, kind) for value in values], kind)
    if pa.types.is_floating(kind):
        return pa.array([value if value is None else float(value) for value in values], kind)
    if pa.types.is_boolean(kind):
        return pa.array([value if value is None else bool(value) for value in values], kind)
    return pa.array(values, kind)


def _is_counted(kind: pa.DataType) -> bool:
    """Say whether values are a number of microseconds or days."""
    return pa.types.is_temporal(kind)
