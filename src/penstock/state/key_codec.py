"""Key columns as keys of the hash index, and back; any column may be one, a ROW or an ARRAY too.

Values that SQL holds for equal are one key: all NaN, 0.0 and -0.0, and NULL is a key of its own.

>>> codec = KeyCodec([pa.list_(pa.float64())])
>>> keys = codec.encode([pa.array([[0.0, None], [-0.0, None], None])], 3)
>>> codec.decode(keys)[0].to_pylist()
[[0.0, None], [0.0, None], None]
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from penstock.core.batch import Column
from penstock.state.flat_codec import FlatCodec
from penstock.state.hash_kernels import Keys
from penstock.state.leaves import column_of_leaves, leaf_types, leaves_of


class KeyCodec:
    """Encodes and decodes keys of given Arrow types; no types at all make one single key.

    `width` is how many words a key has, `sized` whether it has bytes as well.
    """

    def __init__(self, types: Sequence[pa.DataType]) -> None:
        self.types = tuple(types)
        self._flat = FlatCodec([leaf for kind in self.types for leaf in leaf_types(kind)])
        self.width, self.sized = self._flat.width, self._flat.sized

    def encode(self, columns: Sequence[Column], rows: int) -> Keys:
        """Return one key per row."""
        return self._flat.encode([leaf for column in columns for leaf in leaves_of(column)], rows)

    def decode(self, keys: Keys) -> list[Column]:
        """Return the key columns again."""
        leaves = iter(self._flat.decode(keys))
        return [column_of_leaves(kind, leaves) for kind in self.types]
