"""From annotations of Python functions to the names of SQL types."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from penstock.core.errors import UserError
from penstock.core.types import SqlType
from penstock.functions.coercion import implicitly_castable
from penstock.functions.function import Resolve, Signature

ReadType: TypeAlias = Callable[[str], SqlType]
"""Returns the type that a text names."""

_NAMES: dict[Any, str] = {
    bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE", str: "STRING", bytes: "BYTES",
    Decimal: "DECIMAL(38, 18)", date: "DATE", time: "TIME(6)", datetime: "TIMESTAMP(6)",
}  # fmt: skip
"""The SQL type that an annotation stands for."""
_SEVERAL = (Iterator, Iterable, Generator)


class BadPythonFunction(UserError):
    """A Python function does not say which types it takes and gives, or says what cannot be.

    >>> print(BadPythonFunction("the parameter 'text' has no type", hint="write text: str"))
    E762 the parameter 'text' has no type
    hint: write text: str
    """

    code = "E762"


def parameters_of(
    function: Callable[..., Any], first: int = 0
) -> tuple[tuple[str, ...], frozenset[int]]:
    """Return the types of a function's parameters from number `first` on, and who may be None."""
    hints = get_type_hints(function)
    names = list(inspect.signature(function).parameters)[first:]
    takes = tuple(type_name(f"the parameter '{name}'", hints.get(name)) for name in names)
    nullable = {n for n, name in enumerate(names) if NoneType in get_args(hints[name])}
    return takes, frozenset(nullable)


def type_name(what: str, hint: Any) -> str:
    """Return the SQL type of an annotation; `what` has it, for errors."""
    (plain,) = [each for each in get_args(hint) if each is not NoneType] or [hint]
    if plain not in _NAMES:
        known = ", ".join(each.__name__ for each in _NAMES)
        message = f"{what} has no type" if hint is None else f"{what} is of type {hint}"
        raise BadPythonFunction(message, hint=f"annotate it with one of {known}")
    return _NAMES[plain]


def rows_name(hint: Any) -> str | None:
    """Return the ROW of what an annotation says is yielded, None where that is no rows.

    >>> rows_name(Iterator[tuple[str, int]])
    'ROW<`f0` STRING, `f1` BIGINT>'
    """
    if get_origin(hint) not in _SEVERAL:
        return None
    element = get_args(hint)[0]
    named = get_type_hints(element) if hasattr(element, "_fields") else {}
    if not named:
        parts = get_args(element) if get_origin(element) is tuple else [element]
        named = {f"f{number}": part for number, part in enumerate(parts)}
    columns = [f"`{name}` {type_name(f'the column {name}', each)}" for name, each in named.items()]
    return f"ROW<{', '.join(columns)}>"


def taking(types: Sequence[SqlType], result: SqlType) -> Resolve:
    """Return what resolves calls with arguments that become these types."""

    def resolve(given: Sequence[SqlType]) -> Signature | None:
        fits = len(given) == len(types) and all(map(implicitly_castable, given, types))
        return Signature(tuple(types), result.with_nullable(True)) if fits else None

    return resolve


def summary_of(function: object) -> str:
    """Return the first line of what a function says of itself."""
    return (inspect.getdoc(function) or "A function of the folder.").partition("\n")[0]
