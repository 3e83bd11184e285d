"""Read one table's splits and decode what came, keeping the position of each split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Chunk, Column
from penstock.core.errors import InternalError
from penstock.core.protocols import Source
from penstock.engine.operator import Arrival
from penstock.formats import Decoder
from penstock.pipeline.chunk_codec import chunk_from_bytes, chunk_to_bytes
from penstock.pipeline.journal import Reading
from penstock.sql.plan import Scan

ROWS_MIN = 500
"""A batch never shrinks below this many rows; a smaller one would cost more than it saves."""
ROWS_REPLAYED_MAX = 2**31


class UnrepeatableRead(InternalError):
    """A source did not give again what the journal says it gave.

    >>> print(UnrepeatableRead("source 'bids' gave 3 rows again where it gave 4"))
    E504 source 'bids' gave 3 rows again where it gave 4
    """

    code = "E504"


@dataclass(frozen=True, slots=True)
class Undecodable:
    """Records of one chunk that are no rows, each with its reason."""

    table: str
    split: str
    records: Sequence[bytes]
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """One chunk of one split: what the journal notes, what the engine gets, what is no row."""

    reading: Reading
    rows: int
    arrival: Arrival
    undecodable: Undecodable | None


class TableReader:
    """Reads the source of one scan; the batch grows while the source has more than it takes."""

    def __init__(
        self, scan: Scan, source: Source, decoder: Decoder | None, rows_max: int, origin: str
    ) -> None:
        self.scan = scan
        self.source = source
        self.origin = origin
        self._decoder = decoder
        self._rows_roof = rows_max
        self._rows_max = min(ROWS_MIN, rows_max)
        self.positions: dict[str, str] = {}
        self._finished: set[str] = set()
        self._announced: set[str] = set()
        self.behind = False
        """Whether the last poll found as much as it takes, so that more is likely there."""

    @property
    def finished(self) -> bool:
        """Whether every split is bounded and read to its end."""
        return bool(self.positions) and self._finished >= set(self.positions)

    def begin(self, positions: Mapping[str, str]) -> None:
        """Take positions from a checkpoint; splits that it does not know begin at their start."""
        self.positions = dict(positions)
        self._finished = set()
        self._announced = set()
        self._find_splits()

    def poll(self) -> Iterator[Taken]:
        """Yield what each split has now; nothing when all are silent."""
        return starmap(self.decoded, self.chunks())

    def chunks(self) -> Iterator[tuple[Reading, Chunk]]:
        """Yield what each split has now, to be decoded in any thread."""
        self._find_splits()
        self.behind = full = False
        for split in [split for split in self.positions if split not in self._finished]:
            found = self._poll_split(split)
            if found is not None:
                full |= len(found[1]) >= self._rows_max
                yield found
        self.behind = full and not self.finished
        # Grow while behind, shrink when idle: latency for the calm, throughput for the flood.
        factor = 2.0 if full else 0.5
        self._rows_max = int(min(self._rows_roof, max(ROWS_MIN, self._rows_max * factor)))

    def repeat(self, reading: Reading) -> Taken:
        """Return again what the journal says was read."""
        if reading.payload is not None:
            chunk: Chunk | None = chunk_from_bytes(reading.payload)
        elif reading.start == reading.end:
            chunk = self._nothing(reading.start)
        else:
            chunk = self.source.read(reading.split, reading.start, ROWS_REPLAYED_MAX, reading.end)
        if chunk is None or chunk.position != reading.end:
            found = "nothing" if chunk is None else chunk.position
            raise UnrepeatableRead(
                f"source '{reading.table}' gave {found} again where it gave {reading.end}",
                hint="has its retention dropped records that were not yet in a checkpoint?",
            )
        self._note(reading)
        return self.decoded(reading, chunk)

    def close(self) -> None:
        """Let go of the source."""
        self.source.close()

    def _find_splits(self) -> None:
        for split in self.source.splits():
            if split not in self.positions:
                self.positions[split] = self.source.start(split)

    def _poll_split(self, split: str) -> tuple[Reading, Chunk] | None:
        start = self.positions[split]
        chunk = self.source.read(split, start, self._rows_max)
        position = start if chunk is None else chunk.position
        if chunk is not None and chunk.start is not None:
            # What retention has dropped cannot be read again; the journal must not ask for it.
            start = chunk.start
        finished = self.source.finished(split, position)
        if chunk is None and not finished and split in self._announced:
            return None
        # A split is told of once even when it is silent, so that it holds the watermark back.
        self._announced.add(split)
        chunk = chunk or self._nothing(start)
        payload = None if self.source.replayable or not len(chunk) else chunk_to_bytes(chunk)
        reading = Reading(self.scan.table.name, split, start, position, finished, payload)
        self._note(reading)
        return reading, chunk

    def _note(self, reading: Reading) -> None:
        self.positions[reading.split] = reading.end
        if reading.finished:
            self._finished.add(reading.split)

    def _nothing(self, position: str) -> Chunk:
        empty = pa.RecordBatch.from_pylist([], self.scan.wanted.arrow)
        metadata = {
            column.key: pa.array([], column.field.type.arrow) for column in self.scan.metadata
        }
        return Chunk(position, 0, columns=empty, metadata=metadata)

    def decoded(self, reading: Reading, chunk: Chunk) -> Taken:
        """Return a chunk's rows as columns; several threads may ask at once."""
        columns, kept, undecodable = self._columns(reading, chunk)
        for column in self.scan.metadata:
            values = chunk.metadata[column.key]
            values = values if kept is None else values.take(kept)
            columns = columns.append_column(
                column.field.name, pc.cast(values, column.field.type.arrow)
            )
        arrival = Arrival(reading.table, reading.split, columns, chunk.arrived_us, reading.finished)
        return Taken(reading, len(chunk), arrival, undecodable)

    def _columns(
        self, reading: Reading, chunk: Chunk
    ) -> tuple[pa.RecordBatch, Column | None, Undecodable | None]:
        if chunk.columns is not None:
            columns = chunk.columns.select(list(self.scan.wanted.names))
            # The plan may want only some fields of a ROW.
            return columns.cast(self.scan.wanted.arrow), None, None
        if self._decoder is None or chunk.records is None:
            raise InternalError(f"source '{reading.table}' gave records and has no format")
        decoded = self._decoder.decode(chunk.records, chunk.arrived_us)
        if decoded.kept is None:
            return decoded.batch, None, None
        bad = [chunk.records[int(row)] for row in decoded.invalid.rows]
        undecodable = Undecodable(reading.table, reading.split, bad, decoded.invalid.reasons)
        return decoded.batch, pa.array(decoded.kept), undecodable
