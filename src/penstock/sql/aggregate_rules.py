"""Where an aggregate of the script's own may stand: what a query asks of it, and what it has."""

from __future__ import annotations

from collections.abc import Sequence

from penstock.core.errors import Location, UserError
from penstock.functions.function import AggregateFunction
from penstock.sql.aggregate_calls import AggregateCall
from penstock.sql.changelog import is_updating, reason_of
from penstock.sql.plan import Relation
from penstock.sql.plan_groups import WindowKind


class AggregateLacks(UserError):
    """A Python aggregate lacks the method that its place in a query needs.

    >>> print(AggregateLacks("MEAN", "retract", "its input updates rows: GroupAggregate by id"))
    E240 MEAN has no retract: its input updates rows: GroupAggregate by id
    hint: write retract(self, accumulator, …), which takes out what accumulate took in
    """

    code = "E240"

    def __init__(self, name: str, method: str, reason: str, where: Location | None = None) -> None:
        message = f"{name} has no {method}: {reason}"
        super().__init__(message, where=where, hint=_HINTS[method])


_HINTS = {
    "retract": "write retract(self, accumulator, …), which takes out what accumulate took in",
    "merge": "write merge(self, accumulator, others), which adds other accumulators to one",
    "accumulate": "write a class with accumulate for groups without end, or group by a window",
}


def check_groups(calls: Sequence[AggregateCall], relation: Relation) -> None:
    """Refuse aggregates that cannot be kept up to date, a row after the other."""
    for call, declared in _declared(calls):
        if declared.whole:
            reason = "it needs all rows of a group together, and here a group never ends"
            raise AggregateLacks(declared.name, "accumulate", reason, call.where)
        if not declared.retracts and is_updating(relation):
            reason = f"its input updates rows: {reason_of(relation)}"
            raise AggregateLacks(declared.name, "retract", reason, call.where)


def check_merging(calls: Sequence[AggregateCall], what: str) -> None:
    """Refuse aggregates whose partial results cannot be added up, which `what` asks for."""
    for call, declared in _declared(calls):
        if not declared.merges:
            reason = f"{what} adds up accumulators"
            raise AggregateLacks(declared.name, "merge", reason, call.where)


def check_windows(calls: Sequence[AggregateCall], kind: WindowKind) -> None:
    """Refuse aggregates that a kind of window cannot work with."""
    if kind is not WindowKind.TUMBLE:
        check_merging(calls, f"a {kind.value} window")


def _declared(
    calls: Sequence[AggregateCall],
) -> list[tuple[AggregateCall, AggregateFunction]]:
    return [(call, call.declared) for call in calls if call.declared is not None]
