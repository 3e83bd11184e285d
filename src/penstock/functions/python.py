"""Functions that users write in Python: what they declare of them.

Annotations say enough of a plain function, of a generator of rows and of a class of an aggregate;
`scalar_function`, `table_function` and `aggregate_function` say what those cannot:

>>> @scalar_function(takes=("STRING", "STRING"), gives="BIGINT")
... def count_char(text, character):
...     return text.count(character)
>>> count_char.gives
'BIGINT'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_type_hints

from penstock.functions.python_types import (
    BadPythonFunction,
    parameters_of,
    rows_name,
    type_name,
)


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


@dataclass(frozen=True, slots=True)
class PythonTableFunction:
    """A Python function that yields rows: tuples if `gives` is a ROW of several columns.

    A NULL for a parameter that is not `nullable` gives no rows, without a call.
    """

    function: Callable[..., Any]
    takes: tuple[str, ...]
    gives: str
    nullable: frozenset[int] = frozenset()
    deterministic: bool = True


@dataclass(frozen=True, slots=True)
class PythonAggregate:
    """An object with Flink's methods of an aggregate: create_accumulator, accumulate, get_value.

    With `retract` it takes rows out again, with `merge` it adds up accumulators. If `vectorized`
    it is a function of Arrow arrays, with all rows of a group, that returns one value. A row with
    NULL for a parameter that is not `nullable` is left out.
    """

    function: Any
    takes: tuple[str, ...]
    gives: str
    nullable: frozenset[int] = frozenset()
    vectorized: bool = False


Declaration: TypeAlias = PythonFunction | PythonTableFunction | PythonAggregate


def scalar_function(
    *, takes: Sequence[str], gives: str, vectorized: bool = False, deterministic: bool = True
) -> Callable[[Any], PythonFunction]:
    """Declare the SQL types of a Python function; with NULL for every argument it takes None."""

    def declare(function: Any) -> PythonFunction:
        return PythonFunction(
            _called(function), tuple(takes), gives, _all(takes), vectorized, deterministic
        )

    return declare


def table_function(
    *, takes: Sequence[str], gives: str, deterministic: bool = True
) -> Callable[[Any], PythonTableFunction]:
    """Declare a function that yields rows: `gives` is a ROW of columns, or the only one's type."""

    def declare(function: Any) -> PythonTableFunction:
        called = _called(function)
        return PythonTableFunction(called, tuple(takes), gives, _all(takes), deterministic)

    return declare


def aggregate_function(
    *, takes: Sequence[str], gives: str, vectorized: bool = False
) -> Callable[[Any], PythonAggregate]:
    """Declare the SQL types of an aggregate's class, or of a `vectorized` function of arrays."""

    def declare(function: Any) -> PythonAggregate:
        made = function() if isinstance(function, type) else function
        return PythonAggregate(made, tuple(takes), gives, _all(takes), vectorized)

    return declare


def _all(takes: Sequence[str]) -> frozenset[int]:
    return frozenset(range(len(takes)))


def _called(function: Any) -> Any:
    """Return a function itself, or the `eval` of a class that has one, as Flink's do."""
    made = function() if isinstance(function, type) else function
    return getattr(made, "eval", made)


def annotated(function: Any) -> Declaration:
    """Return what the annotations of a function, or of a class's methods, declare.

    >>> def total(price: float, count: int | None) -> float: ...
    >>> declared = annotated(total)
    >>> declared.takes, declared.gives, sorted(declared.nullable)
    (('DOUBLE', 'BIGINT'), 'DOUBLE', [1])
    """
    made = function() if isinstance(function, type) else function
    if hasattr(made, "accumulate"):
        return _annotated_aggregate(made)
    called = _called(made)
    if not callable(called):
        message = f"it is no function but {type(function).__name__}"
        raise BadPythonFunction(message, hint="name a function: def …")
    takes, nullable = parameters_of(called)
    result = get_type_hints(called).get("return")
    rows = rows_name(result)
    if rows is not None:
        return PythonTableFunction(called, takes, rows, nullable)
    return PythonFunction(called, takes, type_name("the result", result), nullable)


def _annotated_aggregate(made: Any) -> PythonAggregate:
    missing = [name for name in ("create_accumulator", "get_value") if not hasattr(made, name)]
    if missing:
        hint = "an aggregate has create_accumulator, accumulate and get_value"
        raise BadPythonFunction(f"it has no {missing[0]}", hint=hint)
    takes, nullable = parameters_of(made.accumulate, first=1)
    result = get_type_hints(made.get_value).get("return")
    return PythonAggregate(made, takes, type_name("the result of get_value", result), nullable)
