"""The tables that panels look at: filled from what is stored, then from what is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pyarrow as pa

from penstock.core.batch import Batch
from penstock.core.errors import PenstockError
from penstock.core.protocols import Stream
from penstock.core.time import Clock
from penstock.formats import Decoder, open_decoder
from penstock.pipeline.run import Run
from penstock.query.stored import Place, read_stored, stream_name
from penstock.serving.recent import RecentRows

HISTORY_ROWS_MAX = 20_000
TAIL_ROWS_MAX = 20_000
LAG_ROWS_MAX = 50_000


class StreamTail:
    """Follows a stream, whoever fills it: this run, a replay, another process."""

    def __init__(self, stream: Stream, decoder: Decoder) -> None:
        self._stream = stream
        self._decoder = decoder
        self._positions = {shard: stream.latest(shard) for shard in stream.shards}

    def news(self) -> list[pa.RecordBatch]:
        """Return the rows that came since the call before."""
        found = []
        for shard, seen in self._positions.items():
            # A page that cannot keep up looks at the newest rows rather than at all of them.
            position = max(seen, self._stream.latest(shard) - LAG_ROWS_MAX)
            read = self._stream.read(shard, position, TAIL_ROWS_MAX)
            if read is not None:
                self._positions[shard] = read.sequence_next
                found.append(self._decoder.decode(read.records, 0).batch)
        return found


class LiveTables:
    """Recent rows of each table by name. The job's thread adds, the panels' thread reads."""

    def __init__(self, run: Run, windows_us: dict[str, int], clock: Clock) -> None:
        self._run = run
        self._clock = clock
        tables = run.plan.tables
        self.recent = {
            name: RecentRows(tables[name].schema.arrow, window)
            for name, window in windows_us.items()
        }
        self._tails = dict(self._open_tails(windows_us))
        self._fill()
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
        for name, recent in self.recent.items():
            try:
                rows = read_stored(name, self._run.plan, place)
            except PenstockError:
                # Nothing is kept of this table, so its panels begin with what comes now.
                continue
            newest = rows.slice(max(0, rows.num_rows - HISTORY_ROWS_MAX))
            recent.add(newest.to_batches(), self._clock.now_us())

    def _published(self, table: str, batches: Sequence[Batch]) -> None:
        recent = self.recent.get(table)
        if recent is not None and table not in self._tails:
            recent.add([batch.data for batch in batches], self._clock.now_us())

    def follow(self) -> None:
        """Look at the streams."""
        for name, tail in self._tails.items():
            news = tail.news()
            if news:
                self.recent[name].add(news, self._clock.now_us())
