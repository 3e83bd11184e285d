"""Top-N: a condition on ROW_NUMBER says how many rows of a partition are kept, and which.

`WHERE rn <= 10` over a query that numbers its rows becomes a `Rank`, which remembers the first
ten and not all of them. The query may stand in a view, a WITH or behind other conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from penstock.core.types import Field, Schema
from penstock.sql.changelog import is_updating
from penstock.sql.expression import Call, Cast, ColumnReference, Expression, Literal
from penstock.sql.over_calls import NUMBERINGS
from penstock.sql.plan import ChangelogMode, Filter, Project, Relation, Traits
from penstock.sql.plan_rank import FirstByTime, Over, Rank, SortKey
from penstock.sql.planner import filtered, project, references
from penstock.sql.query_errors import OverRefused
from penstock.sql.traits import projected

_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a partition's rows, from 1, that a condition lets through."""

    first: int = 1
    last: int | None = None

    def narrowed(self, sign: str, bound: int) -> Places:
        """Return the places that one more comparison leaves."""
        low = {"=": bound, ">=": bound, ">": bound + 1}.get(sign, 1)
        high = {"=": bound, "<=": bound, "<": bound - 1}.get(sign)
        lasts = [each for each in (self.last, high) if each is not None]
        return Places(max(self.first, low), min(lasts, default=None))


def kept(relation: Relation, condition: Expression) -> Relation:
    """Return the rows that meet a condition; a Top-N where the condition is on a row's number."""
    ranked = top_n(relation, condition)
    return filtered(relation, condition) if ranked is None else ranked


def top_n(relation: Relation, condition: Expression) -> Relation | None:
    """Return a relation whose condition says which places are kept as a Top-N, else None."""
    number = number_column(relation)
    if number is None:
        return None
    places, others = Places(), list[Expression]()
    for part in _conjuncts(condition):
        bound = _bound_of(part, number)
        if bound is None:
            others.append(part)
        else:
            places = places.narrowed(*bound)
    if places.last is None:
        return None
    found = _over_rank(relation, places)
    for part in others:
        found = filtered(found, part)
    return found


def number_column(relation: Relation) -> int | None:
    """Return the column that numbers a relation's rows within their partition, if it has one."""
    match relation:
        case Over(calls=(call,)) if call.function in NUMBERINGS:
            return len(relation.schema) - 1
        case Filter(input=below):
            return number_column(below)
        case Project(input=below, columns=columns):
            number = number_column(below)
            places = [i for i, each in enumerate(columns) if _is_column(each, number)]
            return places[0] if places and number is not None else None
        case _:
            return None


def _is_column(expression: Expression, number: int | None) -> bool:
    return isinstance(expression, ColumnReference) and expression.index == number


def _conjuncts(condition: Expression) -> Iterator[Expression]:
    if isinstance(condition, Call) and condition.function == "AND":
        for part in condition.arguments:
            yield from _conjuncts(part)
    else:
        yield condition


def _bound_of(part: Expression, number: int) -> tuple[str, int] | None:
    """Return the comparison of a row's number with a constant that a condition is."""
    if not isinstance(part, Call) or part.function not in _MIRRORED:
        return None
    left, right = map(_without_cast, part.arguments)
    sign = part.function
    if not _is_column(left, number):
        left, right, sign = right, left, _MIRRORED[sign]
    if _is_column(left, number) and isinstance(right, Literal) and isinstance(right.value, int):
        return sign, right.value
    return None


def _without_cast(expression: Expression) -> Expression:
    while isinstance(expression, Cast):
        expression = expression.argument
    return expression


def _over_rank(relation: Relation, places: Places) -> Relation:
    """Return a relation with the numbering below it replaced by a Top-N."""
    match relation:
        case Filter(input=below, condition=condition):
            return filtered(_over_rank(below, places), condition)
        case Project(input=below, columns=columns, schema=schema):
            inner = _over_rank(below, places)
            return Project(inner, columns, schema, projected(inner.traits, columns))
        case Over():
            return _rank(relation, places)
        case _:
            return relation


def _rank(node: Over, places: Places) -> Relation:
    if node.calls[0].function != "ROW_NUMBER":
        message = f"Top-N by {node.calls[0].function}() is not supported on streams"
        raise OverRefused(message, where=node.where, hint="use ROW_NUMBER()")
    if places.first != places.last:
        return _numbered_rank(node, places)
    # The number is a constant, so that the rows need none.
    rank = _deduplicated(node) if places.first == 1 else None
    rank = rank or _single_rank(node, places)
    number = Literal(places.first, node.schema.fields[-1].type)
    return project(rank, [*references(rank), number], node.schema.names)


def _numbered_rank(node: Over, places: Places) -> Relation:
    number = len(node.schema) - 1
    key = (*node.partition, number)
    traits = replace(_retracting(node.input.traits), upsert_key=key)
    return _built(node, places, traits, numbered=True)


def _single_rank(node: Over, places: Places) -> Relation:
    traits = replace(_retracting(node.input.traits), upsert_key=node.partition)
    return _built(node, places, traits, numbered=False)


def _retracting(traits: Traits) -> Traits:
    return replace(traits, changelog=ChangelogMode.RETRACT)


def _built(node: Over, places: Places, traits: Traits, *, numbered: bool) -> Rank:
    last = places.last or 0
    schema = node.schema if numbered else node.input.schema
    order, latest_first = node.order, False
    if not is_updating(node.input) and len(order) == 1 and _on_arrival(node):
        order, latest_first = (), order[0].descending
        if not latest_first and not numbered:
            traits = replace(traits, changelog=ChangelogMode.APPEND)
    return Rank(
        node.input,
        node.partition,
        order,
        places.first,
        last,
        numbered,
        latest_first,
        schema,
        traits,
    )


def _on_arrival(node: Over) -> bool:
    return node.order[0].column in node.input.traits.proctimes


def _deduplicated(node: Over) -> Relation | None:
    """Return the first or last row by event time, which Flink settles by rules of their own."""
    below, order = node.input, node.order
    if is_updating(below) or len(order) != 1 or order[0].column not in below.traits.rowtimes:
        return None
    if not order[0].descending:
        traits = replace(below.traits, upsert_key=node.partition)
        return FirstByTime(below, node.partition, order[0].column, below.schema, traits)
    traits = replace(_retracting(below.traits), upsert_key=node.partition)
    return Rank(below, node.partition, order, 1, 1, False, True, below.schema, traits)


def limited(relation: Relation, order: tuple[SortKey, ...], first: int, last: int) -> Relation:
    """Return the rows from one place to another of all rows, in an order or that of arrival."""
    mode = ChangelogMode.RETRACT if order or is_updating(relation) else ChangelogMode.APPEND
    key = () if first == last else relation.traits.upsert_key
    traits = replace(relation.traits, changelog=mode, upsert_key=key)
    return Rank(relation, (), order, first, last, False, False, relation.schema, traits)


def rank_schema(node: Rank, below: Relation) -> Schema:
    """Return a Top-N's columns over another input: that one's, and the number."""
    numbers: Sequence[Field] = node.schema.fields[-1:] if node.numbered else ()
    return Schema((*below.schema.fields, *numbers))
