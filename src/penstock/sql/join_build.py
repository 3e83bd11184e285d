"""From two relations and conditions to the plan node that joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from penstock.core.types import Kind
from penstock.functions.coercion import common_type
from penstock.sql.coerce import converted
from penstock.sql.conditions import all_of
from penstock.sql.expression import Call, Expression
from penstock.sql.join_times import Nearness, nearness, same_windows, windows_of
from penstock.sql.join_traits import joined_schema, joined_traits
from penstock.sql.plan import ChangelogMode, Relation, Traits
from penstock.sql.plan_joins import IntervalJoin, Join, JoinKind, JoinOn, WindowJoin
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
    near = nearness(left, right, conditions)
    modes = {left.traits.changelog, right.traits.changelog}
    appending = modes == {ChangelogMode.APPEND}
    if near is not None and appending and not kind.one_sided:
        return _interval_join(joined_rows(left, right, kind, near.rest, state_ttl_us), near)
    join = joined_rows(left, right, kind, conditions, state_ttl_us)
    return _window_join(join) if appending else join


def joined_rows(
    left: Relation,
    right: Relation,
    kind: JoinKind,
    conditions: Sequence[Expression],
    state_ttl_us: tuple[int | None, int | None] = (None, None),
) -> Join:
    """Return the join of all rows so far, its conditions split into equal keys and the rest."""
    keyed = _Keyed(left, right)
    rest = [each for each in conditions if not keyed.takes(each)]
    return keyed.join(kind, rest, state_ttl_us)


def _interval_join(join: Join, near: Nearness) -> Relation:
    traits = replace(with_times(join), upsert_key=join.traits.upsert_key)
    if near.processing_time:
        # Rows meet long after their event time, which orders nothing any more.
        traits = replace(traits, rowtimes=())
    return IntervalJoin(
        join.left, join.right, join.kind, join.on, near.times, near.lower_us, near.upper_us,
        near.processing_time, join.columns, join.schema, traits,
    )  # fmt: skip


def _window_join(join: Join) -> Relation:
    """Return a join that ends with the window, if both sides' rows are of one by the keys."""
    left, right = windows_of(join.left), windows_of(join.right)
    if left is None or right is None or not same_windows(left, right):
        return join
    pairs = set(zip(join.on.left_keys, join.on.right_keys, strict=True))
    if not {(left.start, right.start), (left.end, right.end)} <= pairs:
        return join
    traits = replace(with_times(join), upsert_key=join.traits.upsert_key)
    return WindowJoin(
        join.left, join.right, join.kind, join.on, (left.end, right.end),
        join.columns, join.schema, traits,
    )  # fmt: skip


def with_times(join: Join) -> Traits:
    """Return the traits of a join that gives new rows only and keeps its sides' times as such."""
    first, left, right = len(join.left.schema), join.left.traits, join.right.traits
    rowtimes = (*left.rowtimes, *(first + column for column in right.rowtimes))
    proctimes = (*left.proctimes, *(first + column for column in right.proctimes))
    return Traits(
        rowtimes=tuple(n for n, column in enumerate(join.columns) if column in rowtimes),
        proctimes=tuple(n for n, column in enumerate(join.columns) if column in proctimes),
    )


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
    ) -> Join:
        """Return the join on the keys and on what else is asked."""
        first, count = len(self.left.schema), len(self.right.schema)
        left, left_keys = _with_columns(self.left, self.keys[0])
        right, right_keys = _with_columns(self.right, self.keys[1])
        behind = len(left.schema)
        columns = dict(enumerate(references(self.left))) | {
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


def _with_columns(side: Relation, values: Sequence[Expression]) -> tuple[Relation, tuple[int, ...]]:
    """Return a side with the values among its columns, and their numbers."""
    columns: list[Expression] = list(references(side))
    names = list(side.schema.names)
    for value in values:
        if value not in columns:
            columns.append(value)
            names.append(f"$key{len(columns) - len(side.schema)}")
    places = tuple(columns.index(value) for value in values)
    return project(side, columns, names), places
