"""A labelled series: values in time, and the windows in which an anomaly is to be found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv

from penstock.core.errors import ExternalError

LAYOUTS = (
    ("nab/labelled_windows.json", "nab"),
    ("labelled_windows.json", ""),
    ("labels/combined_windows.json", "data"),
)
"""Where the labels may be in a folder, and where the series are then; the last is NAB's own."""


class NoLabelledSeries(ExternalError):
    """The labelled series are not where they were looked for.

    >>> print(NoLabelledSeries("no labelled series in /data", hint="name their folder: --data"))
    E861 no labelled series in /data
    hint: name their folder: --data
    """

    code = "E861"


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its rows in order of time, and the first and the last row of each window."""

    name: str
    times_us: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    windows: tuple[tuple[int, int], ...]


def read_corpus(folder: Path) -> list[Series]:
    """Return the labelled series of a folder, in order of their names.

    The folder holds `labelled_windows.json` (for each file its windows as pairs of times) beside
    the CSV files (`timestamp,value`), or a folder `nab` that does; or it is a checkout of NAB.
    """
    for labels, beside in LAYOUTS:
        if (folder / labels).is_file():
            windows = json.loads((folder / labels).read_text())
            return [_read(folder / beside, name, windows[name]) for name in sorted(windows)]
    raise NoLabelledSeries(
        f"no labelled series in {folder}",
        hint="name the folder of labelled_windows.json with --data or in PENSTOCK_DATA, "
        "or try --synthetic",
    )


def _read(folder: Path, name: str, windows: list[tuple[str, str]]) -> Series:
    path = folder / name
    if not path.is_file():
        raise NoLabelledSeries(f"{path} has labels and is absent", hint="fetch the series again")
    table = csv.read_csv(path)
    times = table.column("timestamp").cast(pa.timestamp("us")).to_numpy().astype(np.int64)
    values = table.column("value").to_numpy().astype(np.float64)
    return Series(name, times, values, tuple(_rows(times, *window) for window in windows))


def _rows(times_us: npt.NDArray[np.int64], start: str, end: str) -> tuple[int, int]:
    """Return the first and the last row from `start` to `end`."""
    first, last = (int(np.datetime64(text, "us").astype(np.int64)) for text in (start, end))
    return (
        int(np.searchsorted(times_us, first)),
        int(np.searchsorted(times_us, last, side="right")) - 1,
    )
