"""JSON texts: asked for their kind, and made of values."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import BOOLEAN, STRING, STRINGS, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.cast_text import java_float
from penstock.functions.containers import fail_at_null_keys
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature, Value
from penstock.functions.signature import TEXT, Nulls, anything, takes
from penstock.functions.value import apply, on_columns

SCALARS = (str, int, float, Decimal, bool)
_DECODE = msgspec.json.Decoder().decode
_DECODE_EXACTLY = msgspec.json.Decoder(float_hook=Decimal).decode
_ENCODE = msgspec.json.Encoder(decimal_format="number", order="sorted").encode


def json_of(value: Any) -> str:
    """Return a value as JSON, objects by their keys, a DECIMAL as a number with its digits.

    >>> json_of([Decimal("1.50"), {"b": 1, "a": None}])
    '[1.50,{"a":null,"b":1}]'
    """
    return _ENCODE(value).decode()


def _is_json(kinds: tuple[type, ...] | None) -> Kernel:
    """Return the kernel of IS JSON; NULL is no JSON."""

    def test(text: str) -> bool:
        try:
            document = _DECODE(text)
        except msgspec.DecodeError:
            return False
        return kinds is None or isinstance(document, kinds)

    known = by_row(test)

    def run(arguments: Sequence[Value], call: Call) -> Value:
        return apply("coalesce", known(arguments, call), pa.scalar(False))

    return run


def _unquote(text: str) -> str:
    """Return the text that a JSON string means; anything else stays as it is."""
    try:
        return msgspec.json.decode(text, type=str)
    except msgspec.DecodeError:
        return text


def _plain(value: Any) -> Any:
    """Return what Arrow gave as what JSON has: maps come as lists of pairs.

    Flink writes a DOUBLE with the digits that a DECIMAL of its text has.
    """
    if isinstance(value, float) and math.isfinite(value):
        return Decimal(java_float(value))
    if isinstance(value, list) and value and all(isinstance(each, tuple) for each in value):
        return {str(key): _plain(each) for key, each in value}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _string(value: Any) -> str:
    return json_of(_plain(value))


def _json_string(arguments: Sequence[Value], call: Call) -> Value:
    """Write a value; a VARIANT is carried as JSON already."""
    return arguments[0] if call.given[0].kind is Kind.VARIANT else _WRITTEN(arguments, call)


_WRITTEN = by_row(_string)


def _compact(text: str) -> str:
    """Return JSON without its spaces; a text that is none fails its row."""
    return json_of(_DECODE_EXACTLY(text))


def _resolve_object(types: Sequence[SqlType]) -> Signature | None:
    """Keys and values by turns; a query gives the values as JSON already."""
    return None if len(types) % 2 else _resolve_list(types)


def _resolve_list(types: Sequence[SqlType]) -> Signature | None:
    fits = all(each.kind in STRINGS for each in types)
    return Signature(tuple(types), STRING.with_nullable(False)) if fits else None


def _object_of(parts: Sequence[str | None], absent: bool) -> str:
    """Return an object in the order of its keys; the last of several values for one counts."""
    pairs = sorted(dict(zip(parts[::2], parts[1::2], strict=True)).items())
    kept = (f"{json_of(key)}:{value or 'null'}" for key, value in pairs if value or not absent)
    return f"{{{','.join(kept)}}}"


def _array_of(parts: Sequence[str | None], absent: bool) -> str:
    return f"[{','.join(value or 'null' for value in parts if value or not absent)}]"


def _made(
    write: Callable[[Sequence[str | None], bool], str], *, keys: bool, absent: bool
) -> Kernel:
    @on_columns
    def columns(arguments: Sequence[Column], call: Call) -> Column:
        if keys:
            fail_at_null_keys(arguments[::2])
        rows = zip(*(argument.to_pylist() for argument in arguments), strict=True)
        return pa.array([write(row, absent) for row in rows], pa.string())

    def run(arguments: Sequence[Value], call: Call) -> Value:
        return columns(arguments, call) if arguments else pa.scalar(write((), absent))

    return run


_TEST = takes(TEXT, gives=BOOLEAN, nulls=Nulls.NEVER)
_KEYED = "KEY 'a' VALUE 1, 'b' VALUE CAST(NULL AS INT)"
_LISTED = "1, '2', CAST(NULL AS INT)"


def _test(name: str, kinds: tuple[type, ...] | None, example: str, answer: str) -> ScalarFunction:
    text = f"{example} {name}"
    summary = "Says whether a text is JSON, or a kind of it."
    return ScalarFunction(name, summary, _TEST, _is_json(kinds), ((text, answer),), guarded=True)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "JSON_STRING", "Writes a value as JSON.", takes(anything, gives=STRING), _json_string,
        (("JSON_STRING(ARRAY[1, 2])", "[1,2]"), ("JSON_STRING('a\"b')", '"a\\"b"'),
         ("JSON_STRING(1.50)", "1.50"),
         ("JSON_STRING(MAP['b', 1e10, 'a', 5])", '{"a":5.0,"b":1.0E+10}')),
        guarded=True,
    ),
    ScalarFunction(
        "JSON_QUOTE", "Writes a text as a JSON string.", takes(TEXT, gives=STRING), by_row(json_of),
        (("JSON_QUOTE('a\"b')", '"a\\"b"'),), guarded=True,
    ),
    ScalarFunction(
        "JSON_UNQUOTE", "Reads a JSON string; other texts stay.", takes(TEXT, gives=STRING),
        by_row(_unquote), (("JSON_UNQUOTE('\"a\"')", "a"), ("JSON_UNQUOTE('a')", "a")),
        guarded=True,
    ),
    ScalarFunction(
        "JSON", "Reads a text as JSON, to stand as it is in JSON_OBJECT or JSON_ARRAY.",
        takes(TEXT, gives=STRING), by_row(_compact),
        (("JSON_OBJECT(KEY 'a' VALUE JSON(' {\"b\": [1, 2.50]} '))", '{"a":{"b":[1,2.50]}}'),
         ("JSON_ARRAY(JSON('null'), JSON('[1]'), JSON(CAST(NULL AS STRING)))", "[null,[1]]")),
        guarded=True,
    ),
    ScalarFunction(
        "JSON_OBJECT", "Writes keys and values as a JSON object.", _resolve_object,
        _made(_object_of, keys=True, absent=False),
        ((f"JSON_OBJECT({_KEYED})", '{"a":1,"b":null}'),
         ("JSON_OBJECT(KEY 'a' VALUE JSON_OBJECT(KEY 'b' VALUE 'x'))", '{"a":{"b":"x"}}'),
         ("JSON_OBJECT()", "{}")), guarded=True,
    ),
    ScalarFunction(
        "JSON_OBJECT ABSENT ON NULL", "Writes keys and values as a JSON object without NULLs.",
        _resolve_object, _made(_object_of, keys=True, absent=True),
        ((f"JSON_OBJECT({_KEYED} ABSENT ON NULL)", '{"a":1}'),), guarded=True,
    ),
    ScalarFunction(
        "JSON_ARRAY", "Writes values as a JSON array, leaving NULLs out.", _resolve_list,
        _made(_array_of, keys=False, absent=True),
        ((f"JSON_ARRAY({_LISTED})", '[1,"2"]'), ("JSON_ARRAY(JSON_ARRAY(1))", "[[1]]"),
         ("JSON_ARRAY()", "[]")), guarded=True,
    ),
    ScalarFunction(
        "JSON_ARRAY NULL ON NULL", "Writes values as a JSON array, NULLs too.", _resolve_list,
        _made(_array_of, keys=False, absent=False),
        ((f"JSON_ARRAY({_LISTED} NULL ON NULL)", '[1,"2",null]'),), guarded=True,
    ),
    _test("IS JSON", None, "'{}'", "TRUE"),
    _test("IS JSON VALUE", None, "'abc'", "FALSE"),
    _test("IS JSON SCALAR", (*SCALARS, type(None)), "'1'", "TRUE"),
    _test("IS JSON ARRAY", (list,), "'[]'", "TRUE"),
    _test("IS JSON OBJECT", (dict,), "CAST(NULL AS STRING)", "FALSE"),
)  # fmt: skip
