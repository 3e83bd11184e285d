"""What a durable checkpoint names is there after any death, and nothing else stays for long."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.pipeline.cold_store import ColdFile, ColdStateLost
from penstock.pipeline.run import Run
from tests.pipeline.opening import append, opened, rows

STEPS = st.lists(st.sampled_from(["put", "put", "drop", "commit", "written", "die"]), max_size=60)


class Job:
    """A job that names numbers, takes checkpoints and dies; `named` is what it must find."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = ColdFile(path)
        self.named: dict[int, bytes] = {}
        self.durable: dict[int, bytes] = {}
        self.pending: dict[int, bytes] | None = None

    def put(self) -> None:
        data = b"%d" % len(self.named) * 50
        number = self.store.put(data)
        assert number not in self.named
        self.named[number] = data

    def drop(self) -> None:
        for number in sorted(self.named)[:1]:
            self.store.drop(number)
            del self.named[number]

    def commit(self) -> None:
        # A job takes no checkpoint before the last one is durable.
        self.written()
        self.store.commit()
        self.pending = dict(self.named)

    def written(self) -> None:
        self.durable, self.pending = self.durable if self.pending is None else self.pending, None

    def die(self) -> None:
        self.store.close()
        self.store, self.named, self.pending = ColdFile(self.path), dict(self.durable), None
        for number in self.named:
            self.store.hold(number)
        self.store.begin()

    def end(self) -> list[int]:
        """Return the numbers that are left after two commits and the end."""
        self.store.commit()
        self.store.commit()
        self.store.close()
        if not self.path.exists():
            return []
        with closing(sqlite3.connect(self.path)) as connection:
            rows = connection.execute("SELECT number FROM cold ORDER BY number").fetchall()
        return [number for (number,) in rows]


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_what_a_durable_checkpoint_names_survives_and_nothing_else(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    job = Job(tmp_path_factory.mktemp("cold") / "cold.sqlite")
    for step in steps:
        getattr(job, step)()
        assert {number: job.store.get(number) for number in job.named} == job.named
    left = sorted(job.named)
    assert job.end() == left


def test_numbers_are_never_given_twice(tmp_path: Path) -> None:
    store = ColdFile(tmp_path / "cold.sqlite")
    first = store.put(b"a")
    store.commit()
    store.drop(first)
    store.commit()
    store.commit()
    assert store.put(b"b") > first
    with pytest.raises(ColdStateLost, match=r"E515 cold state 1 in '.*' is missing"):
        store.get(first)
    store.close()


def test_damaged_state_is_found_out(tmp_path: Path) -> None:
    path = tmp_path / "cold.sqlite"
    store = ColdFile(path)
    number = store.put(b"a" * 100)
    store.commit()
    store.close()
    path.write_bytes(path.read_bytes().replace(b"a" * 100, b"a" * 99 + b"b"))
    store = ColdFile(path)
    with pytest.raises(ColdStateLost, match="is damaged"):
        store.get(number)
    store.close()
    path.write_bytes(b"no database at all, but long enough to be looked at" * 100)
    with pytest.raises(ColdStateLost, match="cannot use the cold state"):
        ColdFile(path)


SCRIPT = """
SET 'state.forest-memory-max' = '{budget}';
CREATE TABLE t (k INT, x DOUBLE) WITH ('connector' = 'stream');
CREATE TABLE o (k INT, x DOUBLE, score DOUBLE) WITH ('connector' = 'stream');
INSERT INTO o SELECT k, x, anomaly_score FROM TABLE(RANDOM_CUT_FOREST(
    TABLE t PARTITION BY k, DESCRIPTOR(x), NUMBER_OF_TREES => 5, SUB_SAMPLE_SIZE => 16));
"""


def give(run: Run, part: int) -> None:
    """Take a step with rows of keys that change from part to part."""
    values = [(n % 7 + part % 5, float((n * 37 + part * 11) % 13)) for n in range(60)]
    append(run, "t", *({"k": key, "x": value} for key, value in values))
    run.job.step()


@pytest.mark.parametrize("budget", ["1 b", "30 kb"])
def test_a_run_with_crashes_and_evictions_says_what_one_without_says(
    tmp_path: Path, budget: str
) -> None:
    plain, harassed = tmp_path / "plain", tmp_path / "harassed"
    for folder in (plain, harassed):
        folder.mkdir()
    with opened(plain, SCRIPT.format(budget="1 gb")) as run:
        for part in range(12):
            give(run, part)
        run.job.finish()
    for part in range(12):
        with opened(harassed, SCRIPT.format(budget=budget)) as run:
            give(run, part)
            if part % 3:
                run.job.checkpoint()
            if part % 4 == 0:
                run.job.begin_checkpoint()
    assert rows(harassed, "o") == rows(plain, "o")
    assert (harassed / ".penstock" / "cold.sqlite").exists()
