"""Texts cut at a separator."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeGuard

import numpy as np
import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.types import STRING, Field, Kind, SqlType
from penstock.formats.columns import buffer_of
from penstock.formats.kernels.memory import LINE
from penstock.formats.texts import text_parts
from penstock.functions.by_row import by_row
from penstock.functions.function import Call, ScalarFunction, Value
from penstock.functions.piece_kernels import MISSING, copy_pieces, find_pieces
from penstock.functions.signature import INTEGER, TEXT, Nulls, takes

_TEXTS = SqlType(Kind.ARRAY, children=(Field("element", STRING),))


def _split(text: str, separator: str) -> list[str]:
    return list(text) if not separator else text.split(separator)


def _split_index(arguments: Sequence[Value], call: Call) -> Value:
    text, separator, index = arguments
    constant = None if isinstance(separator, pa.Array) else separator.as_py()
    place = None if isinstance(index, pa.Array) else index.as_py()
    if isinstance(text, pa.Scalar) or place is None or not _is_byte(constant):
        return _SPLIT_BY_ROW([text, separator, index], call)
    return pieces(text, ord(constant), place)


def _is_byte(separator: str | None) -> TypeGuard[str]:
    return separator is not None and len(separator) == 1 and separator.isascii()


def pieces(texts: Column, separator: int, index: int) -> Column:
    """Return a piece of each text, NULL where it has none; the separator is a byte.

    >>> pieces(pa.array(["a/b", "c", "", None]), ord("/"), 1).to_pylist()
    ['b', None, None, None]
    """
    offsets, data = text_parts(texts)
    rows = len(texts)
    starts, lengths = np.empty(rows, np.int64), np.empty(rows, np.int64)
    span = (data.ctypes.data, data.ctypes.data + len(data))
    size = find_pieces(offsets, span, (separator, index), starts, lengths)
    ends, copied = np.empty(rows + 1, np.int32), np.empty(size + LINE, np.uint8)
    copy_pieces(starts, lengths, span[1], ends, copied)
    present = np.packbits(lengths != MISSING, bitorder="little")
    buffers: list[pa.Buffer | None] = [buffer_of(part) for part in (present, ends, copied)]
    return pa.Array.from_buffers(pa.string(), rows, buffers)


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
