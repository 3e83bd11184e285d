"""Whatever comes in, an answer does not depend on batches, on restarts, or on who sends old rows.

The rows bring NULL keys, NaN, -0.0 and infinities, numbers at their limits, broken records, times
that are missing, late or going back, and splits that stay silent.
"""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.sql.adversarial import EVENT_TIME, UPDATING, outcome, script_of, steps_of
from tests.sql.front_door import Given, Job

RECORDS = 16


@pytest.mark.parametrize("query", [*EVENT_TIME, *UPDATING])
def test_bad_input_gives_one_answer_under_any_batches_restarts_and_plans(query: str) -> None:
    chance = Random(query)
    script, steps = script_of(query), steps_of(chance, RECORDS)
    cuts = sorted(chance.sample(range(1, len(steps)), len(steps) // 3))
    rows, refused = outcome(script, steps, range(1, len(steps)), upserts=False, restarts=False)
    whole = outcome(script, steps, (), upserts=False, restarts=True)
    parts = outcome(script, steps, cuts, upserts=True, restarts=True)
    assert whole[0] == parts[0] == rows
    if query in EVENT_TIME:
        assert whole[1] == parts[1] == refused


def test_many_new_keys_in_one_batch_are_all_there() -> None:
    keys = 30_000
    script = """
    CREATE TABLE t (k BIGINT, n INT);
    CREATE TABLE o (k BIGINT, c BIGINT) WITH ('connector' = 'blackhole');
    INSERT INTO o SELECT k, COUNT(*) FROM t GROUP BY k;
    """
    job = Job(script)
    records = [json.dumps({"k": key * 7919, "n": 1}).encode() for key in range(keys)]
    job.step([Given("t", records)])
    job.step([Given("t", records[:10])])
    assert len(job.folded("o")) == keys
    assert job.folded("o")[(0, 2)] == 1
