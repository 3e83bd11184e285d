"""Groups over rows that come and go give what the rows left give, however they were batched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.batch import Batch, RowKind
from penstock.core.table import Table
from penstock.core.types import BIGINT, BOOLEAN, DOUBLE, STRING, Field, Schema, SqlType
from penstock.engine.group_aggregate import GroupAggregateOperator
from penstock.engine.limits import Limits
from penstock.engine.operator import Port
from penstock.functions.aggregates import AGGREGATES
from penstock.sql.plan import ChangelogMode, Scan, Traits
from penstock.sql.plan_groups import Aggregate, GroupAggregate

Row = tuple[Any, ...]
COLUMNS = Schema(
    (
        Field("k", STRING), Field("n", BIGINT), Field("x", DOUBLE), Field("s", STRING),
        Field("good", BOOLEAN),
    )
)  # fmt: skip
K, N, X, S, GOOD = range(5)
ROWS = st.tuples(
    st.sampled_from(["a", "b", None]),
    st.sampled_from([None, -1, 0, 1, 2]),
    st.sampled_from([None, -0.5, 0.0, 1.5, 2.0]),
    st.sampled_from([None, "", "x", "yy"]),
    st.sampled_from([None, True, False]),
)


class Change(NamedTuple):  # A row that is added, or one of those that are there taken out.
    added: bool
    row: Row


def call(function: str, argument: int, **more: Any) -> Aggregate:
    kind = COLUMNS.fields[argument].type
    signature = AGGREGATES[function].resolve([kind])
    assert signature is not None
    return Aggregate(function, (argument,), signature.result, **more)


COUNT: SqlType = BIGINT.with_nullable(False)
CALLS = (
    Aggregate("COUNT", (), COUNT),
    call("SUM", N), call("AVG", X), call("MIN", N), call("MAX", X), call("MAX", S),
    call("MIN", S, condition=GOOD), call("COUNT", N, distinct=True),
    call("SUM", N, distinct=True, condition=GOOD), call("MAX", N, condition=GOOD),
    call("COUNT", S, distinct=True), call("VAR_POP", X),
)  # fmt: skip


def expected(rows: Sequence[Row]) -> Row:
    """Return what the calls give over a group's rows."""
    good = [row for row in rows if row[GOOD]]
    xs = known(rows, X)
    mean = sum(xs) / len(xs) if xs else None
    spread = None if mean is None else sum(x * x for x in xs) - sum(xs) * sum(xs) / len(xs)
    return (
        len(rows), total(known(rows, N)), mean, least(known(rows, N)), most(xs),
        most(known(rows, S)), least(known(good, S)), len(set(known(rows, N))),
        total(set(known(good, N))), most(known(good, N)), len(set(known(rows, S))),
        None if spread is None else round(abs(spread) / len(xs), 9),
    )  # fmt: skip


def known(rows: Sequence[Row], column: int) -> list[Any]:
    return [row[column] for row in rows if row[column] is not None]


def total(values: Any) -> Any:
    return sum(values) if values else None


