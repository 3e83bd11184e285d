"""The tables that panels look at: filled from what is stored, then from what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from penstock.core.batch import Batch, Records
from penstock.core.errors import PenstockError
from penstock.core.protocols import Stream, StreamRecords
from penstock.core.table import Table
from penstock.core.time import Clock
from penstock.formats import Decoder, open_decoder
from penstock.pipeline.run import Run
from penstock.query.stored import Place, read_stored, stream_name
from penstock.serving.recent import RecentRows

HISTORY_ROWS_MAX = 20_000
TAIL_ROWS_MAX = 20_000
LAG_ROWS_MAX = 50_000
ROWS_PER_PIECE = 1_000


class StreamTail:
    """Follows a stream, whoever fills it: this run, a replay, another process."""

    def __init__(self, stream: Stream, decoder: Decoder) -> None:
        self._stream = stream
        self._decoder = decoder
        # What came before is read like what comes: so no row is seen twice, and none is missed.
        self._positions = {
            shard: max(stream.earliest(shard), stream.latest(shard) - HISTORY_ROWS_MAX)
            for shard in stream.shards
        }

    def news(self) -> Iterator[tuple[pa.RecordBatch, int]]:
        """Yield the rows that came since the call before, some together with their arrival."""
        for shard, seen in self._positions.items():
            # A page that cannot keep up looks at the newest rows rather than at all of them.
            position = max(seen, self._stream.latest(shard) - LAG_ROWS_MAX)
            read = self._stream.read(shard, position, TAIL_ROWS_MAX)
            if read is not None:
                self._positions[shard] = read.sequence_next
                yield from self._decoded(read)

    def _decoded(self, read: StreamRecords) -> Iterator[tuple[pa.RecordBatch, int]]:
        """Yield pieces so small that the last row's arrival will do for all of one."""
        records = read.records
        for start in range(0, len(records), ROWS_PER_PIECE):
            piece = slice(start, start + ROWS_PER_PIECE)
            part = Records(records.data, records.starts[piece], records.ends[piece])
            yield self._decoder.decode(part, 0).batch, int(read.arrived_us[piece][-1])


class LiveTables:
    """Recent rows of each table by name. The job's thread adds, the panels' thread reads."""

    def __init__(self, run: Run, windows_us: dict[str, int], clock: Clock) -> None:
        self._run = run
        self._clock = clock
        tables = run.plan.tables
        self.recent = {
            name: RecentRows(tables[name].schema.arrow, window, _key(tables[name]))
            for name, window in windows_us.items()
        }
        self._tails = dict(self._open_tails(windows_us))
        self._told: dict[str, str] = {}
        self._fill()
        self.follow()
        run.job.listeners.append(self._published)

    def _open_tails(self, names: Iterable[str]) -> Iterable[tuple[str, StreamTail]]:
        for name in names:
            table = self._run.plan.tables[name]
            if table.connector == "stream":
                decoder = open_decoder(table.schema, table.schema, table.options, table.where)
                yield name, StreamTail(self._run.streams.create(stream_name(table)), decoder)

    def _fill(self) -> None:
        folder = self._run.folder
        place = Place(folder.path, folder.state, self._run.streams, HISTORY_ROWS_MAX)
        for name in self.recent.keys() - self._tails.keys():
            recent = self.recent[name]
            try:
                rows = read_stored(name, self._run.plan, place)
            except PenstockError:
                # Nothing is kept of this table, so its panels begin with what comes now.
                continue
            # Metrics are stored as points, and a table may have had other columns before.
            if rows.schema.equals(recent.schema):
                newest = rows.slice(max(0, rows.num_rows - HISTORY_ROWS_MAX))
                recent.add(newest.to_batches(), self._clock.now_us())

    def _published(self, table: str, batches: Sequence[Batch]) -> None:
        recent = self.recent.get(table)
        if recent is not None and table not in self._tails:
            kinds = [batch.kinds for batch in batches]
            recent.add([batch.data for batch in batches], self._clock.now_us(), kinds)

    def follow(self) -> list[PenstockError]:
        """Look at the streams; return what is newly wrong with one."""
        found = []
        for name, tail in self._tails.items():
            try:
                news = list(tail.news())
            except PenstockError as wrong:
                if self._told.get(name) != wrong.message:
                    found.append(wrong)
                self._told[name] = wrong.message
                continue
            self._told.pop(name, None)
            for rows, arrived_us in news:
                self.recent[name].add([rows], arrived_us)
        return found


def _key(table: Table) -> tuple[str, ...]:
    """Return the key by which a table's rows replace each other; a stream only adds rows."""
    return () if table.connector == "stream" else table.primary_key
