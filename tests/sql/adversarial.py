"""Queries of every kind over rows that a careless sender might send, and ways to run them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from pathlib import Path
from random import Random
from typing import Any

from penstock.core.batch import RowKind
from penstock.core.types import Field
from penstock.engine import Graph
from penstock.sql import compile_script
from penstock.sql.changelog import without_old_rows
from penstock.sql.compile import compile_query
from penstock.sql.plan import ChangelogMode, Plan
from tests.sql.front_door import Given, Job, Row

Step = tuple[str, str, str]
"""A table, a split, and a record."""
FOLDER = Path(__file__).parent / "bad_input"
TABLES = (FOLDER / "tables.sql").read_text()


def _queries(name: str) -> list[str]:
    lines = (FOLDER / name).read_text().splitlines()[1:]
    return [line.removesuffix(";") for line in lines]


EVENT_TIME = _queries("event_time.sql")
UPDATING = _queries("updating.sql")
NUMBERS = ("null", "0", "1", "2", "3", "-1", "2147483647", "-2147483648", '"x"')
DOUBLES = ("null", "0.0", "-0.0", "1.5", '"NaN"', '"Infinity"', '"-Infinity"', "1e308", "5e-324")
KEYS = ("null", '""', '"a"', '"b"', '"\\u0000"')


def steps_of(chance: Random, count: int) -> list[Step]:
    """Return records in a plausible order of time, with late, early, broken and silent ones."""
    found, time_s = list[Step](), 0.0
    quiet = chance.choice(("t", "u", "v", ""))
    for _ in range(count):
        time_s += chance.choice((0, 0, 0.5, 1, 1, 2, 9)) * chance.random()
        behind_s = chance.choice((0, 0, 0, 1, 3, 20))
        moment = max(0, int((time_s - behind_s + 10) * 2) * 500)
        ts = f'"1970-01-01 00:{moment // 60000:02}:{moment % 60000 / 1000:06.3f}"'
        table = chance.choice("ttuuv")
        parts = [f'"k": {chance.choice(KEYS)}', f'"n": {chance.choice(NUMBERS)}']
        parts += [f'"d": {chance.choice(DOUBLES)}'] * (table != "v")
        parts += [f'"ts": {chance.choice((ts,) * 12 + ("null",))}']
        record = chance.choice(("{" + ", ".join(parts) + "}",) * 20 + ("{", ""))
        if table != quiet or chance.random() < 0.2:
            found.append((table, chance.choice("000001"), record))
    return found


def script_of(query: str) -> str:
    """Return a script with one query, whose result goes to a table of its own types."""
    types = [each.type.with_nullable(True) for each in _fields(query)]
    columns = ", ".join(f"c{n} {each}" for n, each in enumerate(types))
    sink = f"CREATE TABLE o ({columns}) WITH ('connector' = 'blackhole');"
    return f"{TABLES} {sink} INSERT INTO o {query};"


def _fields(query: str) -> Sequence[Field]:
    return compile_query(query, compile_script(TABLES)).schema.fields


def outcome(
    script: str, steps: Sequence[Step], cuts: Sequence[int], *, upserts: bool, restarts: bool
) -> tuple[Counter[str], Counter[str]]:
    """Return what the changes add up to and what was refused, records being cut into batches."""
    job = _UpsertJob(script) if upserts else Job(script)
    splits = sorted({(table, split) for table, split, _ in steps})
    job.step([Given(table, split=split) for table, split in splits])
    for since, until in pairwise([0, *cuts, len(steps)]):
        job.step(list(_given(steps[since:until])))
        if restarts:
            job.restart()
    job.step([Given(table, split=split, finished=True) for table, split in splits])
    refused = Counter(f"{table} {reason} {row}" for table, reason, row in job.rejected)
    return _folded(job), refused


def _given(steps: Sequence[Step]) -> Iterator[Given]:
    for (table, split), records in groupby(steps, key=itemgetter(0, 1)):
        yield Given(table, [record.encode() for _, _, record in records], split)


class _UpsertJob(Job):
    """A job whose plan sends no old row that nobody needs."""

    def __init__(self, script: str) -> None:
        super().__init__(script)
        self.plan = _without_old_rows(self.plan)
        self.graph = Graph(self.plan, self._limits)

    def restart(self) -> None:
        """Go on in a new graph that has the old one's state."""
        state = self.graph.snapshot()
        self.graph = Graph(self.plan, self._limits)
        assert self.graph.restore(state) == []


def _without_old_rows(plan: Plan) -> Plan:
    return without_old_rows(plan, lambda insert: insert.input.traits.upsert_key is None)


def _folded(job: Job) -> Counter[str]:
    """Return what an insert's changes add up to; NaN is NaN, and -0.0 is 0.0."""
    traits = job.plan.inserts[0].input.traits
    rows = [tuple(map(_plain, row)) for row in job.outputs["o"]]
    if traits.changelog is not ChangelogMode.UPSERT:
        found: Counter[str] = Counter()
        for row, kind in zip(rows, job.kinds["o"], strict=True):
            found[repr(row)] += -1 if kind in {RowKind.UPDATE_BEFORE, RowKind.DELETE} else 1
            assert found[repr(row)] >= 0, (row, "is taken back and was not there")
        return +found
    last: dict[Row, Row] = {}
    for row, kind in zip(rows, job.kinds["o"], strict=True):
        key = tuple(row[column] for column in traits.upsert_key or ())
        assert kind is not RowKind.UPDATE_BEFORE
        if kind is RowKind.DELETE:
            assert last.pop(key) == row
        else:
            last[key] = row
    return Counter(map(repr, last.values()))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return "NaN" if math.isnan(value) else value + 0.0
    return value
