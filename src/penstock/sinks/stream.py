"""Rows into an embedded stream: a record each, in the shard of its partition key."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.config.options import Declaration
from penstock.config.settings import Setting, SettingKind
from penstock.core.batch import Batch, Column, Records, RowKind
from penstock.core.errors import UserError, did_you_mean
from penstock.core.protocols import Stream
from penstock.core.table import Table
from penstock.sinks.request import SinkRequest, read_sink_options

DECLARATION = Declaration(
    name="stream",
    summary="Writes rows to an embedded stream: a durable log in shards under the pipeline's "
    "folder.",
    guarantee="Exactly once: a step that a shard already holds is dropped when it comes again.",
    settings=(
        Setting("stream", SettingKind.TEXT, "The stream's name; without it, the table's.",
                example="alerts"),
        Setting("shards", SettingKind.INTEGER, "Into how many shards the stream is divided when "
                "it is made; one that exists keeps its own.", default="1", minimum=1,
                maximum=1024),
        Setting("retention", SettingKind.DURATION, "How long records are kept; without it, for "
                "ever.", example="7 d", minimum=1),
        Setting("sink.partitioner", SettingKind.CHOICE, "Without PARTITIONED BY: whether the "
                "shards take turns or one takes all.", default="random",
                choices=("random", "fixed")),
        Setting("sink.partitioner-field-delimiter", SettingKind.TEXT, "What stands between the "
                "values of the PARTITIONED BY columns in the partition key.", default="|"),
        Setting("sink.parallelism", SettingKind.INTEGER, "Taken for Flink's sake; one process "
                "writes here.", minimum=1),
        Setting("scan.*", SettingKind.TEXT, "Settings for reading the same table."),
        Setting("format", SettingKind.TEXT, "The format of the records.", example="json"),
        Setting("value.format", SettingKind.TEXT, "The same, by its longer name."),
        Setting("json.*", SettingKind.TEXT, "Settings of the JSON format."),
        Setting("csv.*", SettingKind.TEXT, "Settings of the CSV format."),
        Setting("raw.*", SettingKind.TEXT, "Settings of the raw format."),
    ),
    example="WITH ('connector' = 'stream', 'stream' = 'alerts', 'format' = 'json')",
)  # fmt: skip
Encode = Callable[[pa.RecordBatch], Records]
Keys = Callable[[pa.RecordBatch], Sequence[bytes] | None]


class UnfitStreamTable(UserError):
    """A table cannot be written to a stream as it is declared.

    >>> print(UnfitStreamTable("PARTITIONED BY: table 'alerts' has no column 'sit'"))
    E302 PARTITIONED BY: table 'alerts' has no column 'sit'
    """

    code = "E302"


class StreamTakesNewRowsOnly(UserError):
    """A query whose rows change or go writes to a stream, which can only be added to.

    >>> print(StreamTakesNewRowsOnly("stream 'alerts' takes new rows only"))
    E303 stream 'alerts' takes new rows only
    """

    code = "E303"


def open_sink(request: SinkRequest) -> StreamSink:
    """Return the sink of a table with `'connector' = 'stream'`; its stream is made if need be."""
    table = request.table
    options = read_sink_options(DECLARATION, table)
    delimiter, partitioner = (
        options["sink.partitioner-field-delimiter"],
        options["sink.partitioner"],
    )
    keys = _keys(table, delimiter, partitioner, request.producer)
    name = options["stream"] or table.name
    stream = request.surroundings.streams.create(name, options["shards"], options["retention"])
    encode = request.open_encoder(request.schema)
    return StreamSink(table, stream, request.producer, encode, keys)


class StreamSink:
    """Makes each step durable at once, so nothing is ever pending."""

    def __init__(
        self, table: Table, stream: Stream, producer: str, encode: Encode, keys: Keys
    ) -> None:
        self._table = table
        self._stream = stream
        self._producer = producer
        self._encode = encode
        self._keys = keys

    def write(self, step: int, batches: Sequence[Batch]) -> None:
        """Append the rows of a step; shards that already hold the step drop their part."""
        for batch in batches:
            self._check_kinds(batch)
        rows = [batch.data for batch in batches if len(batch)]
        if not rows:
            return
        whole = rows[0] if len(rows) == 1 else _concatenated(rows)
        records = self._encode(whole)
        self._stream.append(records, self._keys(whole), producer=self._producer, step=step)

    def on_time(self, now_us: int) -> None:
        """Do nothing: nothing is due."""

    def snapshot(self) -> bytes:
        """Return nothing: the shards themselves know the last step."""
        return b""

    def restore(self, token: bytes | None) -> None:
        """Do nothing: steps that come again are dropped."""

    @property
    def rows_pending(self) -> int:
        """Always 0."""
        return 0

    def close(self) -> None:
        """Let go of nothing: the streams belong to whoever opened them."""

    def _check_kinds(self, batch: Batch) -> None:
        if batch.kinds is not None and (batch.kinds != RowKind.INSERT).any():
            raise StreamTakesNewRowsOnly(
                f"stream table '{self._table.name}' takes new rows only, and its query changes"
                " rows",
                where=self._table.where,
                hint="write to a table with PRIMARY KEY (…) NOT ENFORCED and connector 'documents'",
            )


def _concatenated(rows: list[pa.RecordBatch]) -> pa.RecordBatch:
    """Return the rows in one batch: a step goes to each shard as one frame, or not at all."""
    (whole,) = pa.Table.from_batches(rows).combine_chunks().to_batches()
    return whole


def _keys(table: Table, delimiter: str, partitioner: str, producer: str) -> Keys:
    columns = table.partition_keys
    for name in columns:
        _check_column(table, name)
    if columns:
        return lambda rows: _joined(rows, columns, delimiter)
    if partitioner == "fixed":
        return lambda rows: [producer.encode()] * rows.num_rows
    return lambda rows: None


def _check_column(table: Table, name: str) -> None:
    place = table.schema.index(name)
    if place is None:
        raise UnfitStreamTable(
            f"PARTITIONED BY: table '{table.name}' has no column '{name}'",
            where=table.where,
            hint=did_you_mean(name, table.schema.names),
        )
    type_ = table.schema.fields[place].type
    if type_.children:
        raise UnfitStreamTable(
            f"PARTITIONED BY: column '{name}' is {type_}, which makes no partition key",
            where=table.where,
            hint="partition by columns of plain types",
        )


def _joined(rows: pa.RecordBatch, columns: tuple[str, ...], delimiter: str) -> list[bytes]:
    """Return each row's partition key; NULL is empty. Equal keys are made once."""
    texts = [_text(rows.column(name)) for name in columns]
    between = pa.scalar(delimiter.encode(), pa.binary())
    joined = pc.binary_join_element_wise(  # type: ignore[call-overload]  # the stubs want all alike
        *texts, between, null_handling="replace", null_replacement=b""
    ).dictionary_encode()
    distinct = np.array([*joined.dictionary.to_pylist(), None], object)[:-1]
    keys: list[bytes] = distinct[joined.indices.to_numpy()].tolist()
    return keys


def _text(column: Column) -> Column:
    if pa.types.is_binary(column.type):
        return column
    return pc.cast(pc.cast(column, pa.string()), pa.binary())