least, most = partial(min, default=None), partial(max, default=None)


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Draw rows that come, and rows among those that are there that go."""
    there: list[Row] = []
    found = []
    for _ in range(draw(st.integers(1, 25))):
        if there and draw(st.booleans()):
            found.append(Change(False, there.pop(draw(st.integers(0, len(there) - 1)))))
        else:
            there.append(draw(ROWS))
            found.append(Change(True, there[-1]))
    return found


def operator(*, updating: bool = True, upsert: bool = False) -> GroupAggregateOperator:
    mode = ChangelogMode.RETRACT if updating else ChangelogMode.APPEND
    below = Scan(Table("t", COLUMNS), COLUMNS, (), (), COLUMNS, None, Traits(mode))
    fields = (COLUMNS.fields[K], *(Field(f"a{n}", each.type) for n, each in enumerate(CALLS)))
    gives = ChangelogMode.UPSERT if upsert else ChangelogMode.RETRACT
    node = GroupAggregate(below, (K,), CALLS, Schema(fields), Traits(gives, upsert_key=(0,)))
    return GroupAggregateOperator(node, Limits(), lanes=1)


def batch(part: Sequence[Change]) -> Batch:
    columns = [
        pa.array([change.row[n] for change in part], field.type.arrow)
        for n, field in enumerate(COLUMNS.fields)
    ]
    kinds = [RowKind.INSERT if change.added else RowKind.DELETE for change in part]
    data = pa.RecordBatch.from_arrays(columns, schema=COLUMNS.arrow)
    return Batch(data, 0, np.array(kinds, np.int8))


def run(parts: Sequence[Sequence[Change]], restart: int, **how: bool) -> list[tuple[int, Row]]:
    """Return all changes that come out, with a restart before one of the batches."""
    running, out = operator(**how), list[tuple[int, Row]]()
    for number, part in enumerate(parts):
        if number == restart:
            state = running.snapshot()
            running = operator(**how)
            running.restore(state)
        for each in running.on_batch(batch(part), Port(), 0).batches:
            rows = list(zip(*(column.to_pylist() for column in each.data.columns), strict=True))
            kinds = [0] * len(rows) if each.kinds is None else each.kinds.tolist()
            out += zip(kinds, rows, strict=True)
    return out


def cut(draw: Any, rows: Sequence[Change]) -> list[Sequence[Change]]:
    places = sorted(draw(st.sets(st.integers(1, len(rows)), max_size=4)) | {len(rows)})
    return [rows[a:b] for a, b in zip([0, *places], places, strict=False)]


@settings(deadline=None, max_examples=150)
@given(rows=changes(), data=st.data())
def test_groups_give_what_the_rows_left_give(rows: list[Change], data: st.DataObject) -> None:
    parts = cut(data.draw, rows)
    out = run(parts, data.draw(st.integers(0, len(parts))))
    folded: Counter[Row] = Counter()
    for kind, row in out:
        folded[row] += -1 if kind in {RowKind.UPDATE_BEFORE, RowKind.DELETE} else 1
        assert folded[row] in {0, 1}
    left: dict[Any, list[Row]] = {}
    for change in rows:
        group = left.setdefault(change.row[K], [])
        if change.added:
            group.append(change.row)
        else:
            group.remove(change.row)
    assert {row[0]: (*row[1:-1], row[-1] and round(row[-1], 9)) for row in +folded} == {
        key: expected(group) for key, group in left.items() if group
    }


@settings(deadline=None, max_examples=50)
@given(rows=changes(), data=st.data())
def test_upserts_leave_the_same_rows_by_their_key(rows: list[Change], data: st.DataObject) -> None:
    parts = cut(data.draw, rows)
    tables: list[dict[Any, Row]] = []
    for upsert in (True, False):
        table: dict[Any, Row] = {}
        for kind, row in run(parts, 0, upsert=upsert):
            assert not (upsert and kind == RowKind.UPDATE_BEFORE)
            if kind == RowKind.DELETE:
                del table[row[0]]
            elif kind != RowKind.UPDATE_BEFORE:
                table[row[0]] = row
        tables.append(table)
    assert tables[0] == tables[1]


def test_a_group_that_expired_begins_anew_and_a_result_lives_on_by_being_sent() -> None:
    limited = Limits(state_ttl_us=10)
    running = GroupAggregateOperator(operator(updating=False)._node, limited, lanes=1)
    row = ("a", 1, 1.5, "x", True)

    def step(now_us: int) -> list[tuple[Any, Any]]:
        emitted = running.on_batch(batch([Change(True, row)]), Port(), now_us).batches
        return [
            (kind, count)
            for each in emitted
            for kind, count in zip(
                each.kinds.tolist() if each.kinds is not None else [0],
                each.data.column(1).to_pylist(),
                strict=True,
            )
        ]

    assert step(0) == [(0, 1)]
    assert step(9) == [(1, 1), (2, 2)]
    assert step(19) == [(0, 1)]
    assert running.state_bytes() > 0
