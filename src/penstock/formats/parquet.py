"""The `parquet` format: whole files of columns, for sinks that write files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.types import Schema
from penstock.formats.decoding import Format

_SETTINGS = (
    Setting(
        "parquet.compression", SettingKind.CHOICE, "How column chunks are compressed.",
        default="ZSTD", example="SNAPPY", choices=("ZSTD", "SNAPPY", "GZIP", "UNCOMPRESSED"),
    ),
)  # fmt: skip


def write_parquet(
    target: Path | BinaryIO, batches: Iterable[pa.RecordBatch], schema: Schema, compression: str
) -> None:
    """Write batches as one Parquet file; the same batches always give the same bytes.

    >>> import io
    >>> from penstock.core.types import BIGINT, Field
    >>> schema, file = Schema((Field("n", BIGINT),)), io.BytesIO()
    >>> write_parquet(file, [pa.record_batch({"n": [1, 2]})], schema, "ZSTD")
    >>> next(read_parquet(io.BytesIO(file.getvalue()))).num_rows
    2
    """
    arrow = schema.arrow
    codec: Any = "none" if compression == "UNCOMPRESSED" else compression.lower()
    with pq.ParquetWriter(target, arrow, compression=codec) as writer:
        for batch in batches:
            writer.write_batch(batch)


def read_parquet(source: Path | BinaryIO, rows_max: int = 10_000) -> Iterator[pa.RecordBatch]:
    """Yield a Parquet file's rows in batches of at most `rows_max`."""
    with pq.ParquetFile(source) as file:
        yield from file.iter_batches(batch_size=rows_max)


def _check(schema: Schema, settings: Mapping[str, Any]) -> None:
    """Accept every schema: Parquet holds all types that Arrow has."""


PARQUET = Format(
    declaration=Declaration(
        name="parquet",
        summary="Columnar files with statistics, compressed.",
        guarantee="A file becomes visible whole or not at all; that is its sink's part.",
        settings=_SETTINGS,
        example="'format' = 'parquet', 'parquet.compression' = 'SNAPPY'",
    ),
    check=_check,
    open_decoder=None,
    open_encoder=None,
)
