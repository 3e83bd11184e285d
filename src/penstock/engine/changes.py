"""From old and new results of some groups to the rows that say what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column, Int8s, Int64s, RowKind
from penstock.core.types import Kind, SqlType
from penstock.functions.aggregate_kernel import Finished
from penstock.state.arrow import Bools, Numbers, column_of


@dataclass(frozen=True, slots=True)
class Changes:
    """Which rows to emit: the group of each, whether it is the new result, and its kind."""

    groups: Int64s
    new: Int64s
    kinds: Int8s


def changes(existed: Bools, gone: Bools, changed: Bools, *, with_old: bool) -> Changes:
    """Return the rows that tell of groups: inserts, updates (with their old rows), deletes."""
    emitted = np.empty((len(existed), 2), np.bool_)
    emitted[:, 0] = existed & (gone | (changed & with_old))
    emitted[:, 1] = ~gone & (~existed | changed)
    places = np.flatnonzero(emitted.ravel())
    groups, new = places >> 1, places & 1
    old_kinds = np.where(gone[groups], RowKind.DELETE, RowKind.UPDATE_BEFORE)
    new_kinds = np.where(existed[groups], RowKind.UPDATE_AFTER, RowKind.INSERT)
    return Changes(groups, new, np.where(new == 1, new_kinds, old_kinds).astype(np.int8))


def differing(old: Finished, new: Finished, kind: SqlType) -> Bools:
    """Return which results are not what they were; NaN is what NaN was."""
    before, after = _narrowed(old[0], kind), _narrowed(new[0], kind)
    other: Any = np.asarray(before != after, np.bool_)
    if other.ndim > 1:
        other = other.any(axis=1)
    if before.dtype.kind == "f":
        other &= ~(np.isnan(before) & np.isnan(after))
    if old[1] is not None and new[1] is not None:
        other = (old[1] != new[1]) | (new[1] & other)
    different: Bools = other
    return different


def merged(old: Finished, new: Finished, rows: Changes, kind: pa.DataType) -> Column:
    """Return the column of the changes' results."""
    places = rows.groups + rows.new * len(old[0])
    values = np.concatenate([old[0], new[0]])[places]
    valid = None
    if old[1] is not None and new[1] is not None:
        valid = np.concatenate([old[1], new[1]])[places]
    return column_of(values, valid, kind)


def _narrowed(values: Numbers, kind: SqlType) -> Numbers:
    """Return values as the result's type holds them."""
    fits = kind.kind not in _NARROW or values.dtype == object
    return values if fits else values.astype(_NARROW[kind.kind])


_NARROW = {Kind.TINYINT: "i1", Kind.SMALLINT: "i2", Kind.INT: "i4", Kind.FLOAT: "f4"}
