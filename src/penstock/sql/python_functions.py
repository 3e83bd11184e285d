"""CREATE FUNCTION … LANGUAGE PYTHON: a function of the folder becomes one that SQL may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from penstock.core.errors import Location, UserError
from penstock.core.types import SqlType
from penstock.functions.function import ScalarFunction
from penstock.functions.python import BadPythonFunction, PythonFunction, annotated, as_scalar
from penstock.sql.dialect import Flink, FlinkParser, FlinkTokenizer
from penstock.sql.place import Text
from penstock.sql.syntax import CreateFunction
from penstock.sql.type_syntax import read_type

Load: TypeAlias = Callable[[str], object]
"""Returns what `'module.function'` names; a UserError when it is not there."""


class NoPythonFunction(UserError):
    """CREATE FUNCTION names a Python function that cannot be used.

    >>> print(NoPythonFunction("'functions.count_char' is not there: no module 'functions'"))
    E229 'functions.count_char' is not there: no module 'functions'
    """

    code = "E229"


def define_function(
    statement: CreateFunction, load: Load | None, where: Location | None
) -> ScalarFunction:
    """Return the function that a statement declares; errors stand at its text."""
    if load is None:
        message = f"'{statement.target}' cannot be loaded: this script has no folder"
        raise NoPythonFunction(message, where=where, hint="write it into a folder's pipeline.sql")
    try:
        found = load(statement.target)
    except NoPythonFunction as error:
        raise NoPythonFunction(error.message, where=where, hint=error.hint) from error
    if not isinstance(found, PythonFunction) and not callable(found):
        message = f"'{statement.target}' is no function but {type(found).__name__}"
        raise NoPythonFunction(message, where=where, hint="name a function: def …")
    try:
        declared = found if isinstance(found, PythonFunction) else annotated(found)
        return as_scalar(statement.name.text.upper(), declared, _type)
    except BadPythonFunction as error:
        message = f"'{statement.target}': {error.message}"
        raise NoPythonFunction(message, where=where, hint=error.hint) from error


def _type(text: str) -> SqlType:
    """Return the type that a function's declaration names."""
    script = Text("the function's types", text)
    parser = FlinkParser(dialect=Flink)
    parser.open(FlinkTokenizer(dialect=Flink).tokenize(text), script)
    found = read_type(parser)
    if not parser.at_end():
        parser.fail("expected the end of the type")
    return found
