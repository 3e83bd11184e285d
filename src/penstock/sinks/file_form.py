"""How rows look in a file while it grows, and once it is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from penstock.core.batch import Records
from penstock.sinks.request import Encode

ParquetCodec = Literal["none", "gzip", "snappy", "zstd"]
ROW_GROUP_ROWS_MAX = 1_048_576


@dataclass(frozen=True, slots=True)
class FileForm:
    """A file's suffix, its first bytes, its rows' bytes, and what is left to do at the end.

    `convert` makes the published file from the grown one; None: they are the same.
    """

    suffix: str
    encode: Callable[[pa.RecordBatch], bytes]
    start: bytes = b""
    gzipped: bool = False
    convert: Callable[[Path, Path], None] | None = None


def text_form(name: str, encode: Encode, gzipped: bool) -> FileForm:
    """Return the form of a file of lines, such as JSON or CSV."""
    suffix = {"json": ".jsonl"}.get(name, f".{name}") + (".gz" if gzipped else "")
    return FileForm(suffix, lambda data: lines_of(encode(data)), gzipped=gzipped)


def parquet_form(schema: pa.Schema, compression: ParquetCodec) -> FileForm:
    """Return the form of Parquet: rows are kept as Arrow until the file is complete."""

    def convert(grown: Path, published: Path) -> None:
        with pa.memory_map(str(grown)) as file, pa.ipc.open_stream(file) as rows:
            pq.write_table(
                rows.read_all(),
                published,
                compression=compression,
                row_group_size=ROW_GROUP_ROWS_MAX,
            )

    return FileForm(
        ".parquet",
        lambda data: bytes(data.cast(schema).serialize()),
        start=bytes(schema.serialize()),
        convert=convert,
    )


def lines_of(records: Records) -> bytes:
    r"""Return the records with a newline after each.

    >>> lines_of(Records.of([b"a", b"bc"]))
    b'a\nbc\n'
    """
    if not len(records):
        return b""
    first, last = int(records.starts[0]), int(records.ends[-1])
    if _are_lines(records):
        return bytes(records.data[first:last]) + b"\n"
    return b"".join(records[i] + b"\n" for i in range(len(records)))


def _are_lines(records: Records) -> bool:
    if not np.array_equal(records.starts[1:], records.ends[:-1] + 1):
        return False
    data = np.frombuffer(records.data, np.uint8)
    return bool((data[records.ends[:-1]] == ord("\n")).all())
