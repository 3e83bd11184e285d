"""Functions in Python: declared in the folder, called from SQL, their failures kept to rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from penstock.core.errors import UserError
from penstock.engine.expressions import compile_columns, surviving
from penstock.functions.python import scalar_function
from penstock.pipeline.python_functions import folder_loader
from penstock.sql import compile_script
from penstock.sql.plan import Project

TABLES = "CREATE TABLE t (a STRING, n INT); CREATE TABLE o (x BIGINT);"


def count_char(text: str, character: str) -> int:
    """Count a character."""
    return text.count(character)


def length_or_less(text: str | None) -> int:
    return -1 if text is None else len(text)


def first_letter(text: str) -> str:
    return text[0]


def untyped(text):  # type: ignore[no-untyped-def]  # what a user may write
    return text


@scalar_function(takes=("BIGINT",), gives="BIGINT", vectorized=True)
def doubled(numbers: Any) -> Any:
    return pa.compute.multiply(numbers, 2)


@scalar_function(takes=("INT",), gives="INT", vectorized=True)
def shortened(numbers: Any) -> Any:
    return numbers[:1]


class Unkept:
    def create_accumulator(self) -> Any:
        return {"seen": {1}}

    def accumulate(self, accumulator: Any, value: int) -> None:
        accumulator["seen"].add(value)

    def get_value(self, accumulator: Any) -> int:
        return len(accumulator["seen"])


class Kept(Unkept):
    def create_accumulator(self) -> dict[str, set[int]]:
        return {"seen": {1}}


class Fixed(Unkept):
    def create_accumulator(self) -> Any:
        return 0


class Sets(Unkept):
    def create_accumulator(self) -> Any:
        return [object()]


class Valueless:
    def accumulate(self, accumulator: Any, value: int) -> None:
        """Do nothing."""


def pairs(text: str) -> Iterator[tuple[str, object]]:
    yield text, text


FOUND: Mapping[str, object] = {
    each.__name__: each for each in (count_char, first_letter, length_or_less, untyped)
} | {
    "doubled": doubled,
    "shortened": shortened,
    "seven": 7,
    "pairs": pairs,
    "Kept": Kept,
    "Unkept": Unkept,
    "Fixed": Fixed,
    "Sets": Sets,
    "Valueless": Valueless,
}


def computed(name: str, call: str) -> tuple[list[Any], list[Any]]:
    """Return what a call gives for four rows, and the reasons of those that fail."""
    script = (
        f"CREATE FUNCTION {name} AS 'x.{name}' LANGUAGE PYTHON; INSERT INTO o SELECT {call} FROM t"
    )
    plan = compile_script(TABLES + script, load=lambda target: FOUND[target.partition(".")[2]])
    project = plan.inserts[0].input
    assert isinstance(project, Project)
    rows = pa.record_batch(
        {"a": pa.array(["aba", "", None, "b"]), "n": pa.array([1, 2, None, 4], pa.int32())}
    ).select(list(project.input.schema.names))
    found = surviving(compile_columns(project.columns), rows, 0)
    return found.columns[0].to_pylist(), [failure.reason for failure in found.failures]


def test_an_annotated_function_is_called_for_each_row_and_not_with_null() -> None:
    assert computed("count_char", "count_char(a, 'a')") == ([2, 0, None, 0], [])
    assert computed("count_char", "COUNT_CHAR(a, 'b')") == ([1, 0, None, 1], [])


def test_a_parameter_that_may_be_none_is_given_null() -> None:
    assert computed("length_or_less", "length_or_less(a)") == ([3, 0, -1, 1], [])


def test_a_vectorized_function_is_called_with_columns() -> None:
    assert computed("doubled", "doubled(n)") == ([2, 4, None, 8], [])


def test_what_a_function_raises_fails_its_row_alone() -> None:
    found, reasons = computed("first_letter", "CHAR_LENGTH(first_letter(a))")
    assert found == [1, None, 1]
    assert reasons == ["FIRST_LETTER: IndexError: string index out of range"]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("CREATE FUNCTION f AS 'x.untyped' LANGUAGE PYTHON", "the parameter 'text' has no type"),
        ("CREATE FUNCTION f AS 'x.seven' LANGUAGE PYTHON", "is no function but int"),
        ("CREATE FUNCTION f AS 'x.pairs' LANGUAGE PYTHON", "the column f1 is of type"),
        ("CREATE FUNCTION f AS 'x.Unkept' LANGUAGE PYTHON", "comes back as {'seen': \\[1\\]}"),
        ("CREATE FUNCTION f AS 'x.Fixed' LANGUAGE PYTHON", "changed in place, and 0 cannot be"),
        ("CREATE FUNCTION f AS 'x.Sets' LANGUAGE PYTHON", "its accumulator cannot be kept"),
        ("CREATE FUNCTION f AS 'x.Valueless' LANGUAGE PYTHON", "it has no create_accumulator"),
        ("CREATE FUNCTION sum AS 'x.Kept' LANGUAGE PYTHON", "exists already"),
        ("CREATE FUNCTION f AS 'a.B' LANGUAGE JAVA", "only Python functions are supported"),
        ("CREATE FUNCTION upper AS 'x.count_char' LANGUAGE PYTHON", "exists already"),
        ("DROP FUNCTION f", "unknown function 'f'"),
    ],
)
def test_a_bad_declaration_says_what_is_wrong_and_where(script: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        compile_script(script, load=lambda target: FOUND[target.partition(".")[2]])
    assert caught.value.where is not None


def test_a_vectorized_function_must_return_a_row_for_each_row() -> None:
    with pytest.raises(UserError, match="returned 1 rows for 4"):
        computed("shortened", "shortened(n)")


def test_functions_are_loaded_from_the_folder_and_from_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "functions.py").write_text("def one() -> int:\n    return 1\n")
    (tmp_path / "broken.py").write_text("1 / 0\n")
    load = folder_loader(tmp_path)
    assert load("functions.one")() == 1  # type: ignore[operator]  # it is the function above
    for target, said in {
        "functions.two": "has no 'two'",
        "broken.x": "ZeroDivisionError",
        "os.getcwd": "no file os.py",
        "...etc.x": "no file",
    }.items():
        with pytest.raises(UserError, match=said):
            load(target)


def test_a_dropped_function_is_gone_and_may_be_declared_again() -> None:
    create = "CREATE TEMPORARY FUNCTION f AS 'x.count_char' LANGUAGE PYTHON;"
    again = create + "DROP FUNCTION f;" + create + "DROP FUNCTION f; DROP FUNCTION IF EXISTS f;"
    assert compile_script(again, load=lambda target: count_char).inserts == ()


def test_a_dropped_aggregate_is_gone_too() -> None:
    create = "CREATE FUNCTION f AS 'x.Kept' LANGUAGE PYTHON;"
    use = "INSERT INTO o SELECT f(n) FROM t"
    load = FOUND.__getitem__
    found = compile_script(TABLES + create + use, load=lambda target: load(target[2:]))
    assert [insert.name for insert in found.inserts] == ["o"]
    with pytest.raises(UserError, match="unknown function 'F'"):
        compile_script(
            TABLES + create + "DROP FUNCTION f;" + use, load=lambda target: load(target[2:])
        )


def test_a_dataclass_of_the_folder_finds_its_module(tmp_path: Path) -> None:
    (tmp_path / "functions.py").write_text(
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass\nclass Point:\n    x: int = 0\n"
    )
    made = folder_loader(tmp_path)("functions.Point")
    assert made().x == 0  # type: ignore[operator]  # it is the class above
