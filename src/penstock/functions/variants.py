"""VARIANT, a value of any shape: read from JSON, asked for an element, written as JSON.

A VARIANT is carried as JSON in one form, its objects by their keys, so that equal ones are equal
texts.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from penstock.core.types import VARIANT
from penstock.functions.by_row import by_row
from penstock.functions.coercion import DECIMAL_DIGITS_MAX
from penstock.functions.function import ScalarFunction
from penstock.functions.json_text import json_of
from penstock.functions.signature import TEXT, TRUTH, Nulls, takes


def _number(text: str) -> float | Decimal:
    """Return a number as Flink keeps it: exactly, unless it has an exponent or many digits."""
    exact = Decimal(text)
    if "e" in text.lower() or len(exact.as_tuple().digits) > DECIMAL_DIGITS_MAX:
        return float(text)
    whole = exact.to_integral_value()
    return whole if whole == exact else exact.normalize()


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key comes twice in an object")
    return found


def _refused(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


_PLAIN: Any = {"parse_float": _number, "parse_constant": _refused}
_ONCE = json.JSONDecoder(object_pairs_hook=_unique, **_PLAIN)
_AS_WRITTEN = json.JSONDecoder(parse_float=Decimal)
_REPEATEDLY = json.JSONDecoder(**_PLAIN)


def _parse(text: str, repeated: bool = False) -> str:
    decoder = _REPEATEDLY if repeated else _ONCE
    return json_of(decoder.decode(text))


def _try_parse(text: str, repeated: bool = False) -> str | None:
    try:
        return _parse(text, repeated)
    except ValueError:
        return None


def variant_element(variant: str, place: str | int) -> str | None:
    """Return an object's value by its key or an array's by its place from 1, if it is there."""
    whole: Any = _AS_WRITTEN.decode(variant)
    if isinstance(place, int):
        return _of_array(whole, place)
    if not isinstance(whole, dict):
        raise ValueError(f"a VARIANT that is no object was asked for '{place}'")
    return json_of(whole[place]) if place in whole else None


def _of_array(whole: Any, place: int) -> str | None:
    if not isinstance(whole, list):
        raise ValueError(f"a VARIANT that is no array was asked for number {place}")
    return json_of(whole[place - 1]) if 0 < place <= len(whole) else None


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "PARSE_JSON", "Reads JSON as a VARIANT; TRUE lets the last of equal keys count.",
        takes(TEXT, TRUTH, gives=VARIANT, least=1), by_row(_parse),
        (("""JSON_STRING(PARSE_JSON('{"b": [1, 2.50], "a": null}'))""", '{"a":null,"b":[1,2.5]}'),
         ("""JSON_STRING(PARSE_JSON('{"a": [1, 2]}')['a'][2])""", "2"),
         ("""JSON_STRING(PARSE_JSON('{"a": 1, "a": 2}', TRUE))""", '{"a":2}')), guarded=True,
    ),
    ScalarFunction(
        "TRY_PARSE_JSON", "Reads JSON as a VARIANT; NULL if a text is none.",
        takes(TEXT, TRUTH, gives=VARIANT, least=1, nulls=Nulls.ALWAYS), by_row(_try_parse),
        (("JSON_STRING(TRY_PARSE_JSON('[1'))", None),
         ("JSON_STRING(TRY_PARSE_JSON('[1, 1e5]'))", "[1,100000.0]")), guarded=True,
    ),
)  # fmt: skip
