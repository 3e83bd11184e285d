"""Computes once what WHERE and SELECT both ask for: before the filter, for every row.

Only what the filter computes for every row anyway is moved there, or what cannot fail; so no row
is invalid that was not before, and none is computed that was not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from penstock.core.types import Field, Schema
from penstock.sql.expression import Call, Case, Cast, ColumnReference, Expression, FieldAccess
from penstock.sql.fingerprint_names import TEXT_MAX
from penstock.sql.plan import ChangelogMode, Filter, Project, Relation
from penstock.sql.plan_walk import inputs_of, parents_first, with_inputs
from penstock.sql.simplify import is_plain
from penstock.sql.traits import projected
from penstock.sql.walk import children, with_children

_DECIDING = {"AND", "OR"}
_CHOOSING = {"IF", "COALESCE", "IFNULL"}


def sharing(relations: Sequence[Relation]) -> list[Relation]:
    """Return relations that give the same rows and compute no expression before and after WHERE."""
    done: dict[int, Relation] = {}
    for node in reversed(parents_first(relations)):
        node_now = with_inputs(node, [done[id(below)] for below in inputs_of(node)])
        if isinstance(node_now, Project) and isinstance(node_now.input, Filter):
            node_now = _shared(node_now, node_now.input)
        done[id(node)] = node_now
    return [done[id(relation)] for relation in relations]


def _shared(project: Project, below: Filter) -> Project:
    """Return SELECT over WHERE over the expressions of both, which then are columns."""
    asked = {part for column in project.columns for part in _parts(column)}
    common = [part for part in _computed(below.condition, always=True) if part in asked]
    if not common or below.input.traits.changelog is not ChangelogMode.APPEND:
        return project
    places: dict[Expression, ColumnReference] = {}
    common_now = frozenset(common)
    condition = _placed(below.condition, common_now, places)
    columns = tuple(_placed(column, common_now, places) for column in project.columns)
    fields = tuple(Field(place.name, each.type) for each, place in places.items())
    schema, given = Schema(fields), tuple(places)
    traits = projected(below.input.traits, given)
    first = Project(below.input, given, schema, traits)
    return replace(project, input=Filter(first, condition, schema, traits), columns=columns)


def _placed(
    expression: Expression, common: frozenset[Expression], places: dict[Expression, ColumnReference]
) -> Expression:
    """Return the expression over the columns in `places`, to which it adds what it reads."""
    if expression in common or (is_plain(expression) and any(_columns(expression))):
        name = _name(expression, {place.name for place in places.values()})
        return places.setdefault(expression, ColumnReference(len(places), name, expression.type))
    return with_children(expression, lambda child: _placed(child, common, places))


def _name(expression: Expression, taken: set[str]) -> str:
    """Return a column's own name, or a new one for what is computed."""
    if isinstance(expression, ColumnReference | FieldAccess) and expression.name not in taken:
        return expression.name
    return f"shared{len(taken)}"


def _columns(expression: Expression) -> Iterator[ColumnReference]:
    return (part for part in _parts(expression) if isinstance(part, ColumnReference))


def _computed(expression: Expression, *, always: bool) -> Iterator[Expression]:
    """Yield what may be computed before the filter; only parts that cannot fail unless `always`."""
    if is_plain(expression):
        return
    if any(_columns(expression)) and _is_steady(expression) and (always or _is_safe(expression)):
        yield expression
    chooses = isinstance(expression, Case) or (
        isinstance(expression, Call) and expression.function in _DECIDING | _CHOOSING
    )
    for place, child in enumerate(children(expression)):
        yield from _computed(child, always=always and (place == 0 or not chooses))


def _is_steady(expression: Expression) -> bool:
    """Say whether an expression is the same wherever it stands, and short enough to be a name.

    A long one would be known by its digits, and so would the state of what stands above.
    """
    calls = (part for part in _parts(expression) if isinstance(part, Call))
    steady = all(call.definition.deterministic and not call.definition.random for call in calls)
    return steady and len(str(expression)) <= TEXT_MAX // 2


def _is_safe(expression: Expression) -> bool:
    """Say whether an expression neither fails nor costs much."""
    return not any(
        (isinstance(part, Call) and part.definition.guarded)
        or (isinstance(part, Cast) and not part.forgiving)
        for part in _parts(expression)
    )


def _parts(expression: Expression) -> Iterator[Expression]:
    """Yield the expression and all inside it."""
    yield expression
    for child in children(expression):
        yield from _parts(child)
