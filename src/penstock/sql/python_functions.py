"""CREATE FUNCTION … LANGUAGE PYTHON: a function of the folder becomes one that SQL may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from penstock.core.errors import Location, UserError
from penstock.core.types import SqlType
from penstock.functions.python import (
    Declaration,
    PythonAggregate,
    PythonFunction,
    PythonTableFunction,
    annotated,
)
from penstock.functions.python_aggregates import as_aggregate
from penstock.functions.python_scalars import as_scalar
from penstock.functions.python_tables import as_table
from penstock.functions.python_types import BadPythonFunction
from penstock.sql.dialect import Flink, FlinkParser, FlinkTokenizer
from penstock.sql.language import Declared
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
) -> Declared:
    """Return the function that a statement declares; errors stand at its text."""
    if load is None:
        message = f"'{statement.target}' cannot be loaded: this script has no folder"
        raise NoPythonFunction(message, where=where, hint="write it into a folder's pipeline.sql")
    try:
        found = load(statement.target)
        declared = found if isinstance(found, _DECLARED) else annotated(found)
        return _as_declared(statement.name.text.upper(), declared)
    except NoPythonFunction as error:
        raise NoPythonFunction(error.message, where=where, hint=error.hint) from error
    except BadPythonFunction as error:
        message = f"'{statement.target}': {error.message}"
        raise NoPythonFunction(message, where=where, hint=error.hint) from error


_DECLARED = (PythonFunction, PythonTableFunction, PythonAggregate)


def _as_declared(name: str, declared: Declaration) -> Declared:
    match declared:
        case PythonFunction():
            return Declared("scalars", as_scalar(name, declared, _type))
        case PythonTableFunction():
            return Declared("tables", as_table(name, declared, _type))
        case PythonAggregate():
            return Declared("aggregates", as_aggregate(name, declared, _type))


def _type(text: str) -> SqlType:
    """Return the type that a function's declaration names."""
    script = Text("the function's types", text)
    parser = FlinkParser(dialect=Flink)
    parser.open(FlinkTokenizer(dialect=Flink).tokenize(text), script)
    found = read_type(parser)
    if not parser.at_end():
        parser.fail("expected the end of the type")
    return found
