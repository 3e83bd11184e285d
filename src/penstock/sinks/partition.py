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

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s

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
    codes = np.zeros(data.num_rows, np.int64)
    folders = [""]
    for column in columns:
        codes, folders = _nested(codes, folders, *_coded(column, data.column(column)))
    if len(folders) == 1:
        return [(folders[0], rest)]
    order = np.argsort(codes, kind="stable")
    starts = np.searchsorted(codes[order], np.arange(len(folders) + 1))
    return [
        (folder, rest.take(order[starts[i] : starts[i + 1]])) for i, folder in enumerate(folders)
    ]


def _coded(name: str, column: Column) -> tuple[Int64s, list[str]]:
    """Return each row's number in the list of the column's folder names."""
    coded = column.dictionary_encode(null_encoding="encode")
    folders = [folder_of(name, text) for text in _texts(coded.dictionary)]
    number = {folder: i for i, folder in enumerate(dict.fromkeys(folders))}
    numbers = np.array([number[folder] for folder in folders], np.int64)
    return numbers[coded.indices.to_numpy()], list(number)


def _nested(
    outer: Int64s, outer_names: list[str], inner: Int64s, inner_names: list[str]
) -> tuple[Int64s, list[str]]:
    """Return the codes and paths of those pairs of folders that have rows."""
    width = len(inner_names)
    pairs, codes = np.unique(outer * width + inner, return_inverse=True)
    paths = [
        f"{outer_names[pair // width]}/{inner_names[pair % width]}".lstrip("/")
        for pair in pairs.tolist()
    ]
    return codes.astype(np.int64), paths


def _texts(values: Column) -> list[str | None]:
    if pa.types.is_timestamp(values.type):
        texts = values.cast(pa.timestamp("us")).cast(pa.string()).to_pylist()
        return [text and text.removesuffix(".000000") for text in texts]
    if pa.types.is_binary(values.type):
        return [value if value is None else value.hex() for value in values.to_pylist()]
    return list(values.cast(pa.string()).to_pylist())


def _escaped(text: str) -> str:
    return _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", text)
