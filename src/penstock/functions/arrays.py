"""Arrays searched, changed, sorted and joined."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import BOOLEAN, INT, STRING, Field, Kind, SqlType
from penstock.functions.by_row import by_row
from penstock.functions.coercion import common_type
from penstock.functions.function import Call, ScalarFunction, Signature
from penstock.functions.signature import INTEGER, TEXT, Nulls, may_be_null, one_of, takes
from penstock.functions.value import on_columns

_ANY_ARRAY = one_of(Kind.ARRAY, default=SqlType(Kind.ARRAY, children=(Field("element", STRING),)))
_A = "ARRAY[1, 2, 2, 3]"
_OPTIONAL = Nulls.ALWAYS


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


def _first(types: Sequence[SqlType]) -> SqlType | None:
    return types[0] if types else None


def _element_type(types: Sequence[SqlType]) -> SqlType | None:
    return types[0].children[0].type if types and types[0].children else None


FUNCTIONS: tuple[ScalarFunction, ...] = (
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
)  # fmt: skip
