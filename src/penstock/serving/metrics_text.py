"""The run's own figures in Prometheus' text format."""

from __future__ import annotations

from collections.abc import Iterator

from penstock.pipeline.status import JobStatus

COUNTERS = (
    ("rows_in", "Rows that came in, once per statement that reads them."),
    ("rows_out", "Rows that went out."),
    ("rows_filtered", "Rows that a condition dropped."),
    ("rows_late", "Rows that came after their window had closed."),
    ("rows_invalid", "Records that were no rows."),
)
GAUGES = (
    ("rows_in_flight", "Rows in open windows or unpublished files."),
    ("freshness_p99_ms", "Age of the newest rows when they came out, p99."),
    ("state_bytes", "Memory of the operators' state."),
)


def metrics_text(status: JobStatus) -> str:
    """Return all figures, one per line, with help and type."""
    return "\n".join(_lines(status)) + "\n"


def _lines(status: JobStatus) -> Iterator[str]:
    for names, kind in ((COUNTERS, "counter"), (GAUGES, "gauge")):
        for name, meaning in names:
            suffix = "_total" if kind == "counter" else ""
            yield f"# HELP penstock_{name}{suffix} {meaning}"
            yield f"# TYPE penstock_{name}{suffix} {kind}"
            for table in status.tables:
                label = table.name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
                yield f'penstock_{name}{suffix}{{table="{label}"}} {getattr(table, name)}'
    yield "# HELP penstock_resident_bytes Resident memory of the process."
    yield "# TYPE penstock_resident_bytes gauge"
    yield f"penstock_resident_bytes {status.rss_bytes}"
