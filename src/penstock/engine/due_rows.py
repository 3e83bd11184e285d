"""Rows that wait for the watermark: each has a time at which it is due, and numbers beside it.

Rows are remembered in the groups in which they came, and of each group the earliest time that is
due; so finding what is due costs what is due, not what waits.

>>> rows = DueRows([pa.string()], numbers=0)
>>> ids = rows.add([pa.array(["b", "a", "c"])], np.array([7, 5, 9]))
>>> rows.take(rows.due(7))[0].to_pylist()
['a', 'b']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.state.columns import DenseColumns
from penstock.state.image import freeze, thaw
from penstock.state.row_store import RowStore

GROUPS_MAX = 64
"""Beyond so many, groups become one: each is looked at whenever the watermark moves."""
_DUE, _SEQUENCE, _NUMBERS = range(3)


class DueRows:
    """Rows of given types by id; the caller removes what is due once it is done with it."""

    def __init__(self, types: Sequence[pa.DataType], numbers: int) -> None:
        self._rows = RowStore(types)
        self._dtypes = ["i8"] * (_NUMBERS + numbers)
        self._by_id = DenseColumns(self._dtypes)
        self._groups: list[tuple[int, Int64s]] = []
        self._next = 0

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def add(self, columns: Sequence[Column], due_us: Int64s, *numbers: Int64s) -> Int64s:
        """Keep rows with their numbers until they are due; return their ids."""
        ids = self._rows.add(columns, len(due_us))
        self._by_id.reserve(self._rows.ids_end)
        sequence = np.arange(self._next, self._next + len(ids))
        for array, values in zip(self._by_id.arrays, (due_us, sequence, *numbers), strict=True):
            array[ids] = values
        self._next += len(ids)
        if len(ids):
            self._groups.append((int(due_us.min()), ids))
        if len(self._groups) > GROUPS_MAX:
            whole = np.concatenate([each for _, each in self._groups])
            self._groups = [(min(first for first, _ in self._groups), whole)]
        return ids

    def number(self, which: int) -> Int64s:
        """Return a number of all rows by id, to be read and written; a later `add` may move it."""
        found: Int64s = self._by_id.arrays[_NUMBERS + which]
        return found

    def due_us(self, ids: Int64s) -> Int64s:
        """Return when rows are due."""
        found: Int64s = self._by_id.arrays[_DUE][ids]
        return found

    def sequence(self, ids: Int64s) -> Int64s:
        """Return numbers that ascend in the order in which rows came."""
        found: Int64s = self._by_id.arrays[_SEQUENCE][ids]
        return found

    def due(self, until_us: int) -> Int64s:
        """Return the rows that are due, each once, in the order of time and then of arrival."""
        found: list[Int64s] = []
        waiting = []
        for first_us, ids in self._groups:
            if first_us > until_us:
                waiting.append((first_us, ids))
                continue
            due_us = self.due_us(ids)
            is_due = due_us <= until_us
            found.append(ids[is_due])
            if not is_due.all():
                waiting.append((int(due_us[~is_due].min()), ids[~is_due]))
        self._groups = waiting
        every = np.concatenate(found) if found else np.zeros(0, np.int64)
        return every[np.lexsort((self._by_id.arrays[_SEQUENCE][every], self.due_us(every)))]

    def take(self, ids: Int64s) -> list[Column]:
        """Return the columns of rows; id -1 stands for a row of NULLs."""
        return self._rows.take(ids)

    def remove(self, ids: Int64s) -> None:
        """Let go of rows that were due."""
        self._rows.remove(ids)

    @property
    def size_bytes(self) -> int:
        """The memory that the rows hold."""
        return self._rows.size_bytes + self._by_id.size_bytes

    def snapshot(self) -> dict[str, bytes]:
        """Return all rows."""
        ends = self._rows.ids_end
        columns = {f"by_id{n}": array[:ends] for n, array in enumerate(self._by_id.arrays)}
        ids = [each for _, each in self._groups]
        waiting = np.concatenate(ids) if ids else np.zeros(0, np.int64)
        times = {"waiting": waiting, "next": np.array([self._next])}
        return {"rows": self._rows.snapshot(), "times": freeze({**columns, **times})}

    def restore(self, state: Mapping[str, bytes]) -> None:
        """Take back what `snapshot` returned."""
        self._rows.restore(state["rows"])
        parts = thaw(state["times"])
        self._next = int(parts["next"][0])
        self._by_id = DenseColumns(self._dtypes)
        self._by_id.reserve(len(parts["by_id0"]))
        for number, array in enumerate(self._by_id.arrays):
            array[: len(parts["by_id0"])] = parts[f"by_id{number}"]
        waiting = parts["waiting"]
        self._groups = [(int(self.due_us(waiting).min()), waiting)] if len(waiting) else []
