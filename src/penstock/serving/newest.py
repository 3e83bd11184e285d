"""What a table with a primary key holds after its changes: the newest row of each key."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int8s, RowKind


def newest_rows(rows: pa.Table, kinds: Int8s, key: Sequence[str]) -> pa.Table:
    """Return each key's last row, without the keys whose last row is a removed one.

    >>> rows = pa.table({"k": ["a", "b", "a", "b"], "n": [1, 2, 3, 2]})
    >>> newest_rows(rows, np.array([0, 0, 2, 3], np.int8), ["k"]).to_pydict()
    {'k': ['a'], 'n': [3]}
    """
    names = [str(at) for at in range(len(key))]
    keys = rows.select(list(key)).rename_columns(names)
    numbered = keys.append_column("row", pa.array(np.arange(rows.num_rows)))
    last = numbered.group_by(names, use_threads=False).aggregate([("row", "max")])
    chosen = np.sort(last.column("row_max").to_numpy())
    # An old row (-U) is the last one of its key where the new row has another key.
    holds = (kinds == RowKind.INSERT) | (kinds == RowKind.UPDATE_AFTER)
    return rows.take(pa.array(chosen[holds[chosen]]))
