"""A run whose state is full waits and says so; with more room it goes on where it was."""

from __future__ import annotations

from pathlib import Path

from penstock.pipeline.run import Run
from penstock.pipeline.state_budget import STEPS_PER_LOOK
from tests.pipeline.opening import append, opened, rows

SCRIPT = """
SET 'state.memory-max' = '{size}';
CREATE TABLE events (k STRING, at TIMESTAMP(3), WATERMARK FOR at AS at)
WITH ('connector' = 'stream');
CREATE TABLE counted (n BIGINT) WITH ('connector' = 'stream');
INSERT INTO counted SELECT COUNT(*)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' HOUR))
GROUP BY window_start, window_end, k;
"""
KEY_BYTES = 4_000


def take(run: Run, first: int, events: int) -> int:
    """Append events of different large keys, take a step for each, and return the rows taken."""
    taken = 0
    for number in range(first, first + events):
        key = f"{number:09d}" * (KEY_BYTES // 9)
        append(run, "events", {"k": key, "at": f"2026-01-01 00:00:{number % 60:02d}"})
        taken += run.job.step()
    return taken


def test_input_waits_when_the_state_is_full_and_nothing_is_lost(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT.format(size="1 mb")) as run:
        taken = take(run, 0, 400)
        assert 1_000_000 / KEY_BYTES / 2 < taken < 1_000_000 / KEY_BYTES + 2 * STEPS_PER_LOOK
        assert take(run, 400, 5) == 0
        run.job.finish()
    with opened(tmp_path, SCRIPT.format(size="100 mb")) as run:
        assert run.job.step() == 405 - taken
        append(run, "events", {"k": "", "at": "2026-01-01 02:00:00"})
        run.job.step()
        run.job.finish()
    assert rows(tmp_path, "counted") == [{"n": 1}] * 405


def test_the_status_says_who_holds_the_state_and_what_to_do(tmp_path: Path) -> None:
    with opened(tmp_path, SCRIPT.format(size="1 mb")) as run:
        take(run, 0, 400)
        run.runner.start()
        run.runner.ask_to_stop()
        assert run.runner.wait(20)
        problem = str(run.runner.status.problem)
    assert problem.startswith("E514 the state takes 1.")
    assert "MB: WindowAggregate TUMBLE(at, size 1 h): by k" in problem
    assert "table.exec.state.ttl" in problem
    assert "state.memory-max" in problem
