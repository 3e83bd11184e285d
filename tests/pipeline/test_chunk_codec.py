"""What is journaled of a chunk is all of it."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from penstock.core.batch import Chunk, Records
from penstock.pipeline.chunk_codec import chunk_from_bytes, chunk_to_bytes


@given(records=st.lists(st.binary(max_size=20), max_size=5), position=st.text(max_size=5))
def test_records_come_back(records: list[bytes], position: str) -> None:
    metadata = {"timestamp": pa.array(range(len(records)), pa.int64())}
    chunk = Chunk(position, 7, Records.of(records), metadata=metadata)
    again = chunk_from_bytes(chunk_to_bytes(chunk))
    assert again.records is not None
    assert [again.records[i] for i in range(len(again))] == records
    assert (again.position, again.arrived_us) == (position, 7)
    assert again.metadata["timestamp"].equals(metadata["timestamp"])


def test_columns_come_back() -> None:
    columns = pa.record_batch({"a": [1, None], "b": ["x", "y"]})
    again = chunk_from_bytes(chunk_to_bytes(Chunk("p", 7, columns=columns)))
    assert again.columns is not None
    assert again.columns.equals(columns)
    assert again.records is None
