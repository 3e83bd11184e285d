"""One term of an ORDER BY: which column, which way, where NULL goes."""

from __future__ import annotations

from sqlglot import exp

from penstock.core.types import Kind, SqlType
from penstock.sql.binder import Binder
from penstock.sql.errors import TypeMismatch
from penstock.sql.plan import Relation
from penstock.sql.plan_rank import SortKey

_UNORDERED = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW, Kind.BITMAP, Kind.VARIANT)


def sort_key(binder: Binder, node: exp.Ordered, column: int, relation: Relation) -> SortKey:
    """Return a term as a column of a relation; a type without an order is refused."""
    kind = relation.schema.fields[column].type
    if not is_ordered(kind):
        message = f"{kind.with_nullable(True)} has no order"
        hint = "order by a part of it: a field, an element"
        raise TypeMismatch(message, where=binder.place(node), hint=hint)
    descending = bool(node.args.get("desc"))
    return SortKey(column, descending, bool(node.args.get("nulls_first")))


def is_ordered(kind: SqlType) -> bool:
    """Say whether values of a type can be sorted."""
    return kind.kind not in _UNORDERED
