"""What a join promises of its rows: whether they change, and which columns identify one."""

from __future__ import annotations

from typing import Protocol

from penstock.core.types import Field, Schema
from penstock.sql.plan import ChangelogMode, Relation, Traits
from penstock.sql.plan_joins import AnyJoin, JoinKind, JoinOn

Key = tuple[int, ...]


class Columned(Protocol):
    """What has columns, such as a relation or a join that is not built yet."""

    @property
    def schema(self) -> Schema:
        """The columns."""


def joined_schema(left: Columned, right: Columned, kind: JoinKind) -> Schema:
    """Return the columns of both sides with unique names; NULL where a partner may be missing.

    >>> from penstock.core.types import INT
    >>> from penstock.sql.plan import Values
    >>> one = Values((), Schema((Field("a", INT.with_nullable(False)),)), Traits())
    >>> print(joined_schema(one, one, JoinKind.LEFT))
    (`a` INT NOT NULL, `a0` INT)
    """
    if kind.one_sided:
        return left.schema
    left_outer, right_outer = kind.outer
    fields = [*_padded(left, right_outer), *_padded(right, left_outer)]
    taken: set[str] = set()
    unique = []
    for field in fields:
        candidates = (field.name, *(f"{field.name}{number}" for number in range(len(fields))))
        name = next(each for each in candidates if each not in taken)
        taken.add(name)
        unique.append(Field(name, field.type))
    return Schema(tuple(unique))


def _padded(side: Columned, missing: bool) -> list[Field]:
    fields = side.schema.fields
    return [Field(f.name, f.type.with_nullable(f.type.nullable or missing)) for f in fields]


def joined_traits(left: Relation, right: Relation, kind: JoinKind, on: JoinOn) -> Traits:
    """Return what a join of all rows so far promises; its times are no time attributes any more."""
    append = all(each.traits.changelog is ChangelogMode.APPEND for each in (left, right))
    only_new = append and kind in {JoinKind.INNER, JoinKind.SEMI}
    mode = ChangelogMode.APPEND if only_new else ChangelogMode.RETRACT
    return Traits(mode, upsert_key=_upsert_key(left, right, kind, on))


def _upsert_key(left: Relation, right: Relation, kind: JoinKind, on: JoinOn) -> Key | None:
    one, other = left.traits.upsert_key, right.traits.upsert_key
    if kind.one_sided or one is None or other is None:
        return one if kind.one_sided else None
    moved = tuple(len(left.schema) + column for column in other)
    left_outer, right_outer = kind.outer
    if within(other, on.right_keys) and not right_outer:
        return one
    if within(one, on.left_keys) and not left_outer:
        return moved
    if left_outer and right_outer and not (_never_null(left, one) or _never_null(right, other)):
        # NULL in the place of either side would be the key of a row of each.
        return None
    return (*one, *moved)


def _never_null(side: Relation, key: Key) -> bool:
    return any(not side.schema.fields[column].type.nullable for column in key)


def within(key: Key | None, columns: Key) -> bool:
    """Say whether a key is known and lies within these columns, so that these identify a row."""
    return key is not None and set(key) <= set(columns)


def finds_old_rows(node: AnyJoin, number: int) -> bool:
    """Say whether the key of the join is that of a side's rows, so that it finds the old row.

    A key that is only part of the join's does not: an update may move its row to another key of
    the join, and only the old row says where it was.
    """
    key = (node.left, node.right)[number].traits.upsert_key
    keys = (node.on.left_keys, node.on.right_keys)[number]
    return key is not None and set(key) == set(keys)
