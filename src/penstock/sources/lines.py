"""Files below a folder, and texts cut into lines, for all who read what lies in files."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from penstock.core.batch import Records
from penstock.formats.kernels.newlines import NEWLINE, find_newlines

RETURN = ord("\r")


def files_below(folder: Path) -> list[Path]:
    """Return the files below a folder, sorted, without those that are hidden or being written."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(
        path
        for path in found
        if not any(part.startswith((".", "_")) for part in path.relative_to(folder).parts)
    )


def lines(data: bytes | memoryview, rows_max: int, *, ended: bool = True) -> Records:
    """Return the first lines of a text as records.

    A last line may lack its newline if the text has `ended`; else it waits for the rest.
    """
    text = np.frombuffer(data, np.uint8)
    ends = np.empty(min(rows_max, len(text)), np.int64)
    ends = ends[: find_newlines(text.ctypes.data, len(text), ends)]
    if ended and len(ends) < rows_max and len(text) and text[-1] != NEWLINE:
        ends = np.append(ends, len(text))
    starts = np.concatenate((np.zeros(min(1, len(ends)), np.int64), ends[:-1] + 1))
    return Records(data, starts, ends)


def without_returns(records: Records) -> Records:
    """Return the records without a carriage return at their end."""
    data = np.frombuffer(records.data, np.uint8)
    last = np.maximum(records.ends - 1, records.starts)
    returns = (records.ends > records.starts) & (data[np.minimum(last, len(data) - 1)] == RETURN)
    return Records(records.data, records.starts, records.ends - returns)
