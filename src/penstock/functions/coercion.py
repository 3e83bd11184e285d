"""Which types convert to which: on request, by themselves, and to a type in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from penstock.core.types import (
    BINARIES,
    INTEGERS,
    NUMBERS,
    STRINGS,
    TIMESTAMPS,
    UNBOUNDED,
    Field,
    Kind,
    SqlType,
)

INTEGER_DIGITS = {Kind.TINYINT: 3, Kind.SMALLINT: 5, Kind.INT: 10, Kind.BIGINT: 19}
DECIMAL_DIGITS_MAX = 38
_DATED = (Kind.DATE, *TIMESTAMPS)
_INTERVALS = (Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR)
_NESTED = (Kind.ARRAY, Kind.MAP, Kind.MULTISET, Kind.ROW)

_EXPLICIT: dict[Kind, tuple[Kind, ...]] = {
    **dict.fromkeys(STRINGS, tuple(kind for kind in Kind if kind not in {Kind.NULL, Kind.VARIANT})),
    **dict.fromkeys(BINARIES, (*BINARIES, *STRINGS)),
    **dict.fromkeys(INTEGERS, (*NUMBERS, *STRINGS, Kind.BOOLEAN, *_INTERVALS)),
    **dict.fromkeys((Kind.FLOAT, Kind.DOUBLE, Kind.DECIMAL), (*NUMBERS, *STRINGS, Kind.BOOLEAN)),
    **dict.fromkeys(_INTERVALS, INTEGERS),
    Kind.BOOLEAN: (Kind.BOOLEAN, *STRINGS, *INTEGERS),
    Kind.DATE: (*_DATED, *STRINGS),
    Kind.TIME: (Kind.TIME, *TIMESTAMPS, *STRINGS),
    **dict.fromkeys(TIMESTAMPS, (*_DATED, Kind.TIME, *STRINGS)),
}
"""Target kind -> source kinds that CAST takes."""

_IMPLICIT: dict[Kind, tuple[Kind, ...]] = {
    Kind.CHAR: (Kind.CHAR,),
    Kind.VARCHAR: STRINGS,
    Kind.BINARY: (Kind.BINARY,),
    Kind.VARBINARY: BINARIES,
    Kind.BOOLEAN: (Kind.BOOLEAN,),
    Kind.TINYINT: (Kind.TINYINT,),
    Kind.SMALLINT: INTEGERS[:2],
    Kind.INT: INTEGERS[:3],
    Kind.BIGINT: INTEGERS,
    Kind.FLOAT: (*INTEGERS, Kind.FLOAT, Kind.DECIMAL),
    Kind.DOUBLE: NUMBERS,
    Kind.DECIMAL: NUMBERS,
    Kind.DATE: (Kind.DATE, Kind.TIMESTAMP),
    Kind.TIME: (Kind.TIME, Kind.TIMESTAMP),
    Kind.TIMESTAMP: TIMESTAMPS,
    Kind.TIMESTAMP_LTZ: TIMESTAMPS,
    Kind.INTERVAL_DAY: (Kind.INTERVAL_DAY,),
    Kind.INTERVAL_YEAR: (Kind.INTERVAL_YEAR,),
    Kind.BITMAP: (Kind.BITMAP,),
    Kind.VARIANT: (Kind.VARIANT,),
}
"""Target kind -> source kinds that need no CAST, as when a column is inserted."""


def castable(source: SqlType, target: SqlType) -> bool:
    """Say whether CAST can convert `source` to `target`, leaving aside what values do."""
    if source.kind is Kind.NULL or (source.kind is target.kind and source.kind not in _NESTED):
        return True
    if target.kind in _NESTED:
        return _elementwise(source, target, castable)
    if source.kind in _NESTED and target.kind in STRINGS:
        return all(castable(child.type, target) for child in source.children)
    return source.kind in _EXPLICIT.get(target.kind, ())


def implicitly_castable(source: SqlType, target: SqlType) -> bool:
    """Say whether `source` becomes `target` without a CAST.

    >>> from penstock.core.types import BIGINT, INT, STRING
    >>> implicitly_castable(INT, BIGINT), implicitly_castable(INT, STRING)
    (True, False)
    """
    if source.kind is Kind.NULL:
        return True
    if target.kind in _NESTED:
        return _elementwise(source, target, implicitly_castable)
    return source.kind in _IMPLICIT.get(target.kind, ())


def _elementwise(
    source: SqlType, target: SqlType, rule: Callable[[SqlType, SqlType], bool]
) -> bool:
    if source.kind is not target.kind or len(source.children) != len(target.children):
        return False
    pairs = zip(source.children, target.children, strict=True)
    return all(rule(have.type, want.type) for have, want in pairs)


def common_type(types: Sequence[SqlType]) -> SqlType | None:
    """Return the narrowest type that all `types` convert to by themselves, or None.

    CASE, COALESCE, UNION and comparisons bring their operands to it. It may be NULL if one of
    them may be.

    >>> from penstock.core.types import BIGINT, INT
    >>> str(common_type([INT, SqlType(Kind.DECIMAL, precision=5, scale=2), BIGINT]))
    'DECIMAL(21, 2)'
    """
    if not types:
        return None
    nullable = any(each.nullable or each.kind is Kind.NULL for each in types)
    found: SqlType | None = types[0]
    for each in types[1:]:
        found = None if found is None else _common(found, each)
    return None if found is None else found.with_nullable(nullable)


def _common(left: SqlType, right: SqlType) -> SqlType | None:
    if left.kind is Kind.NULL or right.kind is Kind.NULL:
        return right if left.kind is Kind.NULL else left
    kinds = {left.kind, right.kind}
    if kinds <= {*NUMBERS}:
        return _common_number(left, right)
    for fixed, varying in (STRINGS, BINARIES):
        if kinds <= {fixed, varying}:
            return _common_text(left, right, fixed, varying)
    if kinds <= {*_DATED} or kinds == {Kind.TIME}:
        return _common_time(left, right)
    if len(kinds) == 1 and left.kind in _NESTED:
        return _common_nested(left, right)
    return left if len(kinds) == 1 else None


def _common_number(left: SqlType, right: SqlType) -> SqlType:
    kinds = {left.kind, right.kind}
    if Kind.DOUBLE in kinds or kinds == {Kind.FLOAT, Kind.DECIMAL}:
        return SqlType(Kind.DOUBLE)
    if Kind.FLOAT in kinds:
        return SqlType(Kind.FLOAT)
    if Kind.DECIMAL not in kinds:
        return max(left, right, key=lambda each: INTEGERS.index(each.kind))
    (p1, s1), (p2, s2) = decimal_digits(left), decimal_digits(right)
    scale = max(s1, s2)
    return decimal(max(p1 - s1, p2 - s2) + scale, scale)


def decimal_digits(number: SqlType) -> tuple[int, int]:
    """Return precision and scale of an exact number, integers as DECIMAL(p, 0)."""
    if number.kind is Kind.DECIMAL:
        return number.precision or 10, number.scale or 0
    return INTEGER_DIGITS[number.kind], 0


def decimal(precision: int, scale: int) -> SqlType:
    """Return a DECIMAL; beyond 38 digits the scale shrinks, down to 6, before whole digits do."""
    if precision <= DECIMAL_DIGITS_MAX:
        return SqlType(Kind.DECIMAL, precision=precision, scale=scale)
    scale_kept = max(DECIMAL_DIGITS_MAX - (precision - scale), min(scale, 6))
    return SqlType(Kind.DECIMAL, precision=DECIMAL_DIGITS_MAX, scale=scale_kept)


def _common_text(left: SqlType, right: SqlType, fixed: Kind, varying: Kind) -> SqlType:
    lengths = [UNBOUNDED if each.precision is None else each.precision for each in (left, right)]
    same = left.kind is right.kind is fixed and lengths[0] == lengths[1]
    return SqlType(fixed if same else varying, precision=max(lengths))


def _common_time(left: SqlType, right: SqlType) -> SqlType:
    order = (Kind.DATE, Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)
    widest = max(left, right, key=lambda each: order.index(each.kind))
    digits = [each.precision for each in (left, right) if each.precision is not None]
    return replace(widest, precision=max(digits) if digits else None)


def _common_nested(left: SqlType, right: SqlType) -> SqlType | None:
    if len(left.children) != len(right.children) or left.name != right.name:
        return None
    fields = []
    for one, other in zip(left.children, right.children, strict=True):
        found = common_type([one.type, other.type])
        if found is None:
            return None
        fields.append(Field(one.name, found))
    return replace(left, children=tuple(fields))
