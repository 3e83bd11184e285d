"""Three-valued logic: AND, OR, NOT and the tests IS TRUE, IS FALSE, IS UNKNOWN."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import pyarrow as pa

from penstock.core.types import BOOLEAN
from penstock.functions.comparison import is_not_null, is_null
from penstock.functions.function import Call, Kernel, ScalarFunction, Value
from penstock.functions.signature import TRUTH, Nulls, takes, takes_many
from penstock.functions.value import apply

_PAIR = takes_many(TRUTH, gives=BOOLEAN, least=2)
_TEST = takes(TRUTH, gives=BOOLEAN, nulls=Nulls.NEVER)


def _folded(name: str) -> Kernel:
    def run(arguments: Sequence[Value], call: Call) -> Value:
        return reduce(lambda left, right: apply(name, left, right), arguments)

    return run


def _not(arguments: Sequence[Value], call: Call) -> Value:
    return apply("invert", arguments[0])


def _is(truth: bool, negated: bool) -> Kernel:
    """Say where the value is (or is not) `truth`, NULL being neither."""

    def run(arguments: Sequence[Value], call: Call) -> Value:
        known = apply("coalesce", arguments[0], pa.scalar(not truth))
        return known if truth != negated else apply("invert", known)

    return run


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "AND", "True if both are, false if one is false, unknown otherwise.", _PAIR,
        _folded("and_kleene"),
        (("TRUE AND FALSE", "FALSE"), ("FALSE AND CAST(NULL AS BOOLEAN)", "FALSE"),
         ("TRUE AND CAST(NULL AS BOOLEAN)", None)),
    ),
    ScalarFunction(
        "OR", "True if one is, false if both are false, unknown otherwise.", _PAIR,
        _folded("or_kleene"),
        (("TRUE OR FALSE", "TRUE"), ("TRUE OR CAST(NULL AS BOOLEAN)", "TRUE"),
         ("FALSE OR CAST(NULL AS BOOLEAN)", None)),
    ),
    ScalarFunction(
        "NOT", "Turns true and false round; unknown stays unknown.", takes(TRUTH, gives=BOOLEAN),
        _not, (("NOT TRUE", "FALSE"), ("NOT CAST(NULL AS BOOLEAN)", None)),
    ),
    ScalarFunction(
        "IS TRUE", "Says whether the value is true.", _TEST, _is(truth=True, negated=False),
        (("(1 < 2) IS TRUE", "TRUE"), ("CAST(NULL AS BOOLEAN) IS TRUE", "FALSE")),
    ),
    ScalarFunction(
        "IS NOT TRUE", "Says whether the value is false or unknown.", _TEST,
        _is(truth=True, negated=True), (("CAST(NULL AS BOOLEAN) IS NOT TRUE", "TRUE"),),
    ),
    ScalarFunction(
        "IS FALSE", "Says whether the value is false.", _TEST, _is(truth=False, negated=False),
        (("(1 > 2) IS FALSE", "TRUE"), ("CAST(NULL AS BOOLEAN) IS FALSE", "FALSE")),
    ),
    ScalarFunction(
        "IS NOT FALSE", "Says whether the value is true or unknown.", _TEST,
        _is(truth=False, negated=True), (("CAST(NULL AS BOOLEAN) IS NOT FALSE", "TRUE"),),
    ),
    ScalarFunction(
        "IS UNKNOWN", "Says whether the value is unknown.", _TEST, is_null,
        (("CAST(NULL AS BOOLEAN) IS UNKNOWN", "TRUE"), ("FALSE IS UNKNOWN", "FALSE")),
    ),
    ScalarFunction(
        "IS NOT UNKNOWN", "Says whether the value is true or false.", _TEST, is_not_null,
        (("FALSE IS NOT UNKNOWN", "TRUE"),),
    ),
)  # fmt: skip
