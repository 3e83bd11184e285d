"""Joins in time: the same however rows are batched, and what a model gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sql.front_door import Given, Job

TABLES = """
CREATE TABLE a (id INT, k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '3' SECOND);
CREATE TABLE b (n INT, k INT, tb TIMESTAMP(3), WATERMARK FOR tb AS tb - INTERVAL '3' SECOND);
CREATE TABLE o (id INT, n INT, ts TIMESTAMP(3), tb TIMESTAMP(3));
"""
INTERVAL = """INSERT INTO o SELECT id, n, ts, tb FROM a {kind} JOIN b
ON a.k = b.k AND a.ts BETWEEN b.tb - INTERVAL '4' SECOND AND b.tb + INTERVAL '2' SECOND"""
WINDOW = """INSERT INTO o SELECT id, n, ts, tb
FROM TABLE(TUMBLE(TABLE a, DESCRIPTOR(ts), INTERVAL '5' SECOND)) l
{kind} JOIN TABLE(TUMBLE(TABLE b, DESCRIPTOR(tb), INTERVAL '5' SECOND)) r
ON l.k = r.k AND l.window_start = r.window_start AND l.window_end = r.window_end"""
SELF = """INSERT INTO o SELECT p.id, q.id, p.ts, q.ts FROM a AS p JOIN a AS q
ON p.k = q.k AND p.ts BETWEEN q.ts - INTERVAL '4' SECOND AND q.ts + INTERVAL '2' SECOND"""
KINDS = ("INNER", "LEFT", "RIGHT", "FULL")
ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.one_of(st.none(), st.integers(0, 1)), st.integers(0, 30)),
    max_size=14,
)
"""Rows in the order in which they come: the table, the key, the second of their time."""
SLOW = settings(max_examples=20, deadline=None)


def record(number: int, row: tuple[int, int | None, int]) -> bytes:
    table, key, second = row
    names = (("id", "ts"), ("n", "tb"))[table]
    shown = "null" if key is None else key
    text = f'{{"{names[0]}": {number}, "k": {shown}, "{names[1]}": "2024-01-01 00:00:{second:02}"}}'
    return text.encode()


def answer(
    query: str, rows: Sequence[tuple[int, int | None, int]], *, together: bool, restart: int
) -> Counter[tuple[Any, ...]]:
    """Run a query on rows one by one, or those of a table that follow each other together."""
    job = Job(TABLES + query + ";")
    job.step([Given(table) for table in "ab"])
    waiting: list[bytes] = []
    for number, row in enumerate(rows):
        waiting.append(record(number, row))
        last = number + 1 == len(rows) or rows[number + 1][0] != row[0]
        if not together or last:
            job.step([Given("ab"[row[0]], waiting)])
            waiting = []
        if number == restart:
            job.restart()
    job.step([Given(table, finished=True) for table in "ab"])
    return Counter(job.outputs["o"])


@SLOW
@given(
    query=st.sampled_from([INTERVAL, WINDOW]),
    kind=st.sampled_from(KINDS),
    rows=ROWS,
    restart=st.integers(0, 14),
)
def test_a_join_in_time_does_not_depend_on_batches_and_restarts(
    query: str, kind: str, rows: list[tuple[int, int | None, int]], restart: int
) -> None:
    text = query.format(kind=kind)
    one = answer(text, rows, together=False, restart=-1)
    assert answer(text, rows, together=True, restart=restart) == one


@SLOW
@given(rows=ROWS)
def test_a_table_meets_itself_the_same_however_batched(
    rows: list[tuple[int, int | None, int]],
) -> None:
    rows = [(0, key, second) for _, key, second in rows]
    one = answer(SELF, rows, together=False, restart=-1)
    assert answer(SELF, rows, together=True, restart=-1) == one


@SLOW
@given(kind=st.sampled_from(KINDS), rows=ROWS)
def test_rows_on_time_meet_all_that_are_near(
    kind: str, rows: list[tuple[int, int | None, int]]
) -> None:
    rows = sorted(rows, key=lambda row: row[2])
    found = answer(INTERVAL.format(kind=kind), rows, together=True, restart=-1)
    numbered = [(number, *row) for number, row in enumerate(rows)]
    left = [row for row in numbered if row[1] == 0]
    right = [row for row in numbered if row[1] == 1]
    pairs = [
        (one[0], other[0])
        for one in left
        for other in right
        if one[2] == other[2] and one[2] is not None and -4 <= one[3] - other[3] <= 2
    ]
    wanted: Counter[tuple[int | None, int | None]] = Counter(pairs)
    if kind in {"LEFT", "FULL"}:
        wanted.update((r[0], None) for r in left if r[0] not in {one for one, _ in pairs})
    if kind in {"RIGHT", "FULL"}:
        wanted.update((None, r[0]) for r in right if r[0] not in {other for _, other in pairs})
    assert Counter((row[0], row[1]) for row in found.elements()) == wanted
