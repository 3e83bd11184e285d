"""Answers a statement that is nested too deeply, as generated SQL can be, instead of breaking."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from penstock.core.errors import Location
from penstock.sql.errors import NotSupported


@contextmanager
def nested_within_limits(where: Location | None) -> Iterator[None]:
    """Turn Python's limit of recursion into an error with a place.

    >>> with nested_within_limits(None):
    ...     raise RecursionError
    Traceback (most recent call last):
        ...
    penstock.sql.errors.NotSupported: E208 this statement is nested too deeply
    hint: split it into views
    """
    try:
        yield
    except RecursionError:
        message = "this statement is nested too deeply"
        raise NotSupported(message, where=where, hint="split it into views") from None
