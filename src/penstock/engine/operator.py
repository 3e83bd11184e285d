"""What an operator is: batches and watermarks in, batches out, state that can be handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias, runtime_checkable

import pyarrow as pa

from penstock.core.batch import Batch

State: TypeAlias = Mapping[str, bytes]
"""Named parts, each an Arrow IPC stream or a versioned binary of its own."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Rows that an operator could not use, for `t$late` or `t$invalid`, with the reason of each."""

    rows: pa.RecordBatch
    reason: str
    late: bool


@dataclass(frozen=True, slots=True)
class Emission:
    """What one call gave: batches for the operators above, and rows that leave on the side."""

    batches: Sequence[Batch] = ()
    rejected: Sequence[Rejected] = ()


NOTHING = Emission()


@dataclass(slots=True)
class Counts:
    """An operator's ledger, in rows of its own input.

    Always: rows_in = rows_out + rows_filtered + rows_late + rows_invalid + rows_in_flight. A row
    is out when nothing more can come of it: passed on, or part of its last emitted window.
    """

    rows_in: int = 0
    rows_out: int = 0
    rows_filtered: int = 0
    rows_late: int = 0
    rows_invalid: int = 0
    rows_in_flight: int = 0


@dataclass(frozen=True, slots=True)
class Port:
    """Where rows come in: by which of the operator's inputs, and on which of its lanes.

    A lane is one way from a source table to the operator. There is a ledger for each, so that a
    table's rows stay accounted for where they meet those of other tables.
    """

    input: int = 0
    lane: int = 0


class Operator(Protocol):
    """One relational operation with its own state; deterministic, and free of I/O and clocks."""

    @property
    def counts(self) -> Sequence[Counts]:
        """One ledger per lane."""

    def on_batch(self, batch: Batch, port: Port, now_us: int) -> Emission:
        """Take rows, at least one, by a port; `now_us` is the step's clock."""

    def on_watermark(self, watermark_us: int, arrived_us: int) -> Emission:
        """Learn that no earlier row is expected; the engine has combined all inputs' watermarks.

        `arrived_us` is the arrival time of what moved the watermark, for what is emitted now.
        """

    def snapshot(self) -> State:
        """Return the whole state, the ledger apart, which the engine keeps."""

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""

    def state_bytes(self) -> int:
        """Return roughly how much memory the state holds."""


@runtime_checkable
class Clocked(Protocol):
    """An operator that has something to do when time passes, rows or no rows."""

    def on_time(self, now_us: int) -> Emission:
        """Learn what time it is, before the rows of the step come."""


@runtime_checkable
class Awaiting(Protocol):
    """An operator that holds rows of its first input back until the others have ended."""

    @property
    def waiting_bytes(self) -> int:
        """The memory of the rows that are held back; not more until the others have ended."""

    def on_ended(self, ended: Sequence[bool]) -> Sequence[tuple[int, Emission]]:
        """Learn, once or more often, which inputs have given their last row.

        Return what is ready now, with the lane that it came in by.
        """


@dataclass(frozen=True, slots=True)
class Arrival:
    """Decoded rows of one split: the scan's wanted columns, then its metadata columns.

    `finished` says that the split is bounded and has ended with these rows. An arrival of no rows
    announces a split, which from then on holds the watermark back until it has rows or is idle.
    """

    table: str
    split: str
    columns: pa.RecordBatch
    arrived_us: int
    finished: bool = False


class Origin(Protocol):
    """An operator at which rows enter: it has no input, and makes the watermark."""

    @property
    def counts(self) -> Sequence[Counts]:
        """One ledger, for the table's own lane."""

    @property
    def watermark_us(self) -> int:
        """The watermark of all that has entered here."""

    @property
    def idle(self) -> bool:
        """Whether nothing is to be expected for now, so that nobody waits for this watermark."""

    def on_time(self, now_us: int, resumed: bool) -> Emission:
        """Learn what time it is; `resumed` says that nobody was listening for a while."""

    def snapshot(self) -> State:
        """Return the whole state, the ledger apart."""

    def restore(self, state: State) -> None:
        """Take back what `snapshot` returned."""

    def state_bytes(self) -> int:
        """Return roughly how much memory the state holds."""


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step gave: batches by insert name, and rejected rows by source table."""

    outputs: Mapping[str, Sequence[Batch]]
    rejected: Mapping[str, Sequence[Rejected]] = field(default_factory=dict)
