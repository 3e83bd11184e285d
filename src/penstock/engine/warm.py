"""Compile the engine's kernels, or load them from the cache, before the first row comes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa

from penstock.core.batch import Batch
from penstock.core.table import Table
from penstock.core.time import MAX_WATERMARK_US
from penstock.core.types import (
    BIGINT,
    BOOLEAN,
    DOUBLE,
    STRING,
    TIMESTAMP_3,
    Field,
    Kind,
    Schema,
    SqlType,
)
from penstock.engine.compile import build_operator
from penstock.engine.limits import Limits
from penstock.engine.operator import Port
from penstock.engine.warm_groups import run_groups
from penstock.sql.expression import Call, ColumnReference
from penstock.sql.plan import Scan, Traits
from penstock.sql.plan_groups import (
    Aggregate,
    Window,
    WindowAggregate,
    WindowKind,
)
from penstock.sql.plan_match import Match, MatchAggregate, Navigation, PatternPart, Skip

_DECIMAL = SqlType(Kind.DECIMAL, precision=10, scale=2)
_COLUMNS = Schema(
    (
        Field("ts", TIMESTAMP_3),
        Field("name", STRING),
        Field("place", STRING),
        Field("whole", BIGINT),
        Field("real", DOUBLE),
        Field("exact", _DECIMAL),
    )
)
_TS, _NAME, _PLACE, _WHOLE, _REAL, _EXACT = range(len(_COLUMNS))
_WINDOWS = (WindowKind.HOP, WindowKind.CUMULATE, WindowKind.SESSION)
_SIZE_US, _SLIDE_US = 4_000_000, 2_000_000


def warm(tell: Callable[[str], None] = lambda step: None) -> None:
    """Run each kernel once on a few rows; `tell` is called with a step's name as it starts.

    >>> warm(print)
    HOP windows
    CUMULATE windows
    SESSION windows
    patterns
    groups
    """
    for kind in _WINDOWS:
        tell(f"{kind} windows")
        keys = (_NAME, _PLACE) if kind is WindowKind.SESSION else ()
        _run(Window(kind, _TS, _SIZE_US, _SLIDE_US, partition=keys))
    tell("patterns")
    whole, before = ColumnReference(0, "whole", BIGINT), ColumnReference(1, "before", BIGINT)
    # What the compiled machine does not know, SIGN, goes by other kernels.
    for lower in (before, Call("SIGN", (before,), BIGINT)):
        _match(Call(">", (whole, lower), BOOLEAN))
    tell("groups")
    run_groups()


def _run(window: Window) -> None:
    columns = [
        (column, each) for column in (_WHOLE, _REAL, _EXACT) for each in ("SUM", "MIN", "MAX")
    ]
    calls = (
        Aggregate("COUNT", (), BIGINT),
        *(Aggregate(each, (column,), _COLUMNS.fields[column].type) for column, each in columns),
    )
    keys = (_NAME, _PLACE)
    fields = [_COLUMNS.fields[key] for key in keys]
    fields += [Field(f"a{number}", call.type) for number, call in enumerate(calls)]
    scan = Scan(Table("warm", _COLUMNS), _COLUMNS, (), (), _COLUMNS, None, Traits())
    schema = Schema(tuple(fields))
    node = WindowAggregate(scan, window, keys, calls, (), schema, Traits())
    operator = build_operator(node, Limits(), lanes=1)
    for second in (0, 2):
        operator.on_batch(_batch(second * 1_000_000), Port(), 0)
    operator.on_watermark(3_000_000, 0)
    operator.restore(operator.snapshot())
    operator.on_watermark(MAX_WATERMARK_US, 0)


def _match(later: Call) -> None:
    """Look for A+? B, where B meets a condition on A, and measure A and how many A there are."""
    scan = Scan(Table("warm", _COLUMNS), _COLUMNS, (), (), _COLUMNS, None, Traits())
    whole = ColumnReference(_WHOLE, "whole", BIGINT)
    before = ColumnReference(1, "before", BIGINT)
    count = ColumnReference(2, "count", BIGINT)
    schema = Schema((_COLUMNS.fields[_NAME], Field("before", BIGINT), Field("count", BIGINT)))
    node = Match(
        scan, (_NAME,), _TS, False, (), (PatternPart("A", 1, None, False), PatternPart("B")),
        _SIZE_US, Skip(), (whole,), (Navigation(0, 0),),
        (MatchAggregate(0, Aggregate("COUNT", (), BIGINT)),),
        (None, None), (None, later), (before, count), schema, Traits(),
    )  # fmt: skip
    operator = build_operator(node, Limits(), lanes=1)
    operator.on_batch(_batch(1_000_000), Port(), 0)
    operator.on_watermark(2_000_000, 0)
    operator.restore(operator.snapshot())
    operator.on_watermark(MAX_WATERMARK_US, 0)


def _batch(time_us: int) -> Batch:
    rows = [
        {"ts": time_us, "name": name, "place": "x", "whole": 1, "real": 1.0, "exact": None}
        for name in ("a", "b", "a")
    ]
    data = pa.RecordBatch.from_pylist(rows, schema=_COLUMNS.arrow)
    return Batch(data, 0, watermarks=np.zeros(len(rows), np.int64))
