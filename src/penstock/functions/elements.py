"""Elements by their place or key: array[1], map['key'], variant['key'][1]."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import INTEGERS, STRINGS, VARIANT, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.coercion import common_type
from penstock.functions.containers import elements_at
from penstock.functions.function import Call, ScalarFunction, Signature, Value
from penstock.functions.value import on_columns
from penstock.functions.variants import variant_element

_of_variant = by_row(variant_element)


def _resolve_element(types: Sequence[SqlType]) -> Signature | None:
    """Resolve array[index], map[key] and both of a VARIANT; what is not there is NULL."""
    if len(types) != 2:  # noqa: PLR2004 -- container and index
        return None
    container, index = types
    if container.kind is Kind.VARIANT and index.kind in (*STRINGS, *INTEGERS):
        return Signature((container, index), VARIANT)
    if container.kind is Kind.ARRAY and index.kind in INTEGERS:
        return Signature((container, index), container.children[0].type.with_nullable(True))
    if container.kind is Kind.MAP and common_type([container.children[0].type, index]):
        key = container.children[0].type.with_nullable(index.nullable)
        return Signature((container, key), container.children[1].type.with_nullable(True))
    return None


def _element(arguments: Sequence[Value], call: Call) -> Value:
    variant = call.result.kind is Kind.VARIANT and pa.types.is_string(arguments[0].type)
    return (_of_variant if variant else _of_container)(arguments, call)


@on_columns
def _of_container(arguments: Sequence[Column], call: Call) -> Column:
    container, index = arguments
    if not isinstance(container, pa.MapArray):
        return elements_at(container, index)
    found = zip(cast(Column, container).to_pylist(), index.to_pylist(), strict=True)
    return pa.array([None if m is None else dict(m).get(k) for m, k in found], call.result.arrow)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "ELEMENT", "Gives array[index], counted from 1, or map[key]; NULL if it is not there.",
        _resolve_element, _element,
        (("ARRAY['a', 'b'][2]", "b"), ("ARRAY[1][9]", None), ("MAP['a', 1]['a']", "1")),
    ),
)  # fmt: skip
