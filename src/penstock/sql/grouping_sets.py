"""GROUPING SETS, ROLLUP and CUBE: which keys each set has, and the copies of rows they need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from sqlglot import exp

from penstock.core.types import BIGINT, BOOLEAN, INT, Field, Schema
from penstock.sql.expression import Call, Case, ColumnReference, Expression, Literal
from penstock.sql.plan import Relation
from penstock.sql.plan_sets import Expand

SET_NAME = "$set"
"""The name of the column that holds the number of a row's grouping set."""
_NUMBER = BIGINT.with_nullable(False)
_SET = INT.with_nullable(False)


@dataclass(frozen=True, slots=True)
class Sets:
    """The grouping sets of a query, each by the places of its keys among all keys."""

    places: tuple[tuple[int, ...], ...]

    def grouping(self, set_column: ColumnReference, keys: Sequence[int]) -> Expression:
        """Return GROUPING(…): a bit per key, 1 where the row's set does not have it."""
        return self._by_set(set_column, [_missing(each, keys) for each in self.places])

    def group_id(self, set_column: ColumnReference) -> Expression:
        """Return GROUP_ID(): how often the row's set stood before in the query."""
        earlier = [self.places[:n].count(each) for n, each in enumerate(self.places)]
        return self._by_set(set_column, earlier)

    def _by_set(self, set_column: ColumnReference, numbers: Sequence[int]) -> Expression:
        *first, last = [Literal(number, _NUMBER) for number in numbers]
        if not first:
            return last
        branches = tuple(
            (Call("=", (set_column, Literal(n, _SET)), BOOLEAN.with_nullable(False)), number)
            for n, number in enumerate(first)
        )
        return Case(branches, last, _NUMBER)


def _missing(places: Sequence[int], keys: Sequence[int]) -> int:
    bits = "".join("0" if key in places else "1" for key in keys)
    return int(bits or "0", 2)


def sets_of(items: Sequence[exp.Expr]) -> list[list[exp.Expr]]:
    """Return the grouping sets of GROUP BY's items; plain items make one set."""
    found = product(*(_sets(item) for item in items))
    return [_different([node for part in parts for node in part]) for parts in found]


def nodes_of(sets: Sequence[Sequence[exp.Expr]]) -> list[exp.Expr]:
    """Return all keys of all sets, each once."""
    return _different([node for each in sets for node in each])


def _sets(item: exp.Expr) -> list[list[exp.Expr]]:
    match item:
        case exp.GroupingSets(expressions=parts):
            return [each for part in parts for each in _sets(part)]
        case exp.Rollup(expressions=parts):
            units = [_unit(part) for part in parts]
            return [_joined(units[:count]) for count in range(len(units), -1, -1)]
        case exp.Cube(expressions=parts):
            units = [_unit(part) for part in parts]
            choices = product((True, False), repeat=len(units))
            return [
                _joined([u for u, chosen in zip(units, choice, strict=True) if chosen])
                for choice in choices
            ]
        case _:
            return [_unit(item)]


def _unit(item: exp.Expr) -> list[exp.Expr]:
    if isinstance(item, exp.Tuple):
        return list(item.expressions)
    return [item.this if isinstance(item, exp.Paren) else item]


def _joined(units: Sequence[Sequence[exp.Expr]]) -> list[exp.Expr]:
    return [node for unit in units for node in unit]


def _different(nodes: Sequence[exp.Expr]) -> list[exp.Expr]:
    return [node for place, node in enumerate(nodes) if node not in nodes[:place]]


def expanded(
    below: Relation, keys: tuple[int, ...], sets: Sets
) -> tuple[Relation, tuple[int, ...]]:
    """Return a relation with a copy of each row per set, and the key columns to group it by."""
    copies = [below.schema.fields[key] for key in keys]
    fields = [
        Field(f"${n} {field.name}", nullable(field, n, sets).type) for n, field in enumerate(copies)
    ]
    schema = Schema((*below.schema.fields, *fields, Field(SET_NAME, _SET)))
    traits = replace(below.traits, upsert_key=None)
    first = len(below.schema)
    columns = tuple(range(first, first + len(keys) + 1))
    return Expand(below, keys, sets.places, schema, traits), columns


def nullable(field: Field, place: int, sets: Sets) -> Field:
    """Return a key's column as it comes out: NULL where a set does not have the key."""
    everywhere = all(place in each for each in sets.places)
    return Field(field.name, field.type.with_nullable(field.type.nullable or not everywhere))


def set_field() -> Field:
    """Return the column of the set's number."""
    return Field(SET_NAME, _SET)
