"""JSON_VALUE, JSON_QUERY and JSON_EXISTS: what a path finds in a JSON text, and what if nothing.

As in Flink a path is strict unless it says lax: what it does not find is an error, and so is what
cannot be given: null, or an array where JSON_VALUE wants a scalar. To a lax path all of that is
just empty, a text that is no JSON included.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any

import msgspec
import pyarrow as pa

from penstock.core.types import BOOLEAN, STRING, STRINGS, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.cast import cast
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.json_path import MissingStep, follow, path_of
from penstock.functions.json_text import SCALARS, json_of
from penstock.functions.signature import TEXT, Nulls, anything, takes
from penstock.functions.value import null

_DECODE = msgspec.json.Decoder(float_hook=Decimal).decode
_REALS = (Kind.FLOAT, Kind.DOUBLE)
_EMPTY: dict[str, Any] = {"EMPTY ARRAY": [], "EMPTY OBJECT": {}}


class Missing(Enum):
    """Why there is nothing to give: ON EMPTY or ON ERROR says what comes instead."""

    EMPTY = "the path finds nothing"
    ERROR = "the path finds nothing that can be given"


def _found(text: str, path: str) -> Any:
    """Return the value that a path finds; of a path with * the list of all that it finds."""
    steps = path_of(path)
    try:
        found = follow(_DECODE(text), steps)
    except (msgspec.DecodeError, MissingStep):
        return _missing(path)
    if not steps.definite:
        return found
    return found[0] if found and found[0] is not None else _missing(path)


def _missing(path: str) -> Missing:
    return Missing.ERROR if path_of(path).strict else Missing.EMPTY


def _instead(missing: Missing, on_empty: Any, on_error: Any) -> Any:
    """Return what one of two clauses says; a ValueError if that is ERROR."""
    said = on_empty if missing is Missing.EMPTY else on_error
    if said == "ERROR":
        raise ValueError(missing.value)
    return said


def _value(  # noqa: PLR0913, PLR0917 -- JSON_VALUE has so many clauses
    text: str,
    path: str,
    _: None,
    on_empty: str,
    if_empty: Any,
    on_error: str,
    if_error: Any,
    *,
    wanted: SqlType,
) -> Any:
    found = _found(text, path)
    if not isinstance(found, Missing):
        found = _as(found, wanted) if isinstance(found, SCALARS) else _missing(path)
    if not isinstance(found, Missing):
        return found
    _instead(found, on_empty, on_error)
    return if_empty if found is Missing.EMPTY else if_error


def _as(value: Any, wanted: SqlType) -> Any:
    """Return a scalar as the type behind RETURNING; what does not fit is an error."""
    if wanted.kind in STRINGS:
        return scalar_text(value)
    if wanted.kind in _REALS and not isinstance(value, (bool, str)):
        return float(value)
    given = cast(pa.scalar(scalar_text(value)), STRING, wanted, forgiving=True)
    assert isinstance(given, pa.Scalar)
    return given if given.is_valid else Missing.ERROR


def scalar_text(value: str | float | Decimal) -> str:
    """Return a scalar as JSON_VALUE prints it: numbers with the digits they were written with."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value if value else abs(value)) if isinstance(value, Decimal) else str(value)


def _query(  # noqa: PLR0913 -- JSON_QUERY has so many clauses
    text: str, path: str, _: None, wrapper: str, on_empty: str, on_error: str, *, wanted: SqlType
) -> Any:
    found = _container(text, path, wrapper)
    if wanted.kind is Kind.ARRAY and not isinstance(found, (list, Missing)):
        found = _missing(path)
    if isinstance(found, Missing):
        found = _EMPTY.get(_instead(found, on_empty, on_error))
    if found is None or wanted.kind in STRINGS:
        return None if found is None else json_of(found)
    return [_element(each) for each in found]


def _container(text: str, path: str, wrapper: str) -> Any:
    """Return an array or object; a scalar can be given only if it is wrapped."""
    found = _found(text, path)
    if isinstance(found, Missing):
        return found
    if wrapper == "UNCONDITIONAL" or (wrapper == "CONDITIONAL" and not isinstance(found, list)):
        return [found]
    return found if isinstance(found, (list, dict)) else _missing(path)


