"""Times for people, without the zone that Arrow gives them: it is UTC anyway."""

from __future__ import annotations

import pyarrow as pa


def without_zones(data: pa.RecordBatch) -> pa.RecordBatch:
    """Return the rows with plain timestamps, so that no zone database is asked for UTC.

    >>> data = pa.record_batch({"at": pa.array([0], pa.timestamp("us", "UTC"))})
    >>> without_zones(data).to_pylist()
    [{'at': datetime.datetime(1970, 1, 1, 0, 0)}]
    """
    fields = [
        field.with_type(pa.timestamp("us")) if pa.types.is_timestamp(field.type) else field
        for field in data.schema
    ]
    return data.cast(pa.schema(fields))
