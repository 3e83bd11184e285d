"""The plan as a graph: what is built once, what is kept apart, and what it can tell of itself."""

from __future__ import annotations

from dataclasses import replace

from penstock.core.errors import Location
from penstock.core.table import Option
from penstock.core.types import BIGINT, DOUBLE, STRING, TIMESTAMP_3, Field, Schema
from penstock.engine.graph import Graph
from penstock.engine.operator import Counts
from penstock.sql.expression import Literal
from penstock.sql.plan import TableFunction, Traits, Values
from penstock.sql.plan_groups import WindowTable
from tests.engine.builders import (
    EVENT,
    NAME,
    NUMBER,
    PRICE,
    SECOND,
    TS,
    Run,
    aggregate,
    arrival,
    column,
    count,
    graph,
    greater,
    hop,
    plan,
    scan,
    select,
    tumble,
    union,
    where,
)

ROWS = [(second * SECOND, 0, "a", second - 2) for second in range(5)]


def forest(**arguments: int) -> TableFunction:
    """Return RANDOM_CUT_FOREST over number and price, per name."""
    schema = Schema((*EVENT.fields, Field("anomaly_score", DOUBLE)))
    settings = tuple(sorted({"number_of_trees": 10, "output_after": 2, **arguments}.items()))
    return TableFunction(
        scan(), "RANDOM_CUT_FOREST", (NAME,), (NUMBER, PRICE), settings, schema, Traits()
    )


def test_equal_nodes_are_built_once() -> None:
    kept, again = (where(scan(), greater(NUMBER, 0)) for _ in range(2))
    running = graph(one=kept, two=again, three=select(again, {"n": column(NUMBER)}))
    assert len(running.state_holders()) == 3
    result = running.step([arrival(ROWS)], 0)
    assert [len(result.outputs[name][0]) for name in ("one", "two", "three")] == [2, 2, 2]


def test_operators_keep_their_names_when_options_and_places_change() -> None:
    moved = scan()
    options = {"topic": Option("x", Location("p.sql", 9, 1))}
    moved = replace(moved, table=replace(moved.table, options=options))
    assert list(graph(a=scan()).snapshot()) == list(graph(b=moved).snapshot())
    assert list(graph(a=scan()).snapshot()) != list(graph(a=scan("other")).snapshot())


def test_the_ledger_tells_tables_apart_where_they_meet() -> None:
    both = union(where(scan("left"), greater(NUMBER, 0)), scan("right"))
    run = Run(graph(out=aggregate(both, tumble(10), [], [count()])))
    run.step(
        arrival([], table="left"), arrival(ROWS, table="left"), arrival(ROWS[:3], table="right")
    )
    ledger = run.graph.ledger()["out"]
    assert ledger["left"] == Counts(rows_in=5, rows_filtered=3, rows_in_flight=2)
    assert ledger["right"] == Counts(rows_in=3, rows_in_flight=3)
    run.step(*(arrival([], table=table, finished=True) for table in ("left", "right")))
    assert run.graph.ledger()["out"]["left"] == Counts(rows_in=5, rows_filtered=3, rows_out=2)


def test_open_windows_say_which_split_they_wait_for() -> None:
    run = Run(graph(out=aggregate(scan(), hop(4, 2), [], [count()])))
    run.step(arrival([], "slow"), arrival(ROWS[3:4], "quick"))
    waiting = run.graph.open_windows()
    assert [(each.window.start_us, each.window.rows) for each in waiting] == [
        (0, 1),
        (2 * SECOND, 1),
    ]
    assert {each.held_by for each in waiting} == {(("events", "slow"),)}
    assert waiting[0].window.fires_at_us == 4 * SECOND - 1_000


def test_a_window_function_without_aggregation_repeats_rows() -> None:
    properties = [
        Field(name, TIMESTAMP_3) for name in ("window_start", "window_end", "window_time")
    ]
    schema = Schema((*EVENT.fields, *properties))
    run = Run(graph(out=WindowTable(scan(), hop(4, 2), schema, Traits())))
    found = run.step(arrival([(3 * SECOND, 0, "a"), (None, 0, "b")]))
    bounds = [tuple(time / SECOND for time in row[-3:]) for row in found]
    assert bounds == [(0, 4, 3.999), (2, 6, 5.999)]
    assert run.graph.ledger()["out"]["events"] == Counts(rows_in=2, rows_out=1, rows_invalid=1)


def test_values_come_once_and_are_a_table_that_has_ended() -> None:
    rows = tuple(
        (Literal(number, BIGINT), Literal(name, STRING)) for number, name in enumerate("ab")
    )
    node = Values(rows, Schema((Field("n", BIGINT), Field("s", STRING))), Traits())
    run = Run(graph(out=node))
    assert run.step() == [(0, "a"), (1, "b")]
    state = run.graph.snapshot()
    run.graph = graph(out=node)
    run.graph.restore(state)
    assert run.step() == []
    assert run.graph.ledger()["out"]["VALUES"] == Counts(rows_in=2, rows_out=2)


def test_the_forest_scores_rows_per_key_and_keeps_their_order() -> None:
    run = Run(graph(out=forest()))
    rows = [(n, 0, "ab"[n % 2], 1 if n < 30 else 99, 1.0) for n in range(32)]
    found = run.step(arrival(rows))
    assert [row[:5] for row in found] == rows
    scores = [row[-1] for row in found]
    assert scores[:4] == [0, 0, 0, 0]
    assert min(scores[-2:]) > max(scores[10:30])


def test_rows_without_a_number_have_no_score() -> None:
    run = Run(graph(out=forest()))
    rows = [(0, 0, "a", None, 1.0), (0, 0, "a", 1, float("nan")), (0, 0, "a", 1, 1.0)]
    assert [row[-1] for row in run.step(arrival(rows))] == [None, None, 0]


def test_the_forest_does_not_notice_batches_or_a_restart() -> None:
    rows = [(n, 0, "ab"[n % 2], n * n % 7, n % 3 / 2) for n in range(40)]
    whole, parts = Run(graph(out=forest())), Run(graph(out=forest()))
    whole.step(arrival(rows))
    for first in range(0, 40, 8):
        parts.step(arrival(rows[first : first + 8]))
        state = parts.graph.snapshot()
        parts.graph = graph(out=forest())
        parts.graph.restore(state)
    assert parts.outputs == whole.outputs


def test_a_statement_may_come_and_go_without_touching_the_others_state() -> None:
    counted = aggregate(scan(), tumble(10), [], [count()])
    old = graph(out=counted, gone=where(scan(), greater(NUMBER, 0)))
    old.step([arrival(ROWS)], 0)
    new = Graph(plan(fresh=select(scan(), {"ts": column(TS)}), out=counted))
    assert len(new.restore(old.snapshot())) == 1
    result = new.step([arrival([(5 * SECOND, 99 * SECOND)])], 0)
    assert result.outputs["out"][0].data.column(0).to_pylist() == [6]
