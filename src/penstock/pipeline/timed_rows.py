"""A CSV file as text, row by row, and which of its columns are times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from penstock.core.batch import Column
from penstock.core.errors import ExternalError

TIME_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
"""Tried in this order; the third is how one release of the accidents file writes its days."""


class UnreadableFile(ExternalError):
    """A file to replay is absent or no CSV.

    >>> print(UnreadableFile("cannot read 'a.csv': no such file"))
    E511 cannot read 'a.csv': no such file
    """

    code = "E511"


def read_rows(path: Path) -> Iterator[pa.RecordBatch]:
    """Yield the file's rows with every column as text; an empty field is NULL."""
    try:
        lines = pacsv.ParseOptions(newlines_in_values=True)
        with pacsv.open_csv(path, parse_options=lines) as head:
            names = head.schema.names
        options = pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
            quoted_strings_can_be_null=True,
        )
        with pacsv.open_csv(path, parse_options=lines, convert_options=options) as reader:
            yield from reader
    except (OSError, pa.ArrowInvalid) as wrong:
        raise UnreadableFile(f"cannot read '{path}': {str(wrong).splitlines()[0]}") from wrong


def first_time_column(rows: pa.RecordBatch) -> str | None:
    """Return the first column whose texts are times."""
    for name, column in zip(rows.schema.names, rows.columns, strict=True):
        if column.null_count < len(column) and parse_times(column) is not None:
            return str(name)
    return None


def parse_times(texts: Column) -> Column | None:
    """Return microseconds for texts that all have one of the known forms, else None.

    >>> parse_times(pa.array(["08/02/2016 5:46"])).to_pylist()[0].isoformat()
    '2016-02-08T05:46:00'
    """
    whole = pc.replace_substring_regex(texts, r"(\.\d+)?Z?$", "")
    for form in TIME_FORMATS:
        try:
            return pc.strptime(whole, form, "us")
        except pa.ArrowInvalid:
            continue
    return None
