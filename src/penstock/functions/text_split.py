"""Texts cut at a separator."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from penstock.core.types import STRING, Field, Kind, SqlType
from penstock.functions.containers import elements_at
from penstock.functions.function import Call, ScalarFunction, Value
from penstock.functions.signature import INTEGER, TEXT, Nulls, takes
from penstock.functions.value import apply, by_row, column

_TEXTS = SqlType(Kind.ARRAY, children=(Field("element", STRING),))


def _split(text: str, separator: str) -> list[str]:
    return list(text) if not separator else text.split(separator)


def _split_index(arguments: Sequence[Value], call: Call) -> Value:
    text, separator, index = arguments
    constant = None if isinstance(separator, pa.Array) else separator.as_py()
    if not constant or isinstance(text, pa.Scalar):
        return _SPLIT_BY_ROW([text, separator, index], call)
    pieces = apply("split_pattern", text, options=pc.SplitPatternOptions(constant))
    places = apply("add", index, pa.scalar(1, index.type))
    found = elements_at(column(pieces, call.rows), column(places, call.rows))
    empty = apply("equal", text, pa.scalar(""))
    return apply("if_else", empty, pa.scalar(None, pa.string()), found)


def _piece(text: str, separator: str, index: int) -> str | None:
    pieces = text.split(separator or None) if text else []
    return pieces[index] if 0 <= index < len(pieces) else None


_SPLIT_BY_ROW = by_row(_piece)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "SPLIT", "Cuts a text at a separator.", takes(TEXT, TEXT, gives=_TEXTS), by_row(_split),
        (("SPLIT('a;b', ';')", "[a, b]"), ("SPLIT('ab', '')", "[a, b]")), guarded=True,
    ),
    ScalarFunction(
        "SPLIT_INDEX", "Gives the piece of a text at a place, counted from 0.",
        takes(TEXT, TEXT, INTEGER, gives=STRING, nulls=Nulls.ALWAYS), _split_index,
        (("SPLIT_INDEX('a/b//d', '/', 3)", "d"), ("SPLIT_INDEX('a', '/', 1)", None)),
    ),
)  # fmt: skip
