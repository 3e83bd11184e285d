"""What a format is to the other rooms: records to a batch, a batch to records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from penstock.config.options import Declaration
from penstock.core.batch import Int64s, Records
from penstock.core.types import Schema


@dataclass(frozen=True, slots=True)
class Invalid:
    """The records that could not be decoded: their indices, ascending, and why, one for each."""

    rows: Int64s = field(default_factory=lambda: np.empty(0, np.int64))
    reasons: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many records are invalid."""
        return len(self.reasons)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The valid records as columns, in order, and an account of the others.

    `kept` holds the record index of each row when some records gave no row (None: all did).
    """

    batch: pa.RecordBatch
    invalid: Invalid = field(default_factory=Invalid)
    kept: Int64s | None = None


class Decoder(Protocol):
    """Turns records into columns; keeps nothing between calls."""

    def decode(self, records: Records, arrived_us: int) -> Decoded:
        """Return the wanted columns of the valid records, and which were invalid and why."""


class Encoder(Protocol):
    """Turns rows into records; keeps nothing between calls."""

    def encode(self, batch: pa.RecordBatch) -> Records:
        """Return one record for each row."""


@dataclass(frozen=True, slots=True)
class DecodingTask:
    """What a decoder is opened for.

    `schema` holds all physical columns in order, `wanted` those that the plan needs, with ROW
    columns cut down to the needed fields; `settings` are the format's, read and checked.
    """

    schema: Schema
    wanted: Schema
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what its users see, and how its two directions are opened."""

    declaration: Declaration
    check: Callable[[Schema, Mapping[str, Any]], None]
    open_decoder: Callable[[DecodingTask], Decoder] | None
    open_encoder: Callable[[Schema, Mapping[str, Any]], Encoder] | None
