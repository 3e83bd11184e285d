"""Maps taken apart, put together and read from texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import STRING, Field, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.coercion import common_type
from penstock.functions.containers import NULL_KEY, array_of
from penstock.functions.function import Call, ScalarFunction, Signature
from penstock.functions.nested import entries_of, offsets_of
from penstock.functions.patterns import java_pattern
from penstock.functions.signature import TEXT, may_be_null, one_of, takes
from penstock.functions.value import on_columns

_TEXT_MAP = SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", STRING)))
_ANY_MAP = one_of(Kind.MAP, default=_TEXT_MAP)
_ANY_ARRAY = one_of(Kind.ARRAY, default=SqlType(Kind.ARRAY, children=(Field("element", STRING),)))
_M = "MAP['a', 1, 'b', 2]"


def _same_maps(types: Sequence[SqlType]) -> Signature | None:
    common = common_type(types) if all(each.kind is Kind.MAP for each in types) else None
    if common is None:
        return None
    arguments = tuple(common.with_nullable(each.nullable) for each in types)
    return Signature(arguments, common.with_nullable(may_be_null(types)))


def _keys_type(types: Sequence[SqlType]) -> SqlType | None:
    return array_of(types[0].children[0].type) if types else None


def _values_type(types: Sequence[SqlType]) -> SqlType | None:
    return array_of(types[0].children[1].type) if types else None


def _entries_type(types: Sequence[SqlType]) -> SqlType | None:
    return array_of(SqlType(Kind.ROW, children=types[0].children)) if types else None


def _map_side(side: int) -> Callable[..., Any]:
    @on_columns
    def run(arguments: Sequence[Column], call: Call) -> Column:
        part: Any = entries_of(arguments[0])[side]
        mask: Any = arguments[0].is_null()
        lists: Any = pa.ListArray.from_arrays(offsets_of(arguments[0]), part, mask=mask)
        return cast(Column, lists.cast(call.result.arrow))

    return run


def _entries(entries: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return entries


def _zipped_type(types: Sequence[SqlType]) -> SqlType | None:
    if [each.kind for each in types] != [Kind.ARRAY, Kind.ARRAY]:
        return None
    key, value = (each.children[0].type for each in types)
    return SqlType(Kind.MAP, children=(Field("key", key), Field("value", value)))


def _zipped(keys: list[Any], values: list[Any]) -> list[tuple[Any, Any]]:
    if len(keys) != len(values):
        raise ValueError("as many keys as values are needed")
    if None in keys:
        raise ValueError(NULL_KEY)
    return list(dict(zip(keys, values, strict=True)).items())


def _united(*maps: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return list({key: value for each in maps for key, value in each}.items())


def _text_to_map(text: str, pairs: str = ",", equals: str = "=") -> list[tuple[str, str | None]]:
    if not text:
        return []
    halves = [
        java_pattern("STR_TO_MAP", equals).split(pair, maxsplit=1)
        for pair in java_pattern("STR_TO_MAP", pairs).split(text)
    ]
    return list({half[0]: half[1] if len(half) > 1 else None for half in halves}.items())


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "MAP_KEYS", "Gives the keys of a map.", takes(_ANY_MAP, gives=_keys_type), _map_side(0),
        ((f"MAP_KEYS({_M})", "[a, b]"),),
    ),
    ScalarFunction(
        "MAP_VALUES", "Gives the values of a map.", takes(_ANY_MAP, gives=_values_type),
        _map_side(1), ((f"MAP_VALUES({_M})", "[1, 2]"),),
    ),
    ScalarFunction(
        "MAP_ENTRIES", "Gives the entries of a map as rows.",
        takes(_ANY_MAP, gives=_entries_type), by_row(_entries),
        ((f"MAP_ENTRIES({_M})", "[(a, 1), (b, 2)]"),), guarded=True,
    ),
    ScalarFunction(
        "MAP_FROM_ARRAYS", "Makes a map of an array of keys and one of values.",
        takes(_ANY_ARRAY, _ANY_ARRAY, gives=_zipped_type), by_row(_zipped),
        (("MAP_FROM_ARRAYS(ARRAY['a', 'b'], ARRAY[1, 2])", "{a=1, b=2}"),), guarded=True,
    ),
    ScalarFunction(
        "MAP_UNION", "Joins maps; of equal keys the last wins.", _same_maps, by_row(_united),
        (("MAP_UNION(MAP['a', 1], MAP['b', 2, 'a', 3])", "{a=3, b=2}"),), guarded=True,
    ),
    ScalarFunction(
        "STR_TO_MAP", "Reads a map from a text such as a=1,b=2.",
        takes(TEXT, TEXT, TEXT, gives=_TEXT_MAP, least=1), by_row(_text_to_map),
        (("STR_TO_MAP('k1=v1,k2=v2')", "{k1=v1, k2=v2}"),), guarded=True,
    ),
)  # fmt: skip
