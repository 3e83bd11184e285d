"""Words in which functions say which types they take and which type they give."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from typing import TypeAlias

from penstock.core.types import (
    BIGINT,
    BINARIES,
    BOOLEAN,
    BYTES,
    DOUBLE,
    INT,
    INTEGERS,
    NUMBERS,
    STRING,
    STRINGS,
    TIMESTAMP_3,
    TIMESTAMP_LTZ_3,
    Kind,
    SqlType,
)
from penstock.functions.function import Resolve, Signature

Fit: TypeAlias = Callable[[SqlType], SqlType | None]
"""Returns the type that an argument of a type is cast to, or None when it does not fit."""

Gives: TypeAlias = SqlType | Callable[[Sequence[SqlType]], SqlType | None]
"""A result type, or how it follows from the types that the arguments were cast to."""


class Nulls(Enum):
    """When a result may be NULL: if an argument may be, never, or always."""

    IN_NULL_OUT = "in"
    NEVER = "never"
    ALWAYS = "always"


def one_of(*kinds: Kind, default: SqlType) -> Fit:
    """Return a fit that leaves these kinds as they are and takes an untyped NULL as `default`."""

    def fit(given: SqlType) -> SqlType | None:
        if given.kind in kinds:
            return given
        return default if given.kind is Kind.NULL else None

    return fit


def cast_to(target: SqlType, *kinds: Kind) -> Fit:
    """Return a fit that casts these kinds, and an untyped NULL, to `target`."""

    def fit(given: SqlType) -> SqlType | None:
        if given.kind is target.kind:
            return given
        fits = given.kind in kinds or given.kind is Kind.NULL
        return target.with_nullable(given.nullable) if fits else None

    return fit


def anything(given: SqlType) -> SqlType | None:
    """Fit every type."""
    return given


TEXT = one_of(*STRINGS, default=STRING)
BINARY_TEXT = one_of(*BINARIES, default=BYTES)
BINARY_OR_TEXT = one_of(*STRINGS, *BINARIES, default=STRING)
TRUTH = one_of(Kind.BOOLEAN, default=BOOLEAN)
INTEGER = one_of(*INTEGERS, default=INT)
NUMBER = one_of(*NUMBERS, default=DOUBLE)
AS_DOUBLE = cast_to(DOUBLE, *NUMBERS)
AS_BIGINT = cast_to(BIGINT, *INTEGERS)
DATE_OR_TIMESTAMP = one_of(Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ, default=TIMESTAMP_3)
TIME_OR_TIMESTAMP = one_of(Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ, default=TIMESTAMP_3)
ANY_TIME = one_of(Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ, default=TIMESTAMP_LTZ_3)


def takes(
    *fits: Fit, gives: Gives, least: int | None = None, nulls: Nulls = Nulls.IN_NULL_OUT
) -> Resolve:
    """Return a resolver for these arguments, of which those from number `least` on are optional.

    >>> str(takes(TEXT, INTEGER, gives=STRING, least=1)([INT]))
    'None'
    """

    def resolve(given: Sequence[SqlType]) -> Signature | None:
        if not (len(fits) if least is None else least) <= len(given) <= len(fits):
            return None
        return _signature(given, fits, gives, nulls)

    return resolve


def takes_many(
    *fits: Fit, gives: Gives, least: int = 1, nulls: Nulls = Nulls.IN_NULL_OUT
) -> Resolve:
    """Return a resolver for at least `least` arguments, the last fit being that of all the rest."""

    def resolve(given: Sequence[SqlType]) -> Signature | None:
        if len(given) < least:
            return None
        rest = max(0, len(given) - len(fits))
        return _signature(given, (*fits, *[fits[-1]] * rest), gives, nulls)

    return resolve


def first_of(*resolvers: Resolve) -> Resolve:
    """Return a resolver that tries others in turn."""

    def resolve(given: Sequence[SqlType]) -> Signature | None:
        found = (resolver(given) for resolver in resolvers)
        return next((signature for signature in found if signature is not None), None)

    return resolve


def _signature(
    given: Sequence[SqlType], fits: Sequence[Fit], gives: Gives, nulls: Nulls
) -> Signature | None:
    fitted = [fit(argument) for fit, argument in zip(fits, given, strict=False)]
    arguments = tuple(argument for argument in fitted if argument is not None)
    result = gives if isinstance(gives, SqlType) else gives(arguments)
    if len(arguments) < len(given) or result is None:
        return None
    return Signature(arguments, result.with_nullable(may_be_null(arguments, nulls)))


def may_be_null(arguments: Sequence[SqlType], nulls: Nulls = Nulls.IN_NULL_OUT) -> bool:
    """Say whether a result may be NULL."""
    if nulls is Nulls.IN_NULL_OUT:
        return any(argument.nullable for argument in arguments)
    return nulls is Nulls.ALWAYS
