"""SELECT with OVER: below, what its functions read; above, a column for each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlglot import exp

from penstock.core.errors import Location
from penstock.core.types import Field, Schema
from penstock.sql.aggregate_calls import AggregateCall
from penstock.sql.aggregate_rules import check_merging
from penstock.sql.binder import Binder
from penstock.sql.distinct_over import first_of_values
from penstock.sql.expression import ColumnReference, Expression, Literal
from penstock.sql.frames import Bounds, frame_of
from penstock.sql.over_calls import LAG, NUMBERINGS, OverSyntax, bind_over_call, overs_in, syntax_of
from penstock.sql.plan import ChangelogMode, Relation, Traits
from penstock.sql.plan_rank import Frame, Over, OverCall, SortKey, is_by_time
from penstock.sql.planner import Planner, Source, project, references
from penstock.sql.query_errors import OverRefused
from penstock.sql.select_items import Item, output_names
from penstock.sql.sorting import sort_key


def has_over(items: Sequence[Item]) -> bool:
    """Say whether a query has a function with OVER."""
    return any(overs_in(item.node) for item in items)


def plan_over(
    planner: Planner, node: exp.Select, source: Source, items: Sequence[Item]
) -> Relation:
    """Plan a query whose functions look at other rows; all of them over one window."""
    calls = _distinct([each for item in items for each in overs_in(item.node)])
    binder = planner.binder(source.scope, "OVER")
    named = {each.this.name: each for each in node.args.get("windows") or ()}
    syntaxes = [syntax_of(binder, call, named) for call in calls]
    _refuse_several(planner, syntaxes, calls)
    relation = _over(binder, source.relation, syntaxes, calls[0])
    first = len(relation.schema) - len(calls)

    def intercept(_: Binder, each: exp.Expr) -> Expression | None:
        if not isinstance(each, exp.Window):
            return None
        return references(relation)[first + calls.index(each)]

    above = planner.binder(source.scope, "SELECT").intercepted(intercept)
    columns = [above.bind(item.node) for item in items]
    return project(relation, columns, output_names(list(items)))


def _distinct(calls: Sequence[exp.Window]) -> list[exp.Window]:
    found: list[exp.Window] = []
    for call in calls:
        if call not in found:
            found.append(call)
    return found


def _refuse_several(
    planner: Planner, syntaxes: Sequence[OverSyntax], calls: Sequence[exp.Window]
) -> None:
    first = syntaxes[0]
    for syntax, call in zip(syntaxes, calls, strict=True):
        if (syntax.partition, syntax.order) != (first.partition, first.order):
            message = "two different OVER windows in one SELECT"
            hint = "compute one of them in a view over the other"
            raise OverRefused(message, where=planner.place(call), hint=hint)


def _over(
    binder: Binder, relation: Relation, syntaxes: Sequence[OverSyntax], place: exp.Window
) -> Relation:
    columns = _Columns(relation)
    partition = tuple(columns.place(binder.bind(each)) for each in syntaxes[0].partition)
    order = tuple(_sort_key(binder, columns, each) for each in syntaxes[0].order)
    bound = [bind_over_call(binder, syntax.function) for syntax in syntaxes]
    check_merging(bound, "OVER")
    calls = tuple(_call(columns, call) for call in bound)
    frames = [
        frame_of(binder, syntax.frame, place)
        for syntax, call in zip(syntaxes, bound, strict=True)
        if call.function not in (*NUMBERINGS, LAG)
    ] or [(Frame.ROWS, None)]
    if len(set(frames)) > 1:
        hint = "compute one of them in a view over the other"
        message = "two different OVER windows in one SELECT"
        raise OverRefused(message, where=binder.place(place), hint=hint)
    _refuse_lag_in_time(binder, frames[0], bound, place)
    return _over_node(
        columns.projected(), (partition, order), frames[0], calls, binder.place(place)
    )


def _over_node(
    below: Relation,
    keys: tuple[tuple[int, ...], tuple[SortKey, ...]],
    frame: Bounds,
    calls: tuple[OverCall, ...],
    where: Location | None,
) -> Relation:
    partition, order = keys
    by_time = is_by_time(below.traits, order)
    if frame[1] is None and by_time:
        below, calls = first_of_values(below, partition, order, calls)
    fields = [Field(f"$over{n}", call.type) for n, call in enumerate(calls)]
    schema = Schema((*below.schema.fields, *fields))
    traits = replace(below.traits, upsert_key=None)
    if not by_time:
        traits = Traits(ChangelogMode.RETRACT, upsert_key=below.traits.upsert_key)
    return Over(below, partition, order, *frame, calls, schema, traits, where)


def _refuse_lag_in_time(
    binder: Binder, frame: Bounds, calls: Sequence[AggregateCall], place: exp.Window
) -> None:
    if frame[0] is Frame.RANGE and frame[1] is not None and any(c.function == LAG for c in calls):
        message = "LAG beside a frame of time: two different OVER windows in one SELECT"
        hint = "compute one of them in a view over the other"
        raise OverRefused(message, where=binder.place(place), hint=hint)


class _Columns:
    """The columns of FROM and, behind them, what the window computes from those."""

    def __init__(self, relation: Relation) -> None:
        self._relation = relation
        self._expressions: list[Expression] = list(references(relation))

    def place(self, expression: Expression) -> int:
        """Return the number of the column that holds an expression over FROM."""
        if isinstance(expression, ColumnReference):
            return expression.index
        if expression not in self._expressions:
            self._expressions.append(expression)
        return self._expressions.index(expression)

    def projected(self) -> Relation:
        """Return the relation with the computed columns behind its own."""
        own = self._relation.schema.names
        added = [f"${number}" for number in range(len(own), len(self._expressions))]
        return project(self._relation, self._expressions, [*own, *added])


def _sort_key(binder: Binder, columns: _Columns, node: exp.Ordered) -> SortKey:
    return sort_key(binder, node, columns.place(binder.bind(node.this)), columns.projected())


def _call(columns: _Columns, call: AggregateCall) -> OverCall:
    arguments, offset = call.arguments, 1
    if call.function == LAG and isinstance(arguments[1], Literal):
        offset, arguments = arguments[1].value, (arguments[0], *arguments[2:])
    places = tuple(map(columns.place, arguments))
    condition = None if call.condition is None else columns.place(call.condition)
    return OverCall(
        call.function, places, call.type, condition, offset, call.distinct, call.declared
    )
