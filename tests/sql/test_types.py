"""Types are read as DESCRIBE prints them, and in Flink's other spellings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import UNBOUNDED, Field, Kind, SqlType
from penstock.sql import compile_script

NAMES = st.text(
    st.characters(exclude_characters="`\r\n", exclude_categories=("C", "Z")), min_size=1, max_size=6
)


def sized(kind: Kind, low: int, high: int) -> st.SearchStrategy[SqlType]:
    return st.integers(low, high).map(lambda size: SqlType(kind, precision=size))


FLAT = st.one_of(
    st.sampled_from(
        [
            SqlType(kind)
            for kind in (
                Kind.BOOLEAN, Kind.TINYINT, Kind.SMALLINT, Kind.INT, Kind.BIGINT, Kind.FLOAT,
                Kind.DOUBLE, Kind.DATE, Kind.INTERVAL_DAY, Kind.INTERVAL_YEAR,
            )
        ]
    ),
    *(sized(kind, 1, UNBOUNDED) for kind in (Kind.VARCHAR, Kind.VARBINARY)),
    *(sized(kind, 1, 99) for kind in (Kind.CHAR, Kind.BINARY)),
    *(sized(kind, 0, 9) for kind in (Kind.TIME, Kind.TIMESTAMP, Kind.TIMESTAMP_LTZ)),
    st.tuples(st.integers(1, 38), st.integers(0, 38)).map(
        lambda digits: SqlType(Kind.DECIMAL, precision=digits[0], scale=min(digits))
    ),
)  # fmt: skip


def nested(inner: st.SearchStrategy[SqlType]) -> st.SearchStrategy[SqlType]:
    rows = st.dictionaries(NAMES, inner, min_size=1, max_size=3)
    return st.one_of(
        inner.map(lambda each: SqlType(Kind.ARRAY, children=(Field("element", each),))),
        inner.map(lambda each: SqlType(Kind.MULTISET, children=(Field("element", each),))),
        st.tuples(inner, inner).map(
            lambda pair: SqlType(
                Kind.MAP, children=(Field("key", pair[0]), Field("value", pair[1]))
            )
        ),
        rows.map(
            lambda fields: SqlType(
                Kind.ROW, children=tuple(Field(*each) for each in fields.items())
            )
        ),
    )


def nullable_or_not(types: st.SearchStrategy[SqlType]) -> st.SearchStrategy[SqlType]:
    return st.builds(SqlType.with_nullable, types, st.booleans())


TYPES = st.recursive(nullable_or_not(FLAT), lambda t: nullable_or_not(nested(t)), max_leaves=6)


def read(text: str) -> SqlType:
    plan = compile_script(f"CREATE TABLE t (`a column` {text})")
    return plan.tables["t"].schema.fields[0].type


@settings(max_examples=150, deadline=None)
@given(expected=TYPES)
def test_a_type_is_read_as_it_is_printed(expected: SqlType) -> None:
    assert read(str(expected)) == expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("varchar", "STRING"),
        ("VARCHAR(20)", "VARCHAR(20)"),
        ("CHARACTER VARYING(7)", "VARCHAR(7)"),
        ("CHAR", "CHAR(1)"),
        ("BYTES", "BYTES"),
        ("VARBINARY", "BYTES"),
        ("INTEGER", "INT"),
        ("DOUBLE PRECISION", "DOUBLE"),
        ("NUMERIC", "DECIMAL(10, 0)"),
        ("DEC(5)", "DECIMAL(5, 0)"),
        ("TIMESTAMP", "TIMESTAMP(6)"),
        ("TIMESTAMP(3) WITHOUT TIME ZONE", "TIMESTAMP(3)"),
        ("TIMESTAMP(3) WITH LOCAL TIME ZONE", "TIMESTAMP_LTZ(3)"),
        ("TIMESTAMP_LTZ", "TIMESTAMP_LTZ(6)"),
        ("TIME", "TIME(0)"),
        ("INTERVAL DAY(3) TO SECOND(6)", "INTERVAL DAY TO SECOND"),
        ("INTERVAL MONTH", "INTERVAL YEAR TO MONTH"),
        ("ROW(a INT, `b c` STRING NOT NULL)", "ROW<`a` INT, `b c` STRING NOT NULL>"),
        ("ROW<a INT 'a comment', b ARRAY<ARRAY<INT>>>", "ROW<`a` INT, `b` ARRAY<ARRAY<INT>>>"),
        ("INT ARRAY NOT NULL", "ARRAY<INT> NOT NULL"),
        ("MAP<STRING, ROW<x DOUBLE NOT NULL> NOT NULL>",
         "MAP<STRING, ROW<`x` DOUBLE NOT NULL> NOT NULL>"),
        ("MULTISET<STRING>", "MULTISET<STRING>"),
    ],
)  # fmt: skip
def test_other_spellings_mean_the_same(text: str, printed: str) -> None:
    assert str(read(text)) == printed
