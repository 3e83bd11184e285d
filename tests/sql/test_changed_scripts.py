"""State is taken back only by what means the same; a changed script starts empty."""

from __future__ import annotations

import pytest

from tests.sql.front_door import Given, Job

SCRIPT = """
CREATE TABLE t (k STRING, d DECIMAL(10, 2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, n DECIMAL(38, 6)) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT CAST(k AS STRING), AVG(d)
FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, k;
"""
FOREST = """
CREATE TABLE t (k STRING, d DOUBLE);
CREATE TABLE o (k STRING, score DOUBLE) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT CAST(k AS STRING), anomaly_score
FROM TABLE(RANDOM_CUT_FOREST(TABLE t PARTITION BY k, DESCRIPTOR(d), OUTPUT_AFTER => 1));
"""
RECORD = b'{"k": "7", "d": "1.25", "ts": "2024-01-01 00:00:01"}'


def moved(before: str, after: str) -> Job:
    """Return a job of one script with the state of another, at its end."""
    first, second = Job(before), Job(after)
    first.step([Given("t", [RECORD])])
    second.graph.restore(first.graph.snapshot())
    second.step([Given("t", [RECORD])])
    second.step([Given("t", finished=True)])
    return second


def test_the_same_script_goes_on() -> None:
    assert [str(row) for row in moved(SCRIPT, SCRIPT).outputs["o"]] == [
        "('7', Decimal('1.250000'))"
    ]
    assert moved(FOREST, FOREST).outputs["o"] == [("7", 0.5)]


@pytest.mark.parametrize(
    ("old", "new"),
    [("k STRING, d", "k BIGINT, d"), ("DECIMAL(10, 2)", "DECIMAL(10, 4)")],
)
def test_a_window_of_other_types_starts_empty(old: str, new: str) -> None:
    changed = moved(SCRIPT, SCRIPT.replace(old, new))
    assert [str(row) for row in changed.outputs["o"]] == ["('7', Decimal('1.250000'))"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("k STRING, d", "k BIGINT, d"), ("OUTPUT_AFTER => 1", "OUTPUT_AFTER => 1, SEED => 2")],
)
def test_a_forest_of_other_keys_or_settings_starts_empty(old: str, new: str) -> None:
    changed = FOREST.replace(old, new)
    first, second = Job(FOREST), Job(changed)
    first.step([Given("t", [RECORD])])
    dropped = second.graph.restore(first.graph.snapshot())
    assert any(name.startswith("TableFunction") for name in dropped)
