"""MATCH_RECOGNIZE behind a table: patterns in the rows of each key, one row per match."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.core.types import BOOLEAN, Field, Kind, Schema
from penstock.sql.changelog import require_append
from penstock.sql.expression import Call, ColumnReference, Expression, Literal
from penstock.sql.from_clause import aliased
from penstock.sql.match_clause import bind_condition, bind_measure
from penstock.sql.match_frame import MatchFrame, depends_on_match
from penstock.sql.match_pattern import read_pattern, read_skip
from penstock.sql.match_syntax import MatchNode
from penstock.sql.plan import Relation, Traits
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import SortKey
from penstock.sql.planner import Planner, Source
from penstock.sql.query_errors import BadArgument, NotATimeAttribute
from penstock.sql.scope import Scope
from penstock.sql.select_items import Item, name_of, output_names
from penstock.sql.sorting import sort_key


def plan_match(planner: Planner, node: MatchNode) -> Source:
    """Plan a table with MATCH_RECOGNIZE behind it."""
    source = planner.source(node.this)
    require_append(planner, source.relation, "MATCH_RECOGNIZE", node)
    relation = _planned(planner, node, source)
    return aliased(planner, node, relation, None)


def _planned(planner: Planner, node: MatchNode, source: Source) -> Relation:
    input_ = source.relation
    keys = [_column(planner, source, each) for each in node.args.get("partition") or ()]
    order = _order(planner, node, source)
    pattern = read_pattern(planner, node)
    variables = [part.variable for part in pattern]
    frame = MatchFrame(planner, input_, variables, order[0].column)
    conditions = _conditions(planner, node, frame)
    items = [Item(each.alias, each.this) for each in node.args.get("measures") or ()]
    measures = [bind_measure(frame, item.node) for item in items]
    at_once, later = _split(frame, conditions)
    schema = _schema(input_, keys, items, measures)
    return Match(
        input_, tuple(keys), order[0].column, order[0].column in input_.traits.proctimes,
        tuple(order[1:]), pattern, _within(planner, node), read_skip(planner, node, pattern),
        tuple(frame.values), tuple(frame.navigations), tuple(frame.aggregates), at_once,
        tuple(None if each is None else frame.settled(each) for each in later),
        tuple(map(frame.settled, measures)), schema, _traits(measures, len(keys), frame),
    )  # fmt: skip


def _split(
    frame: MatchFrame, conditions: Sequence[Expression]
) -> tuple[tuple[Expression | None, ...], tuple[Expression | None, ...]]:
    """Return the conditions on the row alone, and those that depend on the match."""
    depends = [depends_on_match(each) for each in conditions]
    pairs = list(zip(conditions, depends, strict=True))
    at_once = tuple(None if depend or _is_true(each) else each for each, depend in pairs)
    return at_once, tuple(frame.lowered(each) if depend else None for each, depend in pairs)


def _column(planner: Planner, source: Source, node: exp.Expr) -> int:
    bound = planner.binder(source.scope, "PARTITION BY").bind(node)
    if not isinstance(bound, ColumnReference):
        message = "MATCH_RECOGNIZE takes columns, not expressions"
        raise BadArgument(message, where=planner.place(node), hint="name it in a view")
    return bound.index


def _order(planner: Planner, node: MatchNode, source: Source) -> list[SortKey]:
    """Return the keys of ORDER BY, of which the first is a time attribute, ascending."""
    terms = node.args.get("order") or []
    binder = planner.binder(source.scope, "ORDER BY")
    keys = [
        sort_key(binder, each, _column(planner, source, each.this), source.relation)
        for each in terms
    ]
    if not keys:
        message = "MATCH_RECOGNIZE needs an ORDER BY"
        raise BadArgument(message, where=planner.place(node), hint="ORDER BY ts, a time attribute")
    traits = source.relation.traits
    if keys[0].column not in traits.rowtimes + traits.proctimes:
        name = source.relation.schema.fields[keys[0].column].name
        raise NotATimeAttribute(name, planner.place(terms[0]))
    if keys[0].descending:
        message = "MATCH_RECOGNIZE looks at rows in ascending order of time"
        raise BadArgument(message, where=planner.place(terms[0]), hint="leave DESC out")
    return keys


def _conditions(planner: Planner, node: MatchNode, frame: MatchFrame) -> list[Expression]:
    """Return the condition of each variable; one without DEFINE takes every row."""
    defined = {each.alias: each for each in node.args["define"]}
    for name, each in defined.items():
        if name not in frame.variables:
            message = f"DEFINE of '{name}', which is not in the PATTERN"
            hint = f"the variables are {', '.join(frame.variables)}"
            raise BadArgument(message, where=planner.place(each.this), hint=hint)
    return [
        bind_condition(frame, defined[name].this, number) if name in defined else _TRUE
        for number, name in enumerate(frame.variables)
    ]


_TRUE = Literal(True, BOOLEAN.with_nullable(False))


def _is_true(expression: Expression) -> bool:
    return isinstance(expression, Literal) and expression.value is True


def _within(planner: Planner, node: MatchNode) -> int | None:
    given = node.args.get("within")
    if given is None:
        return None
    bound = planner.binder(Scope(), "WITHIN").bind(given)
    if not isinstance(bound, Literal) or bound.type.kind is not Kind.INTERVAL_DAY:
        message = "WITHIN takes an INTERVAL of days to seconds"
        raise BadArgument(message, where=planner.place(given), hint="WITHIN INTERVAL '1' HOUR")
    return int(bound.value)


def _schema(
    relation: Relation, keys: Sequence[int], items: Sequence[Item], measures: Sequence[Expression]
) -> Schema:
    fields = [relation.schema.fields[key] for key in keys]
    named = [Item(field.name, exp.Star()) for field in fields] + list(items)
    names = output_names([Item(each.name or name_of(each.node), each.node) for each in named])
    types = [*(field.type for field in fields), *(measure.type for measure in measures)]
    return Schema(tuple(Field(name, kind) for name, kind in zip(names, types, strict=True)))


def _traits(measures: Sequence[Expression], first: int, frame: MatchFrame) -> Traits:
    """Return the traits: MATCH_ROWTIME() and MATCH_PROCTIME() are time attributes."""
    rowtimes, proctimes = [], []
    for place, measure in enumerate(measures, start=first):
        if isinstance(measure, Call) and measure.function == "PROCTIME":
            proctimes.append(place)
        elif isinstance(measure, ColumnReference) and measure.name == "MATCH_ROWTIME()":
            rowtimes.append(place)
    return Traits(rowtimes=tuple(rowtimes), proctimes=tuple(proctimes))
