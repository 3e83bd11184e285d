"""Arrays, maps and rows: made, taken apart, searched and joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.batch import Column
from penstock.core.types import BOOLEAN, INT, INTEGERS, STRING, Field, Kind, SqlType
from penstock.functions.coercion import common_type
from penstock.functions.function import Call, ScalarFunction, Signature, Value
from penstock.functions.nested import entries_of, lengths_of, offsets_of
from penstock.functions.patterns import java_pattern
from penstock.functions.signature import (
    INTEGER,
    TEXT,
    Nulls,
    may_be_null,
    one_of,
    takes,
)
from penstock.functions.value import (
    apply,
    by_row,
    column,
    column_of,
    on_columns,
    validity,
)

_ANY_ARRAY = one_of(Kind.ARRAY, default=SqlType(Kind.ARRAY, children=(Field("element", STRING),)))
_ANY_MAP = one_of(
    Kind.MAP, default=SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", STRING)))
)
_MAPS: Any = pa.MapArray
_TEXTS = SqlType(Kind.ARRAY, children=(Field("element", STRING),))
_TEXT_MAP = SqlType(Kind.MAP, children=(Field("key", STRING), Field("value", STRING)))


def array_of(element: SqlType) -> SqlType:
    """Return the type of arrays of a type."""
    return SqlType(Kind.ARRAY, children=(Field("element", element),))


def _resolve_array(types: Sequence[SqlType]) -> Signature | None:
    common = common_type(types)
    if common is None:
        return None
    arguments = tuple(common.with_nullable(each.nullable) for each in types)
    return Signature(arguments, array_of(common).with_nullable(False))


@on_columns
def _array(arguments: Sequence[Column], call: Call) -> Column:
    """Interleave columns: row 0's elements, then row 1's."""
    rows, width = len(arguments[0]), len(arguments)
    order = np.arange(rows * width, dtype=np.int64).reshape(width, rows).T.ravel()
    elements = pa.concat_arrays(list(arguments)).take(order)
    offsets: Any = pa.array(np.arange(rows + 1, dtype=np.int32) * width)
    lists: Any = pa.ListArray.from_arrays(offsets, cast(Any, elements))
    return cast(Column, lists.cast(call.result.arrow))


def _resolve_map(types: Sequence[SqlType]) -> Signature | None:
    if not types or len(types) % 2:
        return None
    key, value = common_type(types[::2]), common_type(types[1::2])
    if key is None or value is None:
        return None
    wanted = (key, value)
    arguments = tuple(wanted[i % 2].with_nullable(each.nullable) for i, each in enumerate(types))
    result = SqlType(Kind.MAP, nullable=False, children=(Field("key", key), Field("value", value)))
    return Signature(arguments, result)


@on_columns
def _map(arguments: Sequence[Column], call: Call) -> Column:
    """The last of equal keys wins."""
    rows = zip(*(argument.to_pylist() for argument in arguments), strict=True)
    entries = [list(dict(zip(row[::2], row[1::2], strict=True)).items()) for row in rows]
    return pa.array(entries, call.result.arrow)


def _resolve_row(types: Sequence[SqlType]) -> Signature | None:
    fields = tuple(Field(f"EXPR${place}", each) for place, each in enumerate(types))
    return Signature(tuple(types), SqlType(Kind.ROW, nullable=False, children=fields))


@on_columns
def _row(arguments: Sequence[Column], call: Call) -> Column:
    fields: Any = call.result.arrow
    return pa.StructArray.from_arrays(list(arguments), fields=list(fields))


@on_columns
def _cardinality(arguments: Sequence[Column], call: Call) -> Column:
    lengths = lengths_of(arguments[0]).astype(np.int32)
    return column_of(lengths, pa.int32(), validity(arguments[0]))


def _resolve_element(types: Sequence[SqlType]) -> Signature | None:
    """Resolve array[index] and map[key]; what is not there is NULL."""
    if len(types) != 2 or not types[0].children:  # noqa: PLR2004 -- container and index
        return None
    container, index = types
    if container.kind is Kind.ARRAY and index.kind in INTEGERS:
        return Signature((container, index), container.children[0].type.with_nullable(True))
    if container.kind is Kind.MAP and common_type([container.children[0].type, index]):
        key = container.children[0].type.with_nullable(index.nullable)
        return Signature((container, key), container.children[1].type.with_nullable(True))
    return None


@on_columns
def _element(arguments: Sequence[Column], call: Call) -> Column:
    container, index = arguments
    if not isinstance(container, pa.MapArray):
        return _at(container, index)
    maps = cast(Column, container).to_pylist()
    found = zip(maps, index.to_pylist(), strict=True)
    return pa.array([None if m is None else dict(m).get(k) for m, k in found], call.result.arrow)


def _at(arrays: Column, index: Column) -> Column:
    """Take each row's element by its place in the flattened column."""
    lengths = lengths_of(arrays)
    places = index.fill_null(0).to_numpy().astype(np.int64)
    inside = (places >= 1) & (places <= lengths)
    starts = offsets_of(arrays).to_numpy()[:-1]
    where = pa.array(np.where(inside, starts + places - 1, 0), mask=~inside)
    elements: Any = cast(Any, arrays).flatten()
    return cast(Column, elements.take(where))


