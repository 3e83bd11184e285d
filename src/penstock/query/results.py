"""Results in types that every reader takes."""

from __future__ import annotations

from typing import Any

import msgspec
import pyarrow as pa


def rows_as_json(table: pa.Table) -> str:
    """Return the rows as a JSON array of objects.

    >>> rows_as_json(pa.table({"a": [1, None]}))
    '[{"a":1},{"a":null}]'
    """
    return msgspec.json.encode(plain_rows(table), enc_hook=_plain).decode()


def value_as_json(value: object) -> str:
    """Return one value as JSON.

    >>> value_as_json([1, None])
    '[1,null]'
    """
    return msgspec.json.encode(value, enc_hook=_plain).decode()


def _plain(value: Any) -> str:
    return str(value)


def plain_rows(table: pa.Table | pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the rows as Python's own values; times that Python cannot hold become text.

    >>> plain_rows(pa.table({"at": pa.array([9 * 10**17], pa.timestamp("us"))}))
    [{'at': '30489-11-11 16:00:00.000000'}]
    """
    try:
        return table.to_pylist()
    except (OverflowError, ValueError):
        # Python's years are 1 to 9999, and it has no nanoseconds.
        fields = [field.with_type(_text_type(field.type)) for field in table.schema]
        return table.cast(pa.schema(fields)).to_pylist()


def _text_type(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(type_) or pa.types.is_date(type_):
        return pa.string()
    if pa.types.is_struct(type_):
        return pa.struct([field.with_type(_text_type(field.type)) for field in type_])
    if pa.types.is_list(type_):
        return pa.list_(_text_type(type_.value_type))
    if pa.types.is_map(type_):
        return pa.map_(_text_type(type_.key_type), _text_type(type_.item_type))
    return type_


def plain_columns(table: pa.Table) -> pa.Table:
    """Return the table with decimals as doubles and times as microseconds in UTC.

    >>> from decimal import Decimal
    >>> plain_columns(pa.table({"a": [Decimal("1.5")]})).schema.field("a").type
    DataType(double)
    """
    fields = [field.with_type(_plain_type(field.type)) for field in table.schema]
    return table.cast(pa.schema(fields), safe=False)


def _plain_type(type_: pa.DataType) -> pa.DataType:
    if pa.types.is_decimal(type_):
        return pa.float64()
    if pa.types.is_timestamp(type_):
        return pa.timestamp("us", tz="UTC")
    if pa.types.is_time(type_) or pa.types.is_duration(type_):
        return pa.string()
    return type_
