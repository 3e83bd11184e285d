"""EXPLAIN with state: sizes, each split's watermark, and what an open window waits for."""

from __future__ import annotations

from penstock.engine.graph import Graph
from penstock.sql.explain import explain
from tests.engine.builders import (
    NAME,
    NO_GUARD,
    SECOND,
    aggregate,
    arrival,
    count,
    plan,
    scan,
    tumble,
)


def explained(now_us: int) -> list[str]:
    """Return the notes of a count per name and 10 seconds, two splits apart by 7 seconds."""
    script = plan(one=aggregate(scan(), tumble(10), [NAME], [count()]))
    graph = Graph(script, NO_GUARD)
    rows = [(second * SECOND, second * SECOND, "a", 1) for second in range(9)]
    graph.step([arrival(rows, split="s0"), arrival(rows[:2], split="s1")], now_us=0)
    lines = explain(script, graph.notes(now_us).of).splitlines()
    return [line.split("| ", 1)[1] for line in lines if "| " in line]


def test_a_window_says_what_it_waits_for_and_which_time_closes_it() -> None:
    kept, size, window, *_ = explained(now_us=0)
    assert kept == "keeps accumulators per key and open window"
    assert size.startswith("state ")
    assert size.endswith("watermark 1970-01-01 00:00:01.000")
    assert window == (
        "open 1970-01-01 00:00:00.000 to 1970-01-01 00:00:10.000: 11 rows;"
        " closes at watermark 1970-01-01 00:00:09.999, waits for events split s1"
    )


def test_a_split_says_how_far_it_is_and_how_long_it_has_been_silent() -> None:
    assert explained(now_us=3 * SECOND)[3:] == [
        "watermark 1970-01-01 00:00:01.000",
        "split s0: watermark 1970-01-01 00:00:08.000, silent for 3.0 s",
        "split s1: watermark 1970-01-01 00:00:01.000, silent for 3.0 s",
    ]
