"""Functions of texts agree with plain Python and DuckDB, whether arguments vary or not."""

from __future__ import annotations

import re
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.core.types import INT, STRING
from penstock.engine.expressions import evaluate
from penstock.functions import InvalidArgument
from penstock.functions.json_path import Path, path_of
from tests.functions.sql_text import batch_of, typed

COLUMNS = {"s": STRING, "p": STRING, "n": INT, "m": INT}
TEXTS = st.text("ab%_ß\\.\n", max_size=6)
ROW = st.tuples(st.none() | TEXTS, TEXTS, st.integers(-3, 8), st.integers(-3, 8))
ONE_ROW = pa.record_batch({"nothing": [0]})


def over(text: str, rows: list[tuple[Any, ...]]) -> list[Any]:
    columns = zip(*rows, strict=True)
    named = {
        name: (kind, list(values))
        for (name, kind), values in zip(COLUMNS.items(), columns, strict=True)
    }
    return evaluate(typed(text, COLUMNS), batch_of(named), 0).to_pylist()


def alone(text: str) -> Any:
    return evaluate(typed(text), ONE_ROW, 0)[0].as_py()


@pytest.mark.parametrize(
    "text",
    [
        "SUBSTRING(s FROM n FOR m)", "SUBSTRING(s FROM 2 FOR 3)", "s LIKE p", "s LIKE p ESCAPE '!'",
        "POSITION(p IN s)", "REPLACE(s, p, 'x')", "TRIM(BOTH p FROM s)", "LEFT(s, n)",
        "RIGHT(s, n)", "LPAD(s, n, p)", "RPAD(s, n, p)", "REPEAT(s, n)", "SPLIT_INDEX(s, p, n)",
        "STARTSWITH(s, p)", "UPPER(s)", "CONCAT_WS(p, s, 'x')", "OVERLAY(s PLACING p FROM n FOR m)",
    ],
)  # fmt: skip
@settings(deadline=None, max_examples=20)
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_constants_give_what_columns_give(text: str, rows: list[tuple[Any, ...]]) -> None:
    varying = over(text, rows)
    for row, expected in zip(rows, varying, strict=True):
        fixed = text
        for name, value in zip("pnm", row[1:], strict=True):
            shown = str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"
            fixed = re.sub(rf"(?<![A-Za-z']){name}(?![A-Za-z'(])", lambda _, v=shown: v, fixed)
        assert over(fixed, [row]) == [expected]


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.just(0), st.just(0)), min_size=1, max_size=6))
def test_like_matches_what_duckdb_matches(rows: list[tuple[Any, ...]]) -> None:
    table = pa.table({"s": [row[0] for row in rows], "p": [row[1] for row in rows]})
    expected = duckdb.from_arrow(table).project("s LIKE p").fetchall()
    assert over("s LIKE p", rows) == [value for (value,) in expected]


@settings(deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_pieces_are_pythons(rows: list[tuple[Any, ...]]) -> None:
    known = [row for row in rows if row[0] is not None] or [("a", "b", 1, 1)]
    assert over("CHAR_LENGTH(s)", known) == [len(s) for s, *_ in known]
    assert over("REVERSE(s)", known) == [s[::-1] for s, *_ in known]
    assert over("POSITION(p IN s)", known) == [s.find(p) + 1 for s, p, *_ in known]
    assert over("REPLACE(s, p, 'x')", known) == [s.replace(p, "x") for s, p, *_ in known]
    assert over("LTRIM(s)", known) == [s.lstrip(" ") for s, *_ in known]
    assert over("s < p", known) == [s < p for s, p, *_ in known]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"'a\b' LIKE 'a\b'", True),
        (r"'a%' LIKE 'a\%' ESCAPE '\'", True),
        (r"'ab' LIKE 'a\%' ESCAPE '\'", False),
        ("'a' LIKE '_'", True),
        ("'' LIKE '%%'", True),
        ("'abcd' LIKE 'a%c%'", True),
        ("'a.c' SIMILAR TO 'a.c'", True),
        ("'abc' SIMILAR TO 'a.c'", True),
        (r"REGEXP_REPLACE('ab', 'b', '\$')", r"a\$"),
        (r"REGEXP_EXTRACT('k=v', '(?<key>\w)=(\w)', 2)", "v"),
        ("REGEXP_EXTRACT('k=v', 'k', 3)", None),
        ("SPLIT_INDEX('', ',', 0)", None),
        ("INITCAP('o''neil mc-donald')", "O'Neil Mc-Donald"),
        ("LPAD('x', -1, 'y')", None),
        ("ELT(0, 'a')", None),
        ("LOWER('ΑΣ')", "ας"),
    ],
)
def test_corner_cases_are_flinks(text: str, expected: Any) -> None:
    assert alone(text) == expected


@pytest.mark.parametrize(
    "text",
    ["REGEXP('a', '(')", "'a' LIKE 'b!c' ESCAPE '!'", "JSON_VALUE('{}', 'a.b')",
     "SHA2('a', 7)", "ENCODE('a', 'EBCDIC')", "DATE_FORMAT(LOCALTIMESTAMP, 'qqq')"],
)  # fmt: skip
def test_a_senseless_constant_is_the_users_error(text: str) -> None:
    with pytest.raises(InvalidArgument):
        alone(text)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("$", ()), ("strict $.a", ("a",)),
        ("$.a.b[3]", ("a", "b", 3)), ("$['a b'][*]", ("a b", None)),
        ('$.["x"].*', ("x", None)),
    ],
)  # fmt: skip
def test_paths_are_read(text: str, steps: tuple[Any, ...]) -> None:
    assert path_of(text) == Path(steps)
    assert path_of(f"lax {text.removeprefix('strict ')}") == Path(steps, strict=False)


def test_json_numbers_print_as_java_prints_them() -> None:
    assert alone("""JSON_VALUE('{"a": 1e10}', '$.a')""") == "1E+10"
    assert alone("""JSON_VALUE('{"a": 9007199254740993}', '$.a')""") == "9007199254740993"
    assert alone("""JSON_VALUE('{"a": {"b": 1}}', '$.a')""") is None
    assert alone("""JSON_VALUE('{"a": null}', '$.a')""") is None


def test_a_bad_base64_text_fails_its_row() -> None:
    with pytest.raises(Exception, match="E751"):
        over("FROM_BASE64(s)", [("aGk=", "", 0, 0), ("?", "", 0, 0)])
