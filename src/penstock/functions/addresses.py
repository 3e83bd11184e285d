"""Addresses of the Internet's fourth version as texts and as numbers."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

from penstock.core.types import BIGINT, STRING
from penstock.functions.by_row import by_row
from penstock.functions.function import ScalarFunction
from penstock.functions.signature import AS_BIGINT, TEXT, Nulls, takes

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+){0,3}", re.ASCII)
_NUMBER_MAX = 255
_BYTES = 4
_ADDRESSES = 2**32


def _to_number(text: str) -> int | None:
    """Read 1.2.3.4; of a shorter one the last number stands at the end: 1.2 is 1.0.0.2."""
    if _NUMBERS.fullmatch(text) is None:
        return None
    *front, last = map(int, text.split("."))
    if max(*front, last, 0) > _NUMBER_MAX:
        return None
    return int.from_bytes(bytes([*front, *[0] * (_BYTES - 1 - len(front)), last]))


def _to_text(number: int) -> str | None:
    return str(IPv4Address(number)) if 0 <= number < _ADDRESSES else None


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "INET_ATON", "Gives the number of an IPv4 address, which may be short; NULL if it is none.",
        takes(TEXT, gives=BIGINT, nulls=Nulls.ALWAYS), by_row(_to_number),
        (("INET_ATON('127.0.0.1')", "2130706433"), ("INET_ATON('127.1')", "2130706433"),
         ("INET_ATON('5')", "5"), ("INET_ATON('1.2.3.256')", None), ("INET_ATON('1..2')", None)),
        guarded=True,
    ),
    ScalarFunction(
        "INET_NTOA", "Gives the IPv4 address of a number; NULL if it is of none.",
        takes(AS_BIGINT, gives=STRING, nulls=Nulls.ALWAYS), by_row(_to_text),
        (("INET_NTOA(2130706433)", "127.0.0.1"), ("INET_NTOA(4294967296)", None)), guarded=True,
    ),
)  # fmt: skip
