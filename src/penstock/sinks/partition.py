"""Rows to Hive-style folders: `severity=4/city=Dayton`, no matter what the values are.

>>> folder_of("city", "a/b"), folder_of("city", "..")
('city=a%2Fb', 'city=..')
>>> folder_of("city", None)
'city=__HIVE_DEFAULT_PARTITION__'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import pyarrow as pa

from penstock.sinks.grouping import grouped

NULL_FOLDER = "__HIVE_DEFAULT_PARTITION__"
"""Stands for NULL and for the empty string, as in Hive and Flink."""
NAME_BYTES_MAX = 240
"""File systems allow 255; longer names are cut and end in a digest of the whole."""
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"#%'*/:=?\\{}\[\]^]")


def folder_of(column: str, value: str | None) -> str:
    """Return the one folder name that stands for a column's value; it has no separator."""
    name = f"{_escaped(column)}={_escaped(value) if value else NULL_FOLDER}"
    raw = name.encode()
    if len(raw) <= NAME_BYTES_MAX:
        return name
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return f"{raw[: NAME_BYTES_MAX - 17].decode(errors='ignore')}~{digest}"


def split_by_folder(
    data: pa.RecordBatch, columns: Sequence[str]
) -> list[tuple[str, pa.RecordBatch]]:
    """Return the rows of each folder in their order, without the columns that name folders."""
    if not columns:
        return [("", data)]
    rest = data.drop_columns(list(columns))
    folders = grouped(data, columns, folder_of, "/")
    if len(folders) == 1:
        return [(folders[0][0], rest)]
    return [(folder, rest.take(rows)) for folder, rows in folders]


def _escaped(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", text)
