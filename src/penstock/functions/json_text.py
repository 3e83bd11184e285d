"""JSON in texts: JSON_VALUE, JSON_QUERY, JSON_EXISTS, and texts made of values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import BOOLEAN, STRING, STRINGS, SqlType
from penstock.functions.containers import fail_at_null_keys
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature, Value
from penstock.functions.json_path import MissingStep, follow, path_of
from penstock.functions.signature import TEXT, Nulls, anything, takes
from penstock.functions.value import apply, by_row, on_columns

_DECODE = msgspec.json.Decoder().decode
_DECODE_EXACTLY = msgspec.json.Decoder(float_hook=Decimal).decode
_ENCODE = msgspec.json.Encoder().encode
_SCALARS = (str, int, float, Decimal, bool)


def _found(text: str, path: str, decode: Callable[[str], Any] = _DECODE) -> list[Any]:
    """Return what a path finds; a text that is no JSON, and a strict miss, give nothing."""
    steps = path_of(path)
    try:
        return follow(decode(text), steps)
    except (msgspec.DecodeError, MissingStep):
        return []


def _value(text: str, path: str) -> str | None:
    """Return a single scalar as a text; arrays, objects and null are NULL."""
    found = _found(text, path, _DECODE_EXACTLY)
    return scalar_text(found[0]) if len(found) == 1 and isinstance(found[0], _SCALARS) else None


def scalar_text(value: str | float | Decimal) -> str:
    """Return a scalar as JSON_VALUE prints it: numbers with the digits they were written with."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value if value else abs(value)) if isinstance(value, Decimal) else str(value)


def _exists(text: str, path: str) -> bool:
    return bool(_found(text, path))


def _query(text: str, path: str) -> str | None:
    """Return an array or object; scalars are NULL, several findings are an array."""
    found = _found(text, path)
    if not path_of(path).definite:
        return _ENCODE(found).decode() if found else None
    return _ENCODE(found[0]).decode() if found and isinstance(found[0], list | dict) else None


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


def _quote(text: str) -> str:
    return _ENCODE(text).decode()


def _unquote(text: str) -> str:
    """Return the text that a JSON string means; anything else stays as it is."""
    try:
        return msgspec.json.decode(text, type=str)
    except msgspec.DecodeError:
        return text


def _plain(value: Any) -> Any:
    """Return what Arrow gave as what JSON has: maps come as lists of pairs."""
    if isinstance(value, list) and value and all(isinstance(each, tuple) for each in value):
        return {str(key): _plain(each) for key, each in value}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _string(value: Any) -> str:
    return msgspec.json.Encoder(decimal_format="number").encode(_plain(value)).decode()


def _resolve_object(types: Sequence[SqlType]) -> Signature | None:
    keys = types[::2]
    if len(types) % 2 or any(key.kind not in STRINGS for key in keys):
        return None
    return Signature(tuple(types), STRING.with_nullable(False))


@on_columns
def _columns_to_objects(arguments: Sequence[Column], call: Call) -> Column:
    fail_at_null_keys(arguments[::2])
    rows = zip(*(argument.to_pylist() for argument in arguments), strict=True)
    objects = [dict(zip(row[::2], row[1::2], strict=True)) for row in rows]
    return pa.array([_string(each) for each in objects], pa.string())


def _object(arguments: Sequence[Value], call: Call) -> Value:
    return _columns_to_objects(arguments, call) if arguments else pa.scalar("{}")


def _resolve_list(types: Sequence[SqlType]) -> Signature | None:
    return Signature(tuple(types), STRING.with_nullable(False))


@on_columns
def _columns_to_lists(arguments: Sequence[Column], call: Call) -> Column:
    """Leave NULLs out, as ABSENT ON NULL says, which is the default."""
    rows = zip(*(argument.to_pylist() for argument in arguments), strict=True)
    lists = [[each for each in row if each is not None] for row in rows]
    return pa.array([_string(each) for each in lists], pa.string())


def _list(arguments: Sequence[Value], call: Call) -> Value:
    return _columns_to_lists(arguments, call) if arguments else pa.scalar("[]")


