"""What tells the rows of one side of a join apart, where they are taken back again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.state.chains import Chains
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec


class Identities:
    """Rows by identity: columns that tell them apart, or that make them interchangeable."""

    def __init__(self, types: Sequence[pa.DataType]) -> None:
        self._codec = KeyCodec(types)
        self.index = HashIndex(self._codec.width, sized=self._codec.sized)
        self.chains = Chains()

    def of(self, columns: Sequence[Column], rows: int) -> Int64s:
        """Return what stands for each row's identity."""
        return self.index.upsert(self._codec.encode(columns, rows))[0]

    def forget(self, identities: Int64s) -> None:
        """Let go of those identities of which there is no row."""
        unique = np.unique(identities)
        self.index.remove(unique[self.chains.counts(unique) == 0])
