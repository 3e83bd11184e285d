"""Run the kernels of GROUP BY without windows once, over rows that come and go."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch, RowKind
from penstock.core.table import Table
from penstock.core.types import BIGINT, STRING, Field, Schema
from penstock.engine.compile import build_operator
from penstock.engine.limits import Limits
from penstock.engine.operator import Port
from penstock.sql.plan import ChangelogMode, Scan, Traits
from penstock.sql.plan_groups import Aggregate, GroupAggregate

_COLUMNS = Schema((Field("name", STRING), Field("whole", BIGINT)))
_NAME, _WHOLE = range(len(_COLUMNS))
_CALLS = (
    Aggregate("COUNT", (_WHOLE,), BIGINT, distinct=True),
    Aggregate("SUM", (_WHOLE,), BIGINT),
    Aggregate("MIN", (_WHOLE,), BIGINT),
    Aggregate("MAX", (_NAME,), STRING),
)


def run_groups() -> None:
    """Add rows to groups, take one of them out again, and hand the state over."""
    for mode in (ChangelogMode.APPEND, ChangelogMode.RETRACT):
        fields = (_COLUMNS.fields[_NAME], *(Field(each.function, each.type) for each in _CALLS))
        below = Scan(Table("warm", _COLUMNS), _COLUMNS, (), (), _COLUMNS, None, Traits(mode))
        node = GroupAggregate(below, (_NAME,), _CALLS, Schema(fields), Traits(mode))
        operator = build_operator(node, Limits(), lanes=1)
        operator.on_batch(_batch(RowKind.INSERT), Port(), 0)
        operator.restore(operator.snapshot())
        if mode is ChangelogMode.RETRACT:
            operator.on_batch(_batch(RowKind.DELETE), Port(), 0)


def _batch(kind: RowKind) -> Batch:
    names, numbers = ["a", "b", "a", None], [1, 2, None, 3]
    data = pa.record_batch({"name": names, "whole": numbers}, schema=_COLUMNS.arrow)
    return Batch(data, 0, np.full(len(names), kind, np.int8))
