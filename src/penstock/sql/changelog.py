"""Which relations update their rows, who may read those, and who can do without the old rows.

An update is two rows, the old one (-U) and the new one (+U). Where every reader finds the old row
by its key, the old row need not be sent at all: the relation then is UPSERT and no longer RETRACT.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlglot import exp

from penstock.core.errors import UserError
from penstock.sql.explain import describe
from penstock.sql.join_traits import finds_old_rows
from penstock.sql.plan import ChangelogMode, Filter, Insert, Plan, Project, Relation, Union
from penstock.sql.plan_joins import Join, LookupJoin, TemporalJoin
from penstock.sql.plan_rank import Rank
from penstock.sql.plan_walk import inputs_of, parents_first, with_inputs
from penstock.sql.planner import Planner

TAKES_UPSERTS: Mapping[type, Callable[[Any, int], bool]] = {
    Rank: lambda node, number: True,
    Join: finds_old_rows,
    LookupJoin: finds_old_rows,
    TemporalJoin: finds_old_rows,
}
"""Relations that find an input's old rows by key: whether they do so at an input, by its number."""


class NeedsAppend(UserError):
    """A relation that reads new rows only is given one that updates its rows.

    >>> print(NeedsAppend("a window function", "GroupAggregate by id"))
    E220 a window function reads new rows only, and its input updates rows: GroupAggregate by id
    hint: put it before what updates them, or update within windows, whose results are final
    """

    code = "E220"

    def __init__(self, what: str, reason: str, where: Any = None) -> None:
        super().__init__(
            f"{what} reads new rows only, and its input updates rows: {reason}",
            where=where,
            hint="put it before what updates them, or update within windows, whose results"
            " are final",
        )


def is_updating(relation: Relation) -> bool:
    """Say whether a relation updates or deletes rows that it gave before."""
    return relation.traits.changelog is not ChangelogMode.APPEND


def require_append(planner: Planner, relation: Relation, what: str, node: exp.Expr) -> None:
    """Raise an error if a relation updates rows, naming `what` reads it."""
    if is_updating(relation):
        raise NeedsAppend(what, reason_of(relation), planner.place(node))


def reason_of(relation: Relation) -> str:
    """Return which relation below an updating one is the first to update."""
    updating = next((below for below in inputs_of(relation) if is_updating(below)), None)
    return reason_of(updating) if updating is not None else describe(relation)


def passed_on(inputs: Sequence[Relation]) -> ChangelogMode:
    """Return the mode of what passes its inputs' changes on as they are."""
    modes = {below.traits.changelog for below in inputs}
    strongest = (ChangelogMode.RETRACT, ChangelogMode.UPSERT)
    return next((mode for mode in strongest if mode in modes), ChangelogMode.APPEND)


def without_old_rows(plan: Plan, needs_old: Callable[[Insert], bool]) -> Plan:
    """Return the plan with every relation UPSERT that nobody needs the old rows of."""
    roots = [insert.input for insert in plan.inserts]
    order = parents_first(roots)
    needed = {id(insert.input) for insert in plan.inserts if needs_old(insert)}
    for node in order:
        for number, below in enumerate(inputs_of(node)):
            if _needs_old(node, number, needed=id(node) in needed):
                needed.add(id(below))
    done: dict[int, Relation] = {}
    for node in reversed(order):
        above = with_inputs(node, [done[id(below)] for below in inputs_of(node)])
        done[id(node)] = _with_mode(above, needed=id(node) in needed)
    inserts = [replace(insert, input=done[id(insert.input)]) for insert in plan.inserts]
    return replace(plan, inserts=tuple(inserts))


def _needs_old(node: Relation, number: int, *, needed: bool) -> bool:
    below = inputs_of(node)[number]
    match node:
        case Project() | Union():
            lost = below.traits.upsert_key is not None and node.traits.upsert_key is None
            return needed or lost
        case Filter():
            # A row that no longer meets the condition must still take back the one that did.
            return True
        case _:
            takes = TAKES_UPSERTS.get(type(node))
            return below.traits.upsert_key is None or takes is None or not takes(node, number)


def _with_mode(node: Relation, *, needed: bool) -> Relation:
    mode = node.traits.changelog
    if isinstance(node, (Project, Filter, Union)):
        mode = passed_on(inputs_of(node))
    elif mode is ChangelogMode.RETRACT and not needed:
        mode = ChangelogMode.UPSERT
    if mode is node.traits.changelog:
        return node
    return replace(node, traits=replace(node.traits, changelog=mode))
