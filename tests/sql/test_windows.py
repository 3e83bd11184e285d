"""Windows become one aggregation each, in whichever form they are written."""

from __future__ import annotations

import pytest

from penstock.sql import compile_query
from penstock.sql.plan import Filter, Scan
from penstock.sql.plan_groups import (
    Window,
    WindowAggregate,
    WindowKind,
    WindowProperty,
)
from tests.sql.wind import TUMBLED, below, compiled


@pytest.mark.parametrize(
    ("source", "window"),
    [
        (TUMBLED, (WindowKind.TUMBLE, 60, 60, 0)),
        ("TUMBLE(TABLE wind, DESCRIPTOR(ts), INTERVAL '1' MINUTE)", (WindowKind.TUMBLE, 60, 60, 0)),
        (
            "TABLE(TUMBLE(DATA => TABLE wind, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '1' HOUR,"
            " OFFSET => INTERVAL '10' MINUTE))",
            (WindowKind.TUMBLE, 3600, 3600, 600),
        ),
        (
            "TABLE(HOP(TABLE wind, DESCRIPTOR(ts), INTERVAL '2' SECOND, INTERVAL '10' SECOND))",
            (WindowKind.HOP, 10, 2, 0),
        ),
        (
            "TABLE(HOP(DATA => TABLE wind, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '10' SECOND,"
            " SLIDE => INTERVAL '2' SECOND))",
            (WindowKind.HOP, 10, 2, 0),
        ),
        (
            "TABLE(CUMULATE(TABLE wind, DESCRIPTOR(ts), INTERVAL '2' MINUTE, INTERVAL '1' HOUR))",
            (WindowKind.CUMULATE, 3600, 120, 0),
        ),
    ],
)
def test_each_window_function_becomes_one_aggregation(
    source: str, window: tuple[WindowKind, int, int, int]
) -> None:
    plan = compiled(
        f"INSERT INTO minutes SELECT location, window_start, COUNT(*), AVG(speed) FROM {source}"
        " GROUP BY window_start, window_end, location"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    kind, size, slide, offset = window
    expected = Window(kind, node.window.time, size * 10**6, slide * 10**6, offset * 10**6)
    assert node.window == expected
    assert node.input.schema.fields[node.window.time].type.precision == 3
    assert [(each.function, len(each.arguments)) for each in node.aggregates] == [
        ("COUNT", 0), ("AVG", 1),
    ]  # fmt: skip
    assert node.properties == (WindowProperty.START,)
    assert node.schema.names == ("location", "count0", "avg1", "window_start")


def test_the_older_group_window_gives_the_same_plan() -> None:
    newer = compiled(
        f"INSERT INTO minutes SELECT location, window_start, COUNT(*), AVG(speed) FROM {TUMBLED}"
        " GROUP BY window_start, window_end, location"
    )
    older = compiled(
        "INSERT INTO minutes SELECT location, TUMBLE_START(ts, INTERVAL '1' MINUTE), COUNT(*),"
        " AVG(speed) FROM wind GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE), location"
    )
    assert below(newer.inserts[0].input, WindowAggregate) == below(
        older.inserts[0].input, WindowAggregate
    )


def test_both_forms_in_one_script_share_their_state() -> None:
    plan = compiled(
        f"INSERT INTO minutes SELECT location, window_start, COUNT(*), 0 FROM {TUMBLED}"
        " GROUP BY window_start, window_end, location",
        "INSERT INTO minutes SELECT location, TUMBLE_END(ts, INTERVAL '1' MINUTE), COUNT(*), 1"
        " FROM wind GROUP BY location, TUMBLE(ts, INTERVAL '1' MINUTE)",
    )
    first, second = (below(each.input, WindowAggregate) for each in plan.inserts)
    assert first is second
    assert first.properties == (WindowProperty.START, WindowProperty.END)


def test_hop_in_group_by_takes_the_slide_first() -> None:
    plan = compiled(
        "INSERT INTO minutes SELECT location, HOP_END(ts, INTERVAL '1' SECOND, INTERVAL '5' SECOND)"
        ", COUNT(*), 0 FROM wind GROUP BY HOP(ts, INTERVAL '1' SECOND, INTERVAL '5' SECOND),"
        " location"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert (node.window.size_us, node.window.slide_us) == (5_000_000, 1_000_000)
    assert node.properties == (WindowProperty.END,)


def test_filters_and_views_between_window_and_grouping_move_below_the_window() -> None:
    plan = compiled(
        f"CREATE VIEW fast AS SELECT speed * 2 AS twice, window_start, window_end FROM {TUMBLED}"
        " WHERE speed > 1",
        "INSERT INTO minutes SELECT 'all', window_start, COUNT(*), MAX(twice) FROM fast"
        " WHERE twice < 9 GROUP BY window_start, window_end",
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert node.input.schema.names[-1] == "ts"
    assert below(node, Filter).schema.names[0] == "twice"
    assert isinstance(below(below(node, Filter).input, Filter).input, Scan)


def test_having_and_expressions_over_aggregates_see_each_aggregate_once() -> None:
    plan = compiled(
        "INSERT INTO minutes SELECT UPPER_OR_NOT, window_start, COUNT(*) + 1, SUM(speed) / COUNT(*)"
        f" FROM (SELECT location AS UPPER_OR_NOT, * FROM {TUMBLED})"
        " GROUP BY UPPER_OR_NOT, window_start, window_end HAVING COUNT(*) > 2 AND MIN(speed) > 0"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert [each.function for each in node.aggregates] == ["COUNT", "SUM", "MIN"]
    assert str(below(plan.inserts[0].input, Filter).condition) == "AND(>(count0, 2), >(min2, 0.0))"


def test_filter_of_an_aggregate_is_a_column_of_its_input() -> None:
    plan = compiled(
        "INSERT INTO minutes SELECT 'x', window_start, COUNT(*) FILTER (WHERE speed > 3), 0"
        f" FROM {TUMBLED} GROUP BY window_start, window_end"
    )
    node = below(plan.inserts[0].input, WindowAggregate)
    assert node.aggregates[0].condition == 0
    assert str(node.input.columns[0]) == ">(speed, 3.0)"


def test_window_time_can_be_windowed_again() -> None:
    relation = compile_query(
        "WITH m AS (SELECT window_time AS t, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE wind,"
        " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, window_time)"
        " SELECT window_end, SUM(n) FROM TABLE(TUMBLE(TABLE m, DESCRIPTOR(t), INTERVAL '1' HOUR))"
        " GROUP BY window_start, window_end",
        compiled(),
    )
    outer = below(relation, WindowAggregate)
    inner = below(outer.input, WindowAggregate)
    assert (outer.window.size_us, inner.window.size_us) == (3_600_000_000, 60_000_000)
    assert inner.traits.rowtimes == (inner.schema.index("window_time"),)
