"""Functions that users write in Python: what they declare, and how SQL calls them.

A plain function needs no more than annotations; `scalar_function` says what those cannot:

>>> @scalar_function(takes=("STRING", "STRING"), gives="BIGINT")
... def count_char(text, character):
...     return text.count(character)
>>> count_char.gives
'BIGINT'
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Any, get_args, get_type_hints

import pyarrow as pa

from penstock.core.batch import Column
from penstock.core.errors import UserError
from penstock.core.types import SqlType
from penstock.functions.coercion import implicitly_castable
from penstock.functions.errors import EvaluationError
from penstock.functions.function import Call, Kernel, ScalarFunction, Signature
from penstock.functions.value import on_columns

ReadType = Callable[[str], SqlType]

_NAMES: dict[Any, str] = {
    bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "STRING", bytes: "BYTES",
    Decimal: "DECIMAL(38, 18)", date: "DATE", time: "TIME(6)", datetime: "TIMESTAMP(6)",
}  # fmt: skip
"""The SQL type that an annotation stands for."""


class BadPythonFunction(UserError):
    """A Python function does not say which types it takes and gives, or says what cannot be.

    >>> print(BadPythonFunction("the parameter 'text' has no type", hint="write text: str"))
    E762 the parameter 'text' has no type
    hint: write text: str
    """

    code = "E762"


@dataclass(frozen=True, slots=True)
class PythonFunction:
    """A Python function with SQL types as texts, one of `takes` per parameter.

    A `vectorized` one is called once per batch, with Arrow arrays, and returns one of as many
    rows. Any other is called once per row; a parameter in `nullable` may be None, else a NULL
    there makes the result NULL without a call.
    """

    function: Callable[..., Any]
    takes: tuple[str, ...]
    gives: str
    nullable: frozenset[int] = frozenset()
    vectorized: bool = False
    deterministic: bool = True


def scalar_function(
    *, takes: Sequence[str], gives: str, vectorized: bool = False, deterministic: bool = True
) -> Callable[[Callable[..., Any]], PythonFunction]:
    """Declare the SQL types of a Python function; with NULL for every argument it takes None."""

    def declare(function: Callable[..., Any]) -> PythonFunction:
        everything = frozenset(range(len(takes)))
        return PythonFunction(function, tuple(takes), gives, everything, vectorized, deterministic)

    return declare


def annotated(function: Callable[..., Any]) -> PythonFunction:
    """Return what a function's annotations declare.

    >>> def total(price: float, count: int | None) -> float: ...
    >>> declared = annotated(total)
    >>> declared.takes, declared.gives, sorted(declared.nullable)
    (('DOUBLE', 'BIGINT'), 'DOUBLE', [1])
    """
    hints = get_type_hints(function)
    names = list(inspect.signature(function).parameters)
    takes = tuple(_type_name(f"the parameter '{name}'", hints.get(name)) for name in names)
    nullable = frozenset(n for n, name in enumerate(names) if NoneType in get_args(hints[name]))
    return PythonFunction(function, takes, _type_name("the result", hints.get("return")), nullable)


def _type_name(what: str, hint: Any) -> str:
    (plain,) = [each for each in get_args(hint) if each is not NoneType] or [hint]
    if plain not in _NAMES:
        known = ", ".join(each.__name__ for each in _NAMES)
        message = f"{what} has no type" if hint is None else f"{what} is of type {hint}"
        raise BadPythonFunction(message, hint=f"annotate it with one of {known}")
    return _NAMES[plain]


def as_scalar(name: str, declared: PythonFunction, read_type: ReadType) -> ScalarFunction:
    """Return the function as SQL calls it."""
    types = tuple(map(read_type, declared.takes))
    result = read_type(declared.gives)

    def resolve(given: Sequence[SqlType]) -> Signature | None:
        fits = len(given) == len(types) and all(map(implicitly_castable, given, types))
        return Signature(types, result.with_nullable(True)) if fits else None

    summary = (inspect.getdoc(declared.function) or "A function of the folder.").partition("\n")[0]
    kernel = _vectorized(name, declared) if declared.vectorized else _by_row(name, declared)
    return ScalarFunction(
        name, summary, resolve, kernel, (), deterministic=declared.deterministic, guarded=True
    )


def _by_row(name: str, declared: PythonFunction) -> Kernel:
    function, nullable = declared.function, declared.nullable

    def one(row: Sequence[Any]) -> Any:
        lacking = any(value is None and n not in nullable for n, value in enumerate(row))
        return None if lacking else function(*row)

    def run(arguments: Sequence[Column], call: Call) -> Column:
        results: list[Any] = []
        failures: list[tuple[int, Exception]] = []
        columns = [argument.to_pylist() for argument in arguments]
        for position, row in enumerate(zip(*columns, strict=True) if columns else [()] * call.rows):
            try:
                results.append(pa.scalar(one(row), call.result.arrow))
            except Exception as error:  # noqa: BLE001 -- whatever a user's code raises fails its row
                failures.append((position, error))
        if failures:
            raise _failed(name, failures)
        return pa.array(results, call.result.arrow)

    return on_columns(run)


def _vectorized(name: str, declared: PythonFunction) -> Kernel:
    def run(arguments: Sequence[Column], call: Call) -> Column:
        try:
            found = declared.function(*arguments)
            result = found if isinstance(found, pa.Array) else pa.array(found)
            result = result.cast(call.result.arrow)
        except Exception as error:
            raise _failed(name, [(row, error) for row in range(call.rows)]) from error
        if len(result) != call.rows:
            raise BadPythonFunction(
                f"{name} returned {len(result)} rows for {call.rows}",
                hint="a vectorized function returns a row for each row",
            )
        return result

    return on_columns(run)


def _failed(name: str, failures: Sequence[tuple[int, Exception]]) -> EvaluationError:
    first = failures[0][1]
    rows = pa.array([row for row, _ in failures], pa.int64()).to_numpy()
    return EvaluationError(f"{name}: {type(first).__name__}: {first}", rows)
