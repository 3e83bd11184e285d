"""Which operator runs a Top-N: rows that only come need less than rows that are taken back."""

from __future__ import annotations

from penstock.engine.limits import Limits
from penstock.engine.operator import Operator
from penstock.engine.rank import RankOperator
from penstock.engine.rank_changing import ChangingRankOperator
from penstock.engine.window_rank import WindowRankOperator
from penstock.sql.changelog import is_updating
from penstock.sql.plan_rank import Rank


def rank_operator(node: Rank, limits: Limits, lanes: int) -> Operator:
    """Return the operator of a Top-N."""
    if node.window_end is not None:
        return WindowRankOperator(node, lanes)
    if is_updating(node.input):
        return ChangingRankOperator(node, limits, lanes)
    return RankOperator(node, limits, lanes)
