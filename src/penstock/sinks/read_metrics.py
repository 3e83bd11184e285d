"""Metrics as a table, and as text for Prometheus, while a pipeline writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from penstock.core.time import US_PER_SECOND
from penstock.sinks.database import reading

ROWS_MAX = 1_000_000
SERIES_MAX = 10_000
"""Combinations of dimensions in the text for Prometheus; the first by name are taken."""
SCHEMA = pa.schema(
    [
        ("name", pa.string()),
        ("dimensions", pa.map_(pa.string(), pa.string())),
        ("second", pa.timestamp("us")),
        ("count", pa.int64()),
        ("sum", pa.float64()),
        ("min", pa.float64()),
        ("max", pa.float64()),
    ]
)


@dataclass(frozen=True, slots=True)
class MetricQuery:
    """Which points: of one metric or all, from `since_us` until just before `until_us`.

    When more than `limit` fit, the newest are taken.
    """

    name: str | None = None
    since_us: int | None = None
    until_us: int | None = None
    limit: int = ROWS_MAX


def read_metrics(path: Path, query: MetricQuery | None = None) -> pa.Table:
    """Return points, oldest first; an empty table when nothing was ever stored."""
    if not path.exists():
        return SCHEMA.empty_table()
    query = query or MetricQuery()
    since_s = None if query.since_us is None else -(-query.since_us // US_PER_SECOND)
    until_s = None if query.until_us is None else -(-query.until_us // US_PER_SECOND)
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT name, dimensions, second * 1000000, count, sum, min, max FROM points"
            " WHERE (?1 IS NULL OR name = ?1) AND (?2 IS NULL OR second >= ?2)"
            " AND (?3 IS NULL OR second < ?3) ORDER BY second DESC, name DESC, dimensions DESC"
            " LIMIT ?4",
            (query.name, since_s, until_s, min(query.limit, ROWS_MAX)),
        ).fetchall()[::-1]
    typed = [(row[0], list(json.loads(row[1]).items()), *row[2:]) for row in rows]
    columns = list(zip(*typed, strict=True)) or [()] * len(SCHEMA)
    arrays = [pa.array(c, field.type) for c, field in zip(columns, SCHEMA, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def prometheus_text(path: Path) -> str:
    """Return each metric's count and sum since the folder's first run, as Prometheus reads it."""
    if not path.exists():
        return ""
    with reading(path) as connection:
        rows = connection.execute(
            "SELECT name, dimensions, count, sum FROM totals ORDER BY name, dimensions LIMIT ?",
            (SERIES_MAX,),
        ).fetchall()
    metrics: dict[str, dict[str, tuple[int, float]]] = {}
    for name, dimensions, count, total in rows:
        series = metrics.setdefault(_fit(name, ":"), {})
        labels = _labels(json.loads(dimensions))
        known = series.get(labels, (0, 0.0))
        series[labels] = (known[0] + count, known[1] + total)
    lines = [line for name, series in metrics.items() for line in _lines(name, series)]
    return "".join(f"{line}\n" for line in lines)


def _lines(name: str, series: Mapping[str, tuple[int, float]]) -> list[str]:
    lines = [f"# TYPE {name} summary"]
    for labels, (count, total) in series.items():
        lines += [f"{name}_count{labels} {count}", f"{name}_sum{labels} {total}"]
    return lines


def _labels(dimensions: Mapping[str, str]) -> str:
    """Return the dimensions as labels.

    >>> _labels({"Distance(mi)": 'a"b'})
    '{Distance_mi_="a\\\\"b"}'
    """
    if not dimensions:
        return ""
    parts: dict[str, str] = {}
    for name, value in dimensions.items():
        fit = _fit(name, "")
        label = fit if fit not in parts else f"{fit}_{len(parts)}"
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        parts[label] = f'{label}="{escaped}"'
    return f"{{{','.join(parts.values())}}}"


def _fit(name: str, allowed: str) -> str:
    """Return the name with a line in place of whatever Prometheus does not take."""
    fit = re.sub(f"[^a-zA-Z0-9_{allowed}]", "_", name)
    return f"_{fit}" if not fit or fit[0].isdigit() else fit
