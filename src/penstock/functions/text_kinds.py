"""What a text consists of: letters, digits, a number."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa

from penstock.core.types import BOOLEAN
from penstock.functions.by_row import by_row
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.signature import TEXT, Nulls, takes
from penstock.functions.value import apply


def _all_letters(text: str) -> bool:
    return bool(text) and all(letter.isalpha() for letter in text)


def _all_digits(text: str) -> bool:
    return bool(text) and all(letter.isdecimal() for letter in text)


def _is_number(text: str) -> bool:
    try:
        return text.isascii() and "_" not in text and float(text) is not None
    except ValueError:
        return False


def _kind_test(test: Callable[[str], bool]) -> Kernel:
    """NULL is no text of letters, so it is FALSE, not NULL."""
    known = by_row(test)

    def run(arguments: Sequence[Value], call: Call) -> Value:
        return apply("coalesce", known(arguments, call), pa.scalar(False))

    return run


_TEST_TYPES = takes(TEXT, gives=BOOLEAN, nulls=Nulls.NEVER)

FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "IS_ALPHA", "Says whether all characters are letters.", _TEST_TYPES,
        _kind_test(_all_letters), (("IS_ALPHA('wind')", "TRUE"), ("IS_ALPHA('w1')", "FALSE")),
    ),
    ScalarFunction(
        "IS_DIGIT", "Says whether all characters are digits.", _TEST_TYPES,
        _kind_test(_all_digits), (("IS_DIGIT('12')", "TRUE"), ("IS_DIGIT('1.2')", "FALSE")),
    ),
    ScalarFunction(
        "IS_DECIMAL", "Says whether a text is a number.", _TEST_TYPES,
        _kind_test(_is_number), (("IS_DECIMAL('1.2')", "TRUE"), ("IS_DECIMAL('x')", "FALSE"),
                                 ("IS_DECIMAL(CAST(NULL AS STRING))", "FALSE")),
    ),
)  # fmt: skip
