"""Structured objects: rows whose type has a name, made by OBJECT_OF, changed by OBJECT_UPDATE."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import STRINGS, Field, Kind, SqlType
from penstock.functions.errors import InvalidArgument
from penstock.functions.function import Call, ScalarFunction, Signature, Value
from penstock.functions.value import column, is_scalar, on_columns


def _resolve_of(types: Sequence[SqlType]) -> Signature | None:
    """OBJECT_OF(name of the type, then names of fields and values by turns)."""
    if not types or not _are_pairs(types[1:]) or types[0].kind not in STRINGS:
        return None
    return Signature(tuple(types), SqlType(Kind.ROW, nullable=False))


def _are_pairs(types: Sequence[SqlType]) -> bool:
    return len(types) % 2 == 0 and all(each.kind in STRINGS for each in types[::2])


def _refine_of(signature: Signature, constants: Sequence[Any]) -> Signature:
    name, *rest = constants
    if not isinstance(name, str):
        raise InvalidArgument("OBJECT_OF", "the name of the type is a text in quotes")
    names = _names("OBJECT_OF", rest[::2])
    fields = tuple(map(Field, names, signature.arguments[2::2]))
    return replace(signature, result=replace(signature.result, name=name, children=fields))


def _names(function: str, given: Sequence[Any]) -> list[str]:
    names = [each for each in given if isinstance(each, str)]
    if len(names) < len(given):
        raise InvalidArgument(function, "the name of a field is a text in quotes")
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        raise InvalidArgument(function, f"the field '{twice}' is given twice")
    return names


@on_columns
def _of(arguments: Sequence[Column], call: Call) -> Column:
    kind: Any = call.result.arrow
    if not kind.num_fields:
        empty: Column = pa.array([{}] * call.rows, kind)
        return empty
    return pa.StructArray.from_arrays(list(arguments[2::2]), fields=list(kind))


def _resolve_update(types: Sequence[SqlType]) -> Signature | None:
    """OBJECT_UPDATE(object, then names of fields and their new values by turns)."""
    fits = len(types) > 1 and types[0].kind is Kind.ROW and types[0].name is not None
    return Signature(tuple(types), types[0]) if fits and _are_pairs(types[1:]) else None


def _refine_update(signature: Signature, constants: Sequence[Any]) -> Signature:
    known = [field.name for field in signature.result.children]
    names = _names("OBJECT_UPDATE", constants[1::2])
    if missing := next((each for each in names if each not in known), None):
        reason = f"there is no field '{missing}', only {', '.join(known)}"
        raise InvalidArgument("OBJECT_UPDATE", reason)
    types = dict(zip(names, signature.arguments[2::2], strict=True))
    fields = tuple(
        Field(each.name, types.get(each.name, each.type)) for each in signature.result.children
    )
    return replace(signature, result=replace(signature.result, children=fields))


def _update(arguments: Sequence[Value], call: Call) -> Value:
    whole: Any = column(arguments[0], call.rows)
    kind: Any = call.result.arrow
    parts = dict(zip((field.name for field in kind), whole.flatten(), strict=True))
    for name, value in zip(arguments[1::2], arguments[2::2], strict=True):
        given: Any = name
        parts[(given if is_scalar(name) else given[0]).as_py()] = column(value, call.rows)
    return pa.StructArray.from_arrays(list(parts.values()), fields=list(kind), mask=whole.is_null())


_ADA = "OBJECT_OF('User', 'name', 'Ada', 'age', 36)"

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "OBJECT_OF", "Makes an object of a named type of names and values.", _resolve_of, _of,
        ((_ADA, "(name=Ada, age=36)"), ("OBJECT_OF('T', 'a', OBJECT_OF('U', 'b', 1)).a.b", "1")),
        refine=_refine_of,
    ),
    ScalarFunction(
        "OBJECT_UPDATE", "Gives an object with other values in some fields.", _resolve_update,
        _update, ((f"OBJECT_UPDATE({_ADA}, 'age', 37)", "(name=Ada, age=37)"),),
        refine=_refine_update,
    ),
)  # fmt: skip
