"""The condition of LEFT JOIN UNNEST: which elements of its collection a row is given with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int64s
from penstock.engine.expressions import compile_columns, surviving
from penstock.functions import EvaluationError
from penstock.sql.expression import Expression
from penstock.state.arrow import Bools


class ElementFilter:
    """A condition over the columns of rows and, behind them, those of their elements."""

    def __init__(self, condition: Expression) -> None:
        self._compute = compile_columns([condition])

    def wanted(
        self, data: pa.RecordBatch, elements: Sequence[Column], rows: Int64s, now_us: int
    ) -> tuple[Bools, list[EvaluationError]]:
        """Return which elements meet the condition, and the rows for which one cannot be asked.

        `rows` says whose each element is; a row that fails, fails with all of its elements.
        """
        columns = [*data.columns, *elements]
        frame = pa.RecordBatch.from_arrays(columns, names=[str(n) for n in range(len(columns))])
        found = surviving(self._compute, frame, now_us)
        asked = np.arange(len(rows)) if found.rows is None else found.rows
        wanted = np.zeros(len(rows), np.bool_)
        wanted[asked] = found.columns[0].fill_null(False).to_numpy(zero_copy_only=False)
        failing, failures = np.zeros(0, np.int64), []
        for each in found.failures:
            fresh = np.setdiff1d(rows[each.rows], failing)
            failing = np.union1d(failing, fresh)
            if len(fresh):
                failures.append(EvaluationError(each.reason, fresh))
        return wanted & ~np.isin(rows, failing), failures
