"""Read the published files of a `filesystem` table, Hive folders and compression included."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from penstock.core.batch import Records
from penstock.core.table import Table
from penstock.core.types import Schema
from penstock.formats import open_decoder

NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"


def read_files(table: Table, folder: Path) -> pa.Table:
    """Return the rows of every published file; hidden files are still being written."""
    root = folder / table.options["path"].value
    parts = [_read_file(path, root, table) for path in _published(root)]
    return pa.concat_tables(parts) if parts else table.schema.arrow.empty_table()


def _published(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith((".", "_")) for part in path.relative_to(root).parts)
        if path.is_file() and not hidden:
            yield path


def _read_file(path: Path, root: Path, table: Table) -> pa.Table:
    inner = Schema(tuple(f for f in table.schema.fields if f.name not in table.partition_keys))
    if path.suffix == ".parquet":
        rows = pq.read_table(path, partitioning=None)
    else:
        data = path.read_bytes()
        data = gzip.decompress(data) if path.suffix == ".gz" else data
        decoder = open_decoder(inner, inner, table.options, None)
        rows = pa.Table.from_batches([decoder.decode(_lines(data), 0).batch])
    return _with_partitions(rows, path.relative_to(root), table)


def _lines(data: bytes) -> Records:
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")).astype(np.int64)
    starts = np.concatenate(([0], ends[:-1] + 1)).astype(np.int64) if len(ends) else ends
    return Records(data, starts, ends)


def _with_partitions(rows: pa.Table, path: Path, table: Table) -> pa.Table:
    values = dict(part.split("=", 1) for part in path.parts[:-1] if "=" in part)
    columns = []
    for field in table.schema.fields:
        if field.name in rows.column_names:
            columns.append(pc.cast(rows.column(field.name), field.type.arrow))
            continue
        text = values.get(field.name, NULL_PARTITION)
        value = None if text == NULL_PARTITION else unquote(text)
        scalar = pa.scalar(value, pa.string()).cast(field.type.arrow)
        columns.append(
            pa.chunked_array([pa.array([scalar.as_py()] * rows.num_rows, field.type.arrow)])
        )
    return pa.table(columns, schema=table.schema.arrow)
