"""How statements are written; what Flink has and Penstock has not is refused by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from sqlglot import exp

from penstock.sql.errors import NotSupported
from penstock.sql.reader import Reader, wrapped
from penstock.sql.syntax import (
    CreateFunction,
    CreateView,
    Drop,
    InsertInto,
    Name,
    ResetOption,
    Select,
    SetOption,
    Statement,
)  # fmt: skip
from penstock.sql.table_syntax import read_create_table, read_if, read_name, read_path

ReadStatement = Callable[[Reader, int], Statement]

REFUSED = {
    "ALTER": "change the CREATE statement; a folder's script is read anew at each start",
    "UPDATE": "INSERT INTO a table with a PRIMARY KEY replaces rows",
    "DELETE": "INSERT INTO a table with a PRIMARY KEY replaces rows",
    "MERGE": "INSERT INTO a table with a PRIMARY KEY replaces rows",
    "TRUNCATE": "remove the stream: penstock streams rm NAME",
    "USE": "a folder has one catalog and one database",
    "LOAD": "all functions are there without LOAD MODULE",
    "UNLOAD": "all functions are there without LOAD MODULE",
    "SHOW": "ask it of a folder: penstock query FOLDER 'SHOW …'",
    "DESCRIBE": "ask it of a folder: penstock query FOLDER 'DESCRIBE …'",
    "DESC": "ask it of a folder: penstock query FOLDER 'DESC …'",
    "EXPLAIN": "penstock explain FOLDER shows the plan",
    "CALL": "Penstock has no procedures",
    "ADD": "put Python functions into functions.py beside the script",
    "REMOVE": "put Python functions into functions.py beside the script",
    "ANALYZE": "no statistics are needed",
    "COMPILE": "penstock explain FOLDER shows the plan",
    "STOP": "stop the run with Ctrl-C",
    "QUIT": "leave the word out",
    "EXIT": "leave the word out",
}
REFUSED_CREATES = {
    "CATALOG": "a folder has one catalog; leave the statement out",
    "DATABASE": "a folder has one database; leave the statement out",
    "MODEL": "models come with a later version",
    "MATERIALIZED": "write CREATE TABLE and INSERT INTO",
    "OR": "write DROP TABLE IF EXISTS before CREATE TABLE",
}


def read_statement(reader: Reader) -> Statement:
    """Read one statement to its end."""
    statement = _reader_of(reader)(reader, reader.mark())
    if not reader.at_end():
        reader.fail("")
    return statement


def _reader_of(reader: Reader) -> ReadStatement:
    found = next((read for word, read in STATEMENTS.items() if reader.peek(word)), None)
    if found is not None:
        return found
    refused = next((word for word in REFUSED if reader.peek(word)), None)
    if refused is not None:
        _refuse(reader, refused, REFUSED[refused])
    return reader.fail("expected a statement", hint=f"one of {', '.join(STATEMENTS)}")


def _refuse(reader: Reader, what: str, hint: str) -> NoReturn:
    start = reader.mark()
    reader.word(what)
    raise NotSupported(f"{what} is not supported", where=reader.at(reader.since(start)), hint=hint)


def _read_create(reader: Reader, start: int) -> Statement:
    reader.expect("CREATE")
    temporary = reader.accept("TEMPORARY") and not reader.accept("SYSTEM")
    if reader.accept("FUNCTION"):
        return _read_create_function(reader, start)
    for word, hint in REFUSED_CREATES.items():
        if reader.peek(word):
            _refuse(reader, word, hint)
    if reader.accept("TABLE"):
        return read_create_table(reader, start)
    reader.expect("VIEW" if temporary or reader.peek("VIEW") else "TABLE")
    if_not_exists = read_if(reader, "NOT", "EXISTS")
    name = read_path(reader, "the view's name")
    columns = _names(reader) if reader.peek("(") else ()
    if reader.accept("COMMENT"):
        reader.string("a comment")
    reader.expect("AS")
    return CreateView(name, columns, reader.query(), if_not_exists, reader.since(start))


def _read_create_function(reader: Reader, start: int) -> Statement:
    if_not_exists = read_if(reader, "NOT", "EXISTS")
    name = read_path(reader, "the function's name")
    reader.expect("AS")
    place = reader.mark()
    target = reader.string("where it is, such as 'functions.count_char'").name
    span = reader.since(place)
    if not reader.accept("LANGUAGE", "PYTHON"):
        hint = "write LANGUAGE PYTHON; Java and Scala run on a Flink cluster only"
        where = reader.at(span)
        raise NotSupported("only Python functions are supported", where=where, hint=hint)
    return CreateFunction(name, target, span, if_not_exists, reader.since(start))


def _names(reader: Reader) -> tuple[Name, ...]:
    return wrapped(reader, lambda: read_name(reader, "a column's name"))


def _read_drop(reader: Reader, start: int) -> Statement:
    reader.expect("DROP")
    reader.accept("TEMPORARY")
    reader.accept("SYSTEM")
    for word, hint in REFUSED_CREATES.items():
        if reader.peek(word):
            _refuse(reader, f"DROP {word}", hint)
    kind = next((word for word in ("VIEW", "FUNCTION") if reader.peek(word)), "TABLE")
    reader.expect(kind)
    if_exists = read_if(reader, "EXISTS")
    return Drop(
        kind, read_path(reader, f"the {kind.lower()}'s name"), if_exists, reader.since(start)
    )


def _read_insert(reader: Reader, start: int) -> Statement:
    reader.expect("INSERT")
    if reader.peek("OVERWRITE"):
        _refuse(reader, "OVERWRITE", "INSERT INTO appends; a PRIMARY KEY replaces rows")
    reader.expect("INTO")
    table = read_path(reader, "the table's name")
    partition = wrapped(reader, lambda: _constant(reader)) if reader.accept("PARTITION") else ()
    columns = () if not reader.peek("(") or reader.peek("(", "SELECT") else _names(reader)
    return InsertInto(table, partition, columns, reader.query(), reader.since(start))


def _constant(reader: Reader) -> tuple[Name, exp.Expr]:
    name = read_name(reader, "a partition column")
    reader.expect("=")
    return name, reader.scalar()


def _read_set(reader: Reader, start: int) -> Statement:
    reader.expect("SET")
    if reader.at_end():
        reader.fail("expected SET 'key' = 'value'")
    key = _option_key(reader)
    reader.expect("=")
    return SetOption(key, reader.string("the value").name, reader.since(start))


def _read_reset(reader: Reader, start: int) -> Statement:
    reader.expect("RESET")
    key = None if reader.at_end() else _option_key(reader)
    return ResetOption(key, reader.since(start))


def _option_key(reader: Reader) -> str:
    if reader.peek_string():
        return reader.string("a key").name
    return ".".join(part.name for part in _dotted(reader))


def _dotted(reader: Reader) -> list[exp.Identifier]:
    # Old scripts write the keys of SET without quotes.
    parts = [reader.name("a key")]
    while reader.accept("."):
        parts.append(reader.name("a key"))
    return parts


def _read_query(reader: Reader, start: int) -> Statement:
    return Select(reader.query(), reader.since(start))


STATEMENTS: dict[str, ReadStatement] = {
    "CREATE": _read_create,
    "DROP": _read_drop,
    "INSERT": _read_insert,
    "SET": _read_set,
    "RESET": _read_reset,
    "SELECT": _read_query,
    "WITH": _read_query,
    "VALUES": _read_query,
    "(": _read_query,
}
