"""Read the published files of a `filesystem` table, Hive folders and compression included."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from penstock.core.batch import Records
from penstock.core.errors import ExternalError
from penstock.core.table import Table
from penstock.core.types import Schema
from penstock.formats import open_decoder
from penstock.sources.lines import files_below, lines, without_returns

NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__"
LINES_MAX = 2**31


class UnreadableFile(ExternalError):
    """A file of a table cannot be read, or is not what its name says.

    >>> print(UnreadableFile("cannot read 'part-1.gz': not a gzipped file"))
    E263 cannot read 'part-1.gz': not a gzipped file
    """

    code = "E263"


def read_files(table: Table, folder: Path, rows_max: int) -> pa.Table:
    """Return the rows of the published files, oldest first; hidden files are still being written.

    When there are more than `rows_max` rows, whole files are left out, the oldest first.
    """
    root = folder / table.options["path"].value.removeprefix("file://")
    parts: list[pa.Table] = []
    for path in _newest_first(root):
        rows = _read(path, root, table)
        parts += [] if rows is None else [rows]
        if sum(part.num_rows for part in parts) >= rows_max:
            break
    return pa.concat_tables(reversed(parts)) if parts else table.schema.arrow.empty_table()


def _newest_first(root: Path) -> Iterator[Path]:
    paths = [root] if root.is_file() else files_below(root)
    ages = sorted(((_changed_ns(path), path) for path in paths), reverse=True)
    return (path for _, path in ages)


def _changed_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _read(path: Path, root: Path, table: Table) -> pa.Table | None:
    """Return a file's rows, None when it was taken away since it was listed."""
    try:
        return _with_partitions(_rows(path, table), path.relative_to(root), table)
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, pa.ArrowInvalid) as wrong:
        reason = str(wrong).splitlines()[0]
        raise UnreadableFile(f"cannot read '{path}': {reason}") from wrong


def _rows(path: Path, table: Table) -> pa.Table:
    if path.suffix == ".parquet":
        return pq.read_table(path, partitioning=None)
    inner = Schema(tuple(f for f in table.schema.fields if f.name not in table.partition_keys))
    decoder = open_decoder(inner, inner, table.options, table.where)
    return pa.Table.from_batches([decoder.decode(_records(path, table), 0).batch])


def _records(path: Path, table: Table) -> Records:
    data = path.read_bytes()
    data = gzip.decompress(data) if path.suffix == ".gz" else data
    found = without_returns(lines(data, LINES_MAX)) if data else Records.of([])
    header = table.options.get("header")
    first = 1 if header is not None and header.value.strip().lower() == "true" else 0
    return Records(found.data, found.starts[first:], found.ends[first:])


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
