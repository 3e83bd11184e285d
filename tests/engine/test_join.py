"""Joins of changing tables against a model that looks at whole tables."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import penstock.engine.join as join_module
from penstock.sql.plan_joins import JoinKind
from tests.engine.join_model import (
    SHAPES,
    WISHES,
    Row,
    Shape,
    Table,
    model,
    node_of,
    operator_of,
    run,
)
from tests.engine.join_reader import Reader

Wishes = list[tuple[int, list[tuple[int, Row]]]]


@settings(max_examples=300, deadline=None)
@given(
    kind=st.sampled_from(list(JoinKind)),
    shapes=st.tuples(st.sampled_from(SHAPES), st.sampled_from(SHAPES)),
    switches=st.tuples(st.booleans(), st.booleans(), st.booleans()),
    wishes=WISHES,
    restart_after=st.integers(0, 12),
)
def test_a_join_is_at_all_times_the_join_of_what_its_inputs_hold(
    kind: JoinKind,
    shapes: tuple[Shape, Shape],
    switches: tuple[bool, bool, bool],
    wishes: Wishes,
    restart_after: int,
) -> None:
    conditional, upserting, safe = switches
    node = node_of(kind, shapes, conditional=conditional, upserting=upserting, safe=safe)
    tables, reader, operator = [Table(shape) for shape in shapes], Reader(node), operator_of(node)
    for number, (side, batch) in enumerate(wishes):
        changes = [change for wish in batch for change in tables[side].changes(wish)]
        reader.read(run(operator, side, changes))
        assert reader.rows == model(node, tables[0].rows, tables[1].rows)
        if number == restart_after:
            state = operator.snapshot()
            operator = operator_of(node)
            operator.restore(state)


@settings(max_examples=50, deadline=None)
@given(
    kind=st.sampled_from(list(JoinKind)),
    shapes=st.tuples(st.sampled_from(SHAPES), st.sampled_from(SHAPES)),
    wishes=WISHES,
)
def test_a_batch_with_many_partners_taken_in_pieces_gives_the_same(
    kind: JoinKind, shapes: tuple[Shape, Shape], wishes: Wishes
) -> None:
    node = node_of(kind, shapes, conditional=False, upserting=True, safe=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(join_module, "PAIRS_MAX", 2)
        tables, reader, operator = [Table(each) for each in shapes], Reader(node), operator_of(node)
        for side, batch in wishes:
            changes = [change for wish in batch for change in tables[side].changes(wish)]
            reader.read(run(operator, side, changes))
        assert reader.rows == model(node, tables[0].rows, tables[1].rows)
