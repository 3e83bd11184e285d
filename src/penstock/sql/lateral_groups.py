"""A query behind LATERAL that groups its rows or keeps the first few: it does so for each key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from penstock.sql.aggregate_calls import aggregates_in
from penstock.sql.arranging import PARTS, arranged
from penstock.sql.correlation import Tie, tie_of
from penstock.sql.from_joins import plan_from
from penstock.sql.group_aggregate import plan_distinct
from penstock.sql.join_hints import StateHints
from penstock.sql.lateral_rows import Tied
from penstock.sql.over_calls import overs_in
from penstock.sql.plan import Relation
from penstock.sql.planner import Planner, Source, references
from penstock.sql.query_rows import parts_of, queries_in, reads_outer
from penstock.sql.select import plan_rows
from penstock.sql.walk import shifted

_SUPPORTED = ("expressions", "from_", "joins", "where", "group", "having", "distinct", *PARTS)


def each_group(planner: Planner, left: Source, query: exp.Select) -> Tied:
    """Return what a query gives for each key by which WHERE ties its rows to those before it.

    As in Flink, a key without rows has no row of an aggregate either, not even of COUNT(*).
    """
    _check(planner, query)
    ties, rest = _ties(planner, left, query)
    functions = planner.language.functions
    calls = (call for item in query.expressions for call in aggregates_in(item, functions))
    grouped = query.args.get("group") is not None or any(True for _ in calls)
    relation = _planned(planner, _keyed(query, ties, rest, grouped=grouped), len(ties))
    first, count = len(left.relation.schema), len(relation.schema) - len(ties)
    columns = [shifted(each, first) for each in references(relation)]
    binder = planner.binder(left.scope, "WHERE")
    equal = [
        binder.call("=", [tie.outer, key], tie.inner)
        for tie, key in zip(ties, columns[count:], strict=True)
    ]
    names = relation.schema.names[:count]
    return Tied(relation, tuple(equal), tuple(columns[:count]), names)


def _check(planner: Planner, query: exp.Select) -> None:
    for part, value in query.args.items():
        if value and part not in _SUPPORTED:
            hint = "write it as a view, and join that"
            raise planner.unsupported(f"{part.strip('_').upper()} in LATERAL", query, hint)
    over = next((each for item in query.expressions for each in overs_in(item)), None)
    if over is not None:
        hint = (
            "keep the first few with ORDER BY … LIMIT n; or number the rows in a view and join it"
        )
        raise planner.unsupported("OVER in a query that reads columns before LATERAL", over, hint)


def _ties(planner: Planner, left: Source, query: exp.Select) -> tuple[list[Tie], list[exp.Expr]]:
    """Return what ties the query's rows to those before it, and its other conditions."""
    scope = replace(plan_from(planner, query, StateHints()).scope, outer=left.scope)
    binder = planner.binder(scope, "WHERE")
    ties: list[Tie] = []
    rest: list[exp.Expr] = []
    where = query.args.get("where")
    for part in parts_of(where.this if where else None):
        if not queries_in(part) and reads_outer(binder.condition(part)):
            tie = tie_of(binder, part)
            if tie is None:
                hint = "tie the rows by equality: WHERE inner.k = outer.k"
                raise planner.unsupported("this condition on the row before LATERAL", part, hint)
            ties.append(tie)
        else:
            rest.append(part.copy())
    return ties, rest


def _keyed(
    query: exp.Select, ties: Sequence[Tie], rest: Sequence[exp.Expr], *, grouped: bool
) -> exp.Select:
    """Return the query with the keys behind its columns, and among those that it groups by."""
    keyed = query.copy()
    named = [
        exp.Alias(this=tie.inner.copy(), alias=exp.Identifier(this=f"$tie{number}"))
        for number, tie in enumerate(ties)
    ]
    keyed.set("expressions", [*keyed.expressions, *named])
    keyed.set("where", exp.Where(this=exp.and_(*rest)) if rest else None)
    if grouped:
        group = keyed.args.get("group") or exp.Group(expressions=[])
        group.set("expressions", [*group.expressions, *(tie.inner.copy() for tie in ties)])
        keyed.set("group", group)
    return keyed


def _planned(planner: Planner, keyed: exp.Select, ties: int) -> Relation:
    """Return the rows of the query; the first few of each key where it has a LIMIT."""
    relation, below = plan_rows(planner, keyed)
    if keyed.args.get("distinct") is not None:
        relation, below = plan_distinct(relation), None
    count = len(relation.schema)
    return arranged(planner, keyed, relation, below, tuple(range(count - ties, count)))