def _element(value: Any) -> str | None:
    if value is None or isinstance(value, SCALARS):
        return None if value is None else scalar_text(value)
    return json_of(value)


def _exists(text: str, path: str, on_error: str, *, wanted: SqlType) -> bool | None:
    found = _found(text, path)
    if not isinstance(found, Missing):
        return True
    return {"TRUE": True, "FALSE": False}.get(_instead(found, "FALSE", on_error))


def _kernel(function: Callable[..., Any], *unsaid: Any) -> Kernel:
    """Return the kernel of a function of text, path and clauses; `unsaid` is what those mean."""
    clauses = [null(pa.null()) if each is None else pa.scalar(each) for each in unsaid]

    def run(arguments: Sequence[Value], call: Call) -> Value:
        said = [*arguments, *clauses[len(arguments) - 2 :]]
        return by_row(partial(function, wanted=call.result), needed=2)(said, call)

    return run


def _given(types: Sequence[SqlType]) -> SqlType:
    """Return the type behind RETURNING, which a NULL of that type stands for."""
    return types[2] if len(types) > 2 else STRING  # noqa: PLR2004 -- text and path


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "JSON_VALUE", "Gives a scalar of a JSON text; NULL if there is none, or what ON says.",
        takes(TEXT, TEXT, anything, TEXT, anything, TEXT, anything, gives=_given, least=2,
              nulls=Nulls.ALWAYS),
        _kernel(_value, None, "NULL", None, "NULL", None),
        (("""JSON_VALUE('{"a": true}', '$.a')""", "true"),
         ("""JSON_VALUE('{"a.b": [0.998, 1]}', '$.["a.b"][0]')""", "0.998"),
         ("""JSON_VALUE('{"a": 1}', 'lax $.b')""", None), ("JSON_VALUE('{', '$.a')", None),
         ("""JSON_VALUE('{"a": 0.5}', '$.a' RETURNING DOUBLE) * 2""", "1.0"),
         ("""JSON_VALUE('{"a": 1}', 'lax $.b' DEFAULT FALSE ON EMPTY)""", "false"),
         ("JSON_VALUE('{', '$.a' RETURNING INT NULL ON EMPTY DEFAULT 5 ON ERROR)", "5")),
        guarded=True,
    ),
    ScalarFunction(
        "JSON_QUERY", "Gives an array or object of a JSON text; NULL if there is none.",
        takes(TEXT, TEXT, anything, TEXT, TEXT, TEXT, gives=_given, least=2, nulls=Nulls.ALWAYS),
        _kernel(_query, None, "WITHOUT", "NULL", "NULL"),
        (("""JSON_QUERY('{ "a": { "b": 1 } }', '$.a')""", '{"b":1}'),
         ("""JSON_QUERY('{"a":[{"c":"c1"},{"c":"c2"}]}', 'lax $.a[*].c')""", '["c1","c2"]'),
         ("JSON_QUERY('1', '$')", None),
         ("JSON_QUERY('1', '$' WITH CONDITIONAL ARRAY WRAPPER)", "[1]"),
         ("JSON_QUERY('{}', 'lax $.a' EMPTY OBJECT ON EMPTY)", "{}"),
         ("""JSON_QUERY('["a", 1, null]', '$' RETURNING ARRAY<STRING>)""", "[a, 1, NULL]")),
        guarded=True,
    ),
    ScalarFunction(
        "JSON_EXISTS", "Says whether a path leads somewhere in a JSON text.",
        takes(TEXT, TEXT, TEXT, gives=BOOLEAN, least=2, nulls=Nulls.ALWAYS),
        _kernel(_exists, "FALSE"),
        (("""JSON_EXISTS('{"a": [{ "b": 1 }]}', '$.a[0].b')""", "TRUE"),
         ("""JSON_EXISTS('{"a": true}', 'strict $.b')""", "FALSE"),
         ("""JSON_EXISTS('{"a": true}', '$.b' TRUE ON ERROR)""", "TRUE"),
         ("JSON_EXISTS('{', '$.b' UNKNOWN ON ERROR)", None)), guarded=True,
    ),
)  # fmt: skip
