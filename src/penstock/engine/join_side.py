"""One side of a join: which columns are its keys, which are kept, and how rows are found again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from penstock.core.batch import Int64s
from penstock.engine.join_rows import JoinRows
from penstock.sql.join_traits import within
from penstock.sql.plan import ChangelogMode, Relation
from penstock.sql.plan_joins import AnyJoin, Join
from penstock.sql.walk import columns_of
from penstock.state.arrow import Bools
from penstock.state.hash_index import HashIndex
from penstock.state.key_codec import KeyCodec


@dataclass(frozen=True, slots=True)
class JoinKeys:
    """The keys of one side: their columns, and which of them no NULL ever equals."""

    columns: tuple[int, ...]
    never_null: tuple[int, ...]
    codec: KeyCodec

    def matching(self, data: pa.RecordBatch) -> Bools | None:
        """Return which rows can have a partner, None for all."""
        found: Bools | None = None
        for column in (data.column(key) for key in self.never_null):
            if column.null_count:
                valid: Bools = column.is_valid().to_numpy(zero_copy_only=False)
                found = valid if found is None else found & valid
        return found

    def found(self, index: HashIndex, data: pa.RecordBatch) -> Int64s:
        """Return the slots of the rows' keys, -1 where there is no such key or no partner."""
        columns = [data.column(key) for key in self.columns]
        slots = index.find(self.codec.encode(columns, data.num_rows))
        wanted = self.matching(data)
        return slots if wanted is None else np.where(wanted, slots, -1)

    def slots(self, index: HashIndex, data: pa.RecordBatch, wanted: Bools | None) -> Int64s:
        """Return the slots of the wanted rows' keys, -1 for the others."""
        rows = data if wanted is None else data.filter(pa.array(wanted))
        columns = [rows.column(key) for key in self.columns]
        found, _ = index.upsert(self.codec.encode(columns, rows.num_rows))
        if wanted is None:
            return found
        slots = np.full(data.num_rows, -1)
        slots[wanted] = found
        return slots


@dataclass(frozen=True, slots=True)
class SideShape:
    """What is known of a side beforehand.

    `kept` are the input's columns that the state holds, `types` theirs; `first` is the number of
    the side's first column in the join. A side is `outer` if its rows are given without partner.
    """

    keys: JoinKeys
    kept: tuple[int, ...]
    types: tuple[pa.DataType, ...]
    first: int
    outer: bool


@dataclass(frozen=True, slots=True)
class JoinSide:
    """A side with its rows.

    Rows are taken back `one_per_key`, or by the columns of `identity`; None where they only come;
    `unique` says that no two kept rows share those. A side is `counted` if the number of each
    row's partners decides what is given.
    """

    shape: SideShape
    rows: JoinRows
    one_per_key: bool
    identity: tuple[int, ...] | None
    unique: bool
    counted: bool


def sides_of(node: Join, state_ttl_us: int | None) -> tuple[JoinSide, JoinSide]:
    """Return both sides of a join."""
    ttls_us = [state_ttl_us if each is None else each or None for each in node.state_ttl_us]
    return side_of(node, 0, ttls_us[0]), side_of(node, 1, ttls_us[1])


def side_of(node: AnyJoin, number: int, ttl_us: int | None, *, replacing: bool = False) -> JoinSide:
    """Return a side; if `replacing`, a new row takes the place of the one with its key."""
    relation, shape = (node.left, node.right)[number], shape_of(node, number)
    updating = relation.traits.changelog is not ChangelogMode.APPEND
    upsert_key = relation.traits.upsert_key
    one_per_key = (updating or replacing) and within(upsert_key, shape.keys.columns)
    identity = None
    if updating and not one_per_key:
        every = tuple(sorted({*shape.kept, *shape.keys.columns}))
        identity = every if upsert_key is None else upsert_key
    types = [field.type.arrow for field in relation.schema.fields]
    counted = shape.outer or (node.kind.one_sided and number == 0)
    rows = JoinRows(
        shape.types,
        None if identity is None else [types[column] for column in identity],
        ttl_us,
        stay=not (counted or one_per_key or updating or ttl_us),
    )
    return JoinSide(shape, rows, one_per_key, identity, upsert_key is not None, counted)


def shape_of(node: AnyJoin, number: int) -> SideShape:
    """Return what is known of the left (0) or the right (1)."""
    relation = (node.left, node.right)[number]
    keys = (node.on.left_keys, node.on.right_keys)[number]
    first = number * len(node.left.schema)
    kept = _kept(node, relation, first)
    types = [field.type.arrow for field in relation.schema.fields]
    never_null = [k for k, safe in zip(keys, node.on.null_safe, strict=True) if not safe]
    found = JoinKeys(keys, tuple(never_null), KeyCodec([types[key] for key in keys]))
    kept_types = tuple(types[column] for column in kept)
    return SideShape(found, kept, kept_types, first, node.kind.outer[number])


def _kept(node: AnyJoin, relation: Relation, first: int) -> tuple[int, ...]:
    read = set(node.columns)
    if node.on.condition is not None:
        read |= columns_of(node.on.condition)
    end = first + len(relation.schema)
    return tuple(sorted(column - first for column in read if first <= column < end))
