"""How CREATE TABLE is written: columns, watermark, keys, partitions, options."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from penstock.sql.errors import BadDeclaration
from penstock.sql.place import span_of
from penstock.sql.reader import Reader, listed, wrapped
from penstock.sql.syntax import ColumnSyntax, CreateTable, Name, OptionSyntax, WatermarkSyntax
from penstock.sql.type_syntax import read_type


@dataclass
class _Body:
    """What the parentheses of CREATE TABLE have held so far."""

    table: Name
    columns: list[ColumnSyntax] = field(default_factory=list)
    watermark: WatermarkSyntax | None = None
    primary_key: tuple[Name, ...] = ()


def read_create_table(reader: Reader, start: int) -> CreateTable:
    """Read CREATE TABLE from behind the word TABLE."""
    if_not_exists = read_if(reader, "NOT", "EXISTS")
    body = _Body(read_path(reader, "the table's name"))
    if reader.accept("("):
        listed(reader, lambda: _read_item(reader, body))
        reader.expect(")")
    if reader.accept("COMMENT"):
        reader.string("a comment")
    partitioned = reader.accept("PARTITIONED", "BY")
    partition_keys = wrapped(reader, lambda: read_name(reader, "a column")) if partitioned else ()
    options = wrapped(reader, lambda: _read_option(reader)) if reader.accept("WITH") else ()
    return CreateTable(
        name=body.table,
        columns=tuple(body.columns),
        watermark=body.watermark,
        primary_key=body.primary_key,
        partition_keys=partition_keys,
        options=options,
        like=_read_like(reader),
        if_not_exists=if_not_exists,
        span=reader.since(start),
    )


def read_if(reader: Reader, *words: str) -> bool:
    """Read IF [NOT] EXISTS, if it is there."""
    if not reader.accept("IF"):
        return False
    reader.expect(*words)
    return True


def read_name(reader: Reader, what: str) -> Name:
    """Read one identifier."""
    node = reader.name(what)
    return Name(node.name, span_of(node) or (0, 0))


def read_path(reader: Reader, what: str) -> Name:
    """Read `table`, or `catalog.database.table`, of which the last part counts."""
    name = read_name(reader, what)
    while reader.accept("."):
        name = read_name(reader, what)
    return name


def _read_item(reader: Reader, body: _Body) -> None:
    if reader.accept("WATERMARK", "FOR"):
        _read_watermark(reader, body)
    elif reader.accept("CONSTRAINT"):
        reader.name("the constraint's name")
        reader.expect("PRIMARY", "KEY")
        _read_primary_key(reader, body)
    elif reader.accept("PRIMARY", "KEY"):
        _read_primary_key(reader, body)
    else:
        _read_column(reader, body)


def _read_watermark(reader: Reader, body: _Body) -> None:
    column = read_name(reader, "the column that tells the time")
    reader.expect("AS")
    if body.watermark is not None:
        place = reader.at(column.span)
        raise BadDeclaration(f"table '{body.table.text}' has two watermarks", where=place)
    body.watermark = WatermarkSyntax(column, reader.scalar())


def _read_primary_key(reader: Reader, body: _Body) -> None:
    start = reader.mark()
    columns = wrapped(reader, lambda: read_name(reader, "a column of the key"))
    _set_primary_key(reader, body, columns, start)


def _set_primary_key(reader: Reader, body: _Body, columns: tuple[Name, ...], start: int) -> None:
    place = reader.at(reader.since(start))
    if not reader.accept("NOT", "ENFORCED"):
        reader.fail("expected NOT ENFORCED", hint="PRIMARY KEY (…) NOT ENFORCED, as Flink asks")
    if body.primary_key:
        raise BadDeclaration(f"table '{body.table.text}' has two primary keys", where=place)
    body.primary_key = columns


def _read_column(reader: Reader, body: _Body) -> None:
    name = read_name(reader, "a column's name")
    if reader.peek("("):
        reader.fail(
            "expected a type", hint="names with brackets stand in backquotes: `Distance(mi)`"
        )
    if reader.accept("AS"):
        body.columns.append(ColumnSyntax(name, computed=reader.scalar()))
    else:
        start = reader.mark()
        column_type = read_type(reader)
        metadata, virtual = _read_metadata(reader, name)
        if reader.accept("PRIMARY", "KEY"):
            _set_primary_key(reader, body, (name,), start)
        if reader.accept("NOT", "NULL"):
            column_type = column_type.with_nullable(False)
        body.columns.append(ColumnSyntax(name, column_type, None, metadata, virtual))
    if reader.accept("COMMENT"):
        reader.string("a comment")


def _read_metadata(reader: Reader, name: Name) -> tuple[str | None, bool]:
    if not reader.accept("METADATA"):
        return None, False
    key = reader.string("a metadata key").name if reader.accept("FROM") else name.text
    return key, reader.accept("VIRTUAL")


def _read_option(reader: Reader) -> OptionSyntax:
    start = reader.mark()
    key: exp.Literal = reader.string("an option's name")
    span = reader.since(start)
    reader.expect("=")
    return OptionSyntax(key.name, reader.string("the option's value").name, span)


def _read_like(reader: Reader) -> Name | None:
    if not reader.accept("LIKE"):
        return None
    name = read_path(reader, "the table to take columns and options from")
    if reader.peek("("):
        reader.fail("LIKE takes no list of features here", hint="LIKE t takes all of them")
    return name
