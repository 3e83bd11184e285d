"""The benchmark's figures as a table: each preset's mean and spread over the seeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import msgspec
import numpy as np

from penstock.bench.anomalies.rated import Rated
from penstock.bench.anomalies.sweep import PROFILES

Results: TypeAlias = Mapping[str, Sequence[Rated]]
Figure: TypeAlias = Callable[[Rated], float | None]


def table(results: Results) -> str:
    """Return a line for each figure and a column for each preset."""
    figures: list[tuple[str, Figure]] = [
        *((f"{each.name}, best threshold", _total(each.name)) for each in PROFILES),
        ("standard, threshold of the other series", lambda rated: rated.left_out),
        ("standard, is_anomaly", lambda rated: rated.graded),
        *((f"  {name}", _own(name)) for name in next(iter(results.values()))[0].series),
    ]
    head = " ".join((f"{'':<44}", *(f"{name:>14}" for name in results)))
    return "\n".join([head, *(_line(name, results, figure) for name, figure in figures)])


def written(results: Results, path: Path) -> None:
    """Write all figures as JSON."""
    path.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")


def spread(values: Iterable[float | None]) -> str:
    """Return a mean with its standard deviation.

    >>> spread([1.0, 2.0]), spread([None])
    ('1.5 ± 0.5', 'no window')
    """
    known = [value for value in values if value is not None]
    return f"{np.mean(known):.1f} ± {np.std(known):.1f}" if known else "no window"


def _total(profile: str) -> Figure:
    return lambda rated: rated.totals[profile]


def _own(series: str) -> Figure:
    return lambda rated: rated.series[series]


def _line(name: str, results: Results, figure: Figure) -> str:
    cells = (f"{spread(map(figure, seeds)):>14}" for seeds in results.values())
    return " ".join((f"{name[:44]:<44}", *cells))
