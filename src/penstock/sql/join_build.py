"""From two relations and conditions to the plan node that joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from penstock.core.types import Kind
from penstock.functions.coercion import common_type
from penstock.sql.coerce import converted
from penstock.sql.conditions import all_of
from penstock.sql.expression import Call, Expression
from penstock.sql.join_traits import joined_schema, joined_traits
from penstock.sql.plan import Relation
from penstock.sql.plan_joins import Join, JoinKind, JoinOn
from penstock.sql.planner import project, references
from penstock.sql.walk import columns_of, remapped, shifted

_EQUALITIES = {"=": False, "IS NOT DISTINCT FROM": True}
_NO_KEYS = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW, Kind.NULL)


def build_join(
    left: Relation,
    right: Relation,
    kind: JoinKind,
    conditions: Sequence[Expression],
    state_ttl_us: tuple[int | None, int | None] = (None, None),
) -> Relation:
    """Return the join of two relations; the right's columns are numbered behind the left's."""
    keyed = _Keyed(left, right)
    rest = [each for each in conditions if not keyed.takes(each)]
    return keyed.join(kind, rest, state_ttl_us)


@dataclass
class _Keyed:
    """Collects equal keys; one that is computed becomes a column more of its side."""

    left: Relation
    right: Relation
    keys: tuple[list[Expression], list[Expression]] = field(default_factory=lambda: ([], []))
    null_safe: list[bool] = field(default_factory=list)

    def takes(self, condition: Expression) -> bool:
        """Take a condition that says that the sides' values are equal; say whether it does."""
        if not isinstance(condition, Call) or condition.function not in _EQUALITIES:
            return False
        pair = self._pair(*condition.arguments)
        if pair is not None:
            for keys, value in zip(self.keys, pair, strict=True):
                keys.append(value)
            self.null_safe.append(_EQUALITIES[condition.function])
        return pair is not None

    def _pair(self, one: Expression, other: Expression) -> tuple[Expression, Expression] | None:
        """Return the left's value and the right's, in one type; None where they are not apart."""
        first = len(self.left.schema)
        reads = [{column >= first for column in columns_of(each)} for each in (one, other)]
        if reads == [{True}, {False}]:
            one, other = other, one
        elif reads != [{False}, {True}]:
            return None
        if one.type.arrow != other.type.arrow:
            common = common_type([one.type, other.type])
            if common is None:
                return None
            one, other = converted(one, common), converted(other, common)
        return None if one.type.kind in _NO_KEYS else (one, shifted(other, -first))

    def join(
        self, kind: JoinKind, rest: Sequence[Expression], ttl: tuple[int | None, int | None]
    ) -> Relation:
        """Return the join on the keys and on what else is asked."""
        first, count = len(self.left.schema), len(self.right.schema)
        left, left_keys = _with_columns(self.left, self.keys[0])
        right, right_keys = _with_columns(self.right, self.keys[1])
        behind = len(left.schema)
        columns = {n: ref for n, ref in enumerate(references(self.left))} | {
            first + n: shifted(ref, behind) for n, ref in enumerate(references(self.right))
        }
        whole = all_of([remapped(each, columns) for each in rest])
        on = JoinOn(left_keys, right_keys, tuple(self.null_safe), whole)
        given = range(first) if kind.one_sided else (*range(first), *range(behind, behind + count))
        schema = joined_schema(self.left, self.right, kind)
        traits = joined_traits(left, right, kind, on)
        traits = replace(traits, upsert_key=_moved_key(traits.upsert_key, tuple(given)))
        return Join(left, right, kind, on, tuple(given), schema, traits, ttl)


def _moved_key(key: tuple[int, ...] | None, given: tuple[int, ...]) -> tuple[int, ...] | None:
    return None if key is None else tuple(map(given.index, key))


def _with_columns(
    side: Relation, values: Sequence[Expression]
) -> tuple[Relation, tuple[int, ...]]:
    """Return a side with the values among its columns, and their numbers."""
    columns: list[Expression] = list(references(side))
    names = list(side.schema.names)
    for value in values:
        if value not in columns:
            columns.append(value)
            names.append(f"$key{len(columns) - len(side.schema)}")
    places = tuple(columns.index(value) for value in values)
    return project(side, columns, names), places