def _element_fit(types: Sequence[SqlType]) -> Signature | None:
    """Resolve (array, element): the element is cast to the array's element type."""
    if len(types) != 2 or types[0].kind is not Kind.ARRAY:  # noqa: PLR2004 -- array and element
        return None
    element = types[0].children[0].type
    if common_type([element, types[1]]) is None:
        return None
    return Signature((types[0], element.with_nullable(types[1].nullable)), types[0])


def _giving(result: SqlType | None) -> Callable[[Sequence[SqlType]], Signature | None]:
    def resolve(types: Sequence[SqlType]) -> Signature | None:
        found = _element_fit(types)
        if found is None:
            return None
        given = found.result if result is None else result
        return Signature(found.arguments, given.with_nullable(may_be_null(types)))

    return resolve


def _pairwise(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    """Return a kernel over (array, element) in which the element may be NULL."""

    @on_columns
    def run(arguments: Sequence[Column], call: Call) -> Column:
        pairs = zip(*(argument.to_pylist() for argument in arguments), strict=True)
        results = [None if array is None else function(array, each) for array, each in pairs]
        return pa.array(results, call.result.arrow)

    return run


def _position(array: list[Any], element: Any) -> int | None:
    if element is None:
        return None
    return array.index(element) + 1 if element in array else 0


def unique(elements: Sequence[Any]) -> list[Any]:
    """Return the elements without repetitions, in order; they may be lists or rows."""
    try:
        return list(dict.fromkeys(elements))
    except TypeError:
        return [each for place, each in enumerate(elements) if each not in elements[:place]]


def _slice(array: list[Any], start: int, end: int | None = None) -> list[Any]:
    """Places count from 1, or from the end if negative; the end is part of the slice."""
    size = len(array)
    first = start + size + 1 if start < 0 else max(start, 1)
    last = size if end is None else end + size + 1 if end < 0 else end
    return array[max(first, 1) - 1 : max(last, 0)] if first <= last else []


def _sorted(array: list[Any], ascending: bool = True, nulls_first: bool | None = None) -> list[Any]:
    known = sorted((each for each in array if each is not None), reverse=not ascending)
    nulls = [None] * (len(array) - len(known))
    return nulls + known if (ascending if nulls_first is None else nulls_first) else known + nulls


def _joined(array: list[str | None], separator: str, null_text: str | None = None) -> str:
    texts = [null_text if each is None else each for each in array]
    return separator.join(each for each in texts if each is not None)


def _extreme(choose: Callable[..., Any]) -> Callable[[list[Any]], Any]:
    def find(array: list[Any]) -> Any:
        return choose((each for each in array if each is not None), default=None)

    return find


def _same_arrays(types: Sequence[SqlType]) -> Signature | None:
    common = common_type(types) if all(each.kind is Kind.ARRAY for each in types) else None
    if common is None:
        return None
    arguments = tuple(common.with_nullable(each.nullable) for each in types)
    return Signature(arguments, common.with_nullable(may_be_null(types)))


def _same_maps(types: Sequence[SqlType]) -> Signature | None:
    common = common_type(types) if all(each.kind is Kind.MAP for each in types) else None
    if common is None:
        return None
    arguments = tuple(common.with_nullable(each.nullable) for each in types)
    return Signature(arguments, common.with_nullable(may_be_null(types)))


def _first(types: Sequence[SqlType]) -> SqlType | None:
    return types[0] if types else None


def _element_type(types: Sequence[SqlType]) -> SqlType | None:
    return types[0].children[0].type if types and types[0].children else None


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
        raise ValueError("MAP_FROM_ARRAYS needs as many keys as values")
    return list(dict(zip(keys, values, strict=True)).items())


def _united(*maps: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return list({key: value for each in maps for key, value in each}.items())


def _split(text: str, separator: str) -> list[str]:
    return list(text) if not separator else text.split(separator)


def _split_index(arguments: Sequence[Value], call: Call) -> Value:
    text, separator, index = arguments
    constant = None if isinstance(separator, pa.Array) else separator.as_py()
    if not constant or isinstance(text, pa.Scalar):
        return _SPLIT_BY_ROW([text, separator, index], call)
    pieces = apply("split_pattern", text, options=pc.SplitPatternOptions(constant))
    places = apply("add", index, pa.scalar(1, index.type))
    found = _at(column(pieces, call.rows), column(places, call.rows))
    empty = apply("equal", text, pa.scalar(""))
    return apply("if_else", empty, pa.scalar(None, pa.string()), found)


def _piece(text: str, separator: str, index: int) -> str | None:
    pieces = text.split(separator or None) if text else []
    return pieces[index] if 0 <= index < len(pieces) else None


_SPLIT_BY_ROW = by_row(_piece)


def _text_to_map(text: str, pairs: str = ",", equals: str = "=") -> list[tuple[str, str | None]]:
    halves = [
        java_pattern("STR_TO_MAP", equals).split(pair, maxsplit=1)
        for pair in java_pattern("STR_TO_MAP", pairs).split(text)
    ]
    return list({half[0]: half[1] if len(half) > 1 else None for half in halves}.items())


_A = "ARRAY[1, 2, 2, 3]"
_M = "MAP['a', 1, 'b', 2]"
_OPTIONAL = Nulls.ALWAYS

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "ARRAY", "Makes an array of values.", _resolve_array, _array,
        (("ARRAY[1, CAST(NULL AS INT), 3]", "[1, NULL, 3]"),),
    ),
    ScalarFunction(
        "MAP", "Makes a map of keys and values.", _resolve_map, _map,
        (("MAP['a', 1, 'b', 2]", "{a=1, b=2}"),), guarded=True,
    ),
    ScalarFunction(
        "ROW", "Makes a row of values.", _resolve_row, _row, (("ROW(1, 'a')", "(1, a)"),)
    ),
    ScalarFunction(
        "CARDINALITY", "Counts the elements of an array or the entries of a map.",
        takes(one_of(Kind.ARRAY, Kind.MAP, Kind.MULTISET, default=_TEXTS), gives=INT),
        _cardinality, ((f"CARDINALITY({_A})", "4"), (f"CARDINALITY({_M})", "2")),
    ),
    ScalarFunction(
        "ELEMENT", "Gives array[index], counted from 1, or map[key]; NULL if it is not there.",
        _resolve_element, _element,
        (("ARRAY['a', 'b'][2]", "b"), ("ARRAY[1][9]", None), ("MAP['a', 1]['a']", "1")),
    ),
    ScalarFunction(
        "ARRAY_CONTAINS", "Says whether an array holds an element.", _giving(BOOLEAN),
        _pairwise(lambda array, element: element in array),
        ((f"ARRAY_CONTAINS({_A}, 3)", "TRUE"), ("ARRAY_CONTAINS(ARRAY['a'], 'b')", "FALSE")),
        guarded=True,
    ),
    ScalarFunction(
        "ARRAY_POSITION", "Gives the first place of an element, from 1; 0 is nowhere.",
        _giving(INT), _pairwise(_position), ((f"ARRAY_POSITION({_A}, 2)", "2"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_REMOVE", "Removes an element wherever it stands.", _giving(None),
        _pairwise(lambda array, element: [each for each in array if each != element]),
        ((f"ARRAY_REMOVE({_A}, 2)", "[1, 3]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_APPEND", "Adds an element at the end.", _giving(None),
        _pairwise(lambda array, element: [*array, element]),
        (("ARRAY_APPEND(ARRAY[1], 2)", "[1, 2]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_PREPEND", "Adds an element at the beginning.", _giving(None),
        _pairwise(lambda array, element: [element, *array]),
        (("ARRAY_PREPEND(ARRAY[1], 2)", "[2, 1]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_DISTINCT", "Removes repeated elements.", takes(_ANY_ARRAY, gives=_first),
        by_row(unique), ((f"ARRAY_DISTINCT({_A})", "[1, 2, 3]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_REVERSE", "Turns an array round.", takes(_ANY_ARRAY, gives=_first),
        by_row(lambda array: array[::-1]), ((f"ARRAY_REVERSE({_A})", "[3, 2, 2, 1]"),),
        guarded=True,
    ),
    ScalarFunction(
        "ARRAY_SLICE", "Gives the elements from one place to another.",
        takes(_ANY_ARRAY, INTEGER, INTEGER, gives=_first, least=2), by_row(_slice),
        ((f"ARRAY_SLICE({_A}, 2, 3)", "[2, 2]"), (f"ARRAY_SLICE({_A}, -1)", "[3]")), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_SORT", "Sorts an array, upwards unless told otherwise.",
        takes(_ANY_ARRAY, one_of(Kind.BOOLEAN, default=BOOLEAN),
              one_of(Kind.BOOLEAN, default=BOOLEAN), gives=_first, least=1), by_row(_sorted),
        (("ARRAY_SORT(ARRAY[2, 1, 3])", "[1, 2, 3]"),
         ("ARRAY_SORT(ARRAY[2, CAST(NULL AS INT), 3], FALSE)", "[3, 2, NULL]")), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_JOIN", "Puts the texts of an array together.",
        takes(_ANY_ARRAY, TEXT, TEXT, gives=STRING, least=2), by_row(_joined),
        (("ARRAY_JOIN(ARRAY['a', 'b'], '-')", "a-b"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_MAX", "Gives the greatest element.",
        takes(_ANY_ARRAY, gives=_element_type, nulls=_OPTIONAL), by_row(_extreme(max)),
        ((f"ARRAY_MAX({_A})", "3"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_MIN", "Gives the least element.",
        takes(_ANY_ARRAY, gives=_element_type, nulls=_OPTIONAL), by_row(_extreme(min)),
        ((f"ARRAY_MIN({_A})", "1"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_CONCAT", "Puts arrays one after another.", _same_arrays,
        by_row(lambda *arrays: [each for array in arrays for each in array]),
        (("ARRAY_CONCAT(ARRAY[1], ARRAY[2, 3])", "[1, 2, 3]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_UNION", "Gives the elements of both arrays, once each.", _same_arrays,
        by_row(lambda one, other: unique([*one, *other])),
        (("ARRAY_UNION(ARRAY[1, 2], ARRAY[2, 3])", "[1, 2, 3]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_INTERSECT", "Gives the elements that both arrays hold, once each.", _same_arrays,
        by_row(lambda one, other: unique([each for each in one if each in other])),
        (("ARRAY_INTERSECT(ARRAY[1, 2], ARRAY[2, 3])", "[2]"),), guarded=True,
    ),
    ScalarFunction(
        "ARRAY_EXCEPT", "Gives the elements that only the first array holds, once each.",
        _same_arrays, by_row(lambda one, two: unique([each for each in one if each not in two])),
        (("ARRAY_EXCEPT(ARRAY[1, 2], ARRAY[2, 3])", "[1]"),), guarded=True,
    ),
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
        "SPLIT", "Cuts a text at a separator.", takes(TEXT, TEXT, gives=_TEXTS), by_row(_split),
        (("SPLIT('a;b', ';')", "[a, b]"), ("SPLIT('ab', '')", "[a, b]")), guarded=True,
    ),
    ScalarFunction(
        "SPLIT_INDEX", "Gives the piece of a text at a place, counted from 0.",
        takes(TEXT, TEXT, INTEGER, gives=STRING, nulls=_OPTIONAL), _split_index,
        (("SPLIT_INDEX('a/b//d', '/', 3)", "d"), ("SPLIT_INDEX('a', '/', 1)", None)),
    ),
    ScalarFunction(
        "STR_TO_MAP", "Reads a map from a text such as a=1,b=2.",
        takes(TEXT, TEXT, TEXT, gives=_TEXT_MAP, least=1), by_row(_text_to_map),
        (("STR_TO_MAP('k1=v1,k2=v2')", "{k1=v1, k2=v2}"),), guarded=True,
    ),
)  # fmt: skip
