"""Writes web/test/sample.ts: a message of the feed with every type, as pyarrow encodes it."""

from __future__ import annotations

import base64
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from wire import TIME, Rows, encode

_COLUMNS = {
    "time": pa.array([1_700_000_000_123_456, None], TIME),
    "long": pa.array([9_007_199_254_740_000, None], pa.int64()),
    "int": pa.array([-3, None], pa.int32()),
    "double": pa.array([1.5, None], pa.float64()),
    "float": pa.array([0.25, None], pa.float32()),
    "decimal": pa.array([Decimal("-12.34"), None], pa.decimal128(10, 2)),
    "text": pa.array(["Größe", None], pa.string()),
    "dictionary": pa.array(["again", None], pa.string()).dictionary_encode(),
    "flag": pa.array([True, None], pa.bool_()),
    "list": pa.array([[1.0, 2.5], None], pa.list_(pa.float64())),
    "day": pa.array([dt.date(1970, 1, 4), None], pa.date32()),
    "wide": pa.array([7, None], pa.uint64()),
}


def main() -> None:
    """Write the sample beside the tests."""
    batch = pa.RecordBatch.from_pydict(_COLUMNS)
    text = base64.b64encode(encode(Rows("p0", "append", batch), 5)).decode()
    target = Path(__file__).parents[1] / "test" / "sample.ts"
    target.write_text(
        f"// Written by dev/make_sample.py.\nexport const SAMPLE =\n  {text!r};\n".replace(
            "'", '"'
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
