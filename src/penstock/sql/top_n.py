"""Top-N: a condition on ROW_NUMBER says how many rows of a partition are kept, and which.

`WHERE rn <= 10` over a query that numbers its rows becomes a `Rank`, which remembers the first
ten and not all of them. The query may stand in a view, a WITH or behind other conditions.
"""

from __future__ import annotations

from penstock.sql.conditions import conjuncts
from penstock.sql.expression import Call, Cast, ColumnReference, Expression, Literal
from penstock.sql.over_calls import NUMBERINGS
from penstock.sql.plan import Filter, Project, Relation
from penstock.sql.plan_rank import Over, is_by_time
from penstock.sql.planner import filtered
from penstock.sql.query_errors import OverRefused
from penstock.sql.rank_nodes import Places, rank_of
from penstock.sql.traits import projected

_MIRRORED = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


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
    for part in conjuncts(condition):
        bound = _bound_of(part, number)
        if bound is None:
            others.append(part)
        else:
            places = places.narrowed(*bound)
    if places.last is None:
        _refuse_endless(relation, places)
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


def _refuse_endless(relation: Relation, places: Places) -> None:
    """Refuse all numbers but the first, which would be given and taken back for ever."""
    node = relation
    while not isinstance(node, Over) and isinstance(node, (Filter, Project)):
        node = node.input
    if places.first == 1 or not isinstance(node, Over):
        return
    if not is_by_time(node.input.traits, node.order):
        message = f"{node.calls[0].function}() numbers rows that never end"
        hint = "keep the first ones, WHERE rn <= 10, or order by a time attribute alone"
        raise OverRefused(message, where=node.where, hint=hint)


def _is_column(expression: Expression, number: int | None) -> bool:
    return isinstance(expression, ColumnReference) and expression.index == number


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
            return rank_of(relation, places)
        case _:
            return relation
