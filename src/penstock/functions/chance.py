"""Random numbers and identifiers, drawn so that a step that is repeated draws them again.

What is drawn depends on the step's time, on the expression, and on how many values that expression
drew in this step before: nothing else, so recovery after a crash gives the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import pyarrow as pa

from penstock.core.types import DOUBLE, INT, Kind, SqlType
from penstock.functions.errors import InvalidArgument
from penstock.functions.function import Call, ScalarFunction, Value
from penstock.functions.signature import AS_BIGINT, Nulls, first_of, takes
from penstock.functions.value import column

_UUID_VERSION = 4
_UUID_TYPE = SqlType(Kind.CHAR, precision=36, nullable=False)


def _generator(call: Call, seed: int = 0) -> np.random.Generator:
    """Return what draws for one call of one expression."""
    present = call.now_us % 2**64
    return np.random.default_rng([seed % 2**64, present, call.site, call.drawn])


def _seed(arguments: Sequence[Value], call: Call) -> int:
    """Return the seed that a call gives; it is one for all rows, as in Flink."""
    first = column(arguments[0], call.rows)[0].as_py() if arguments and call.rows else 0
    return first or 0


def _random(arguments: Sequence[Value], call: Call) -> Value:
    return pa.array(_generator(call, _seed(arguments, call)).random(call.rows))


def _random_integer(arguments: Sequence[Value], call: Call) -> Value:
    *seed, bound = arguments
    bounds = column(bound, call.rows).cast(pa.int64())
    if any((each or 1) <= 0 for each in bounds.unique().to_pylist()):
        raise InvalidArgument("RAND_INTEGER", "the bound is not above 0")
    draws = _generator(call, _seed(seed, call)).random(call.rows)
    limits = bounds.fill_null(1).to_numpy()
    values = np.minimum((draws * limits).astype(np.int64), limits - 1)
    return pa.array(values, pa.int32(), mask=np.asarray(bounds.is_null()))


def _uuid(arguments: Sequence[Value], call: Call) -> Value:
    drawn = _generator(call).bytes(16 * call.rows)
    pieces = (drawn[at : at + 16] for at in range(0, len(drawn), 16))
    return pa.array([str(UUID(bytes=piece, version=_UUID_VERSION)) for piece in pieces])


FUNCTIONS: tuple[ScalarFunction, ...] = (
    ScalarFunction(
        "RAND", "Draws a number from 0.0 up to, and without, 1.0; a seed makes the draws its own.",
        takes(AS_BIGINT, gives=DOUBLE, least=0, nulls=Nulls.NEVER), _random,
        (("RAND() < 1", "TRUE"), ("RAND(7) >= 0", "TRUE")), deterministic=False, random=True,
    ),
    ScalarFunction(
        "RAND_INTEGER", "Draws an integer from 0 up to, and without, a bound; a seed may go first.",
        first_of(takes(AS_BIGINT, gives=INT), takes(AS_BIGINT, AS_BIGINT, gives=INT)),
        _random_integer, (("RAND_INTEGER(1)", "0"), ("RAND_INTEGER(7, 1)", "0")),
        deterministic=False, random=True,
    ),
    ScalarFunction(
        "UUID", "Draws an identifier that no other row has (RFC 9562, version 4).",
        takes(gives=_UUID_TYPE, nulls=Nulls.NEVER), _uuid, (("CHAR_LENGTH(UUID())", "36"),),
        deterministic=False, random=True,
    ),
)  # fmt: skip