_AT_PATH = takes(TEXT, TEXT, gives=STRING, nulls=Nulls.ALWAYS)
_TEST = takes(TEXT, gives=BOOLEAN, nulls=Nulls.NEVER)


def _test(name: str, kinds: tuple[type, ...] | None, example: str, answer: str) -> ScalarFunction:
    text = f"{example} {name}"
    summary = "Says whether a text is JSON, or a kind of it."
    return ScalarFunction(name, summary, _TEST, _is_json(kinds), ((text, answer),), guarded=True)


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "JSON_VALUE", "Gives a scalar of a JSON text as a text; NULL if there is none.",
        _AT_PATH, by_row(_value),
        (("""JSON_VALUE('{"a": true}', '$.a')""", "true"),
         ("""JSON_VALUE('{"a.b": [0.998, 1]}', '$.["a.b"][0]')""", "0.998"),
         ("""JSON_VALUE('{"a": 1}', 'lax $.b')""", None), ("JSON_VALUE('{', '$.a')", None)),
        guarded=True,
    ),
    ScalarFunction(
        "JSON_QUERY", "Gives an array or object of a JSON text.", _AT_PATH, by_row(_query),
        (("""JSON_QUERY('{ "a": { "b": 1 } }', '$.a')""", '{"b":1}'),
         ("""JSON_QUERY('{"a":[{"c":"c1"},{"c":"c2"}]}', 'lax $.a[*].c')""", '["c1","c2"]'),
         ("JSON_QUERY('1', '$')", None)), guarded=True,
    ),
    ScalarFunction(
        "JSON_EXISTS", "Says whether a path leads somewhere in a JSON text.",
        takes(TEXT, TEXT, gives=BOOLEAN), by_row(_exists),
        (("""JSON_EXISTS('{"a": [{ "b": 1 }]}', '$.a[0].b')""", "TRUE"),
         ("""JSON_EXISTS('{"a": true}', 'strict $.b')""", "FALSE")), guarded=True,
    ),
    ScalarFunction(
        "JSON_STRING", "Writes a value as JSON.", takes(anything, gives=STRING), by_row(_string),
        (("JSON_STRING(ARRAY[1, 2])", "[1,2]"), ("JSON_STRING('a\"b')", '"a\\"b"'),
         ("JSON_STRING(1.50)", "1.50")), guarded=True,
    ),
    ScalarFunction(
        "JSON_QUOTE", "Writes a text as a JSON string.", takes(TEXT, gives=STRING), by_row(_quote),
        (("JSON_QUOTE('a\"b')", '"a\\"b"'),), guarded=True,
    ),
    ScalarFunction(
        "JSON_UNQUOTE", "Reads a JSON string; other texts stay.", takes(TEXT, gives=STRING),
        by_row(_unquote), (("JSON_UNQUOTE('\"a\"')", "a"), ("JSON_UNQUOTE('a')", "a")),
        guarded=True,
    ),
    ScalarFunction(
        "JSON_OBJECT", "Writes keys and values as a JSON object.", _resolve_object, _object,
        (("JSON_OBJECT('a', 1, 'b', CAST(NULL AS INT))", '{"a":1,"b":null}'),
         ("JSON_OBJECT()", "{}")), guarded=True,
    ),
    ScalarFunction(
        "JSON_ARRAY", "Writes values as a JSON array, leaving NULLs out.", _resolve_list, _list,
        (("JSON_ARRAY(1, '2', CAST(NULL AS INT))", '[1,"2"]'), ("JSON_ARRAY()", "[]")),
        guarded=True,
    ),
    _test("IS JSON", None, "'{}'", "TRUE"),
    _test("IS JSON VALUE", None, "'abc'", "FALSE"),
    _test("IS JSON SCALAR", (*_SCALARS, type(None)), "'1'", "TRUE"),
    _test("IS JSON ARRAY", (list,), "'[]'", "TRUE"),
    _test("IS JSON OBJECT", (dict,), "CAST(NULL AS STRING)", "FALSE"),
)  # fmt: skip
