"""CREATE TABLE to a table and its scan: columns sorted by where they come from, watermark, key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from penstock.core.errors import Location
from penstock.core.table import Option, Table
from penstock.core.types import TIMESTAMPS, Field, Schema
from penstock.sql.binder import Binder
from penstock.sql.errors import (
    BadDeclaration,
    DuplicateName,
    TypeMismatch,
    UnknownColumn,
    UnknownTable,
)
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.language import Language
from penstock.sql.plan import MetadataColumn, Scan, Traits, Watermark
from penstock.sql.scope import Scope
from penstock.sql.syntax import ColumnSyntax, CreateTable, Name
from penstock.sql.traits import projected

TIME_DIGITS_MAX = 3


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table as its CREATE statement declares it, and how it is read."""

    syntax: CreateTable
    table: Table
    scan: Scan


def define_table(
    language: Language, syntax: CreateTable, known: Mapping[str, TableDefinition]
) -> TableDefinition:
    """Return the table that a CREATE TABLE declares."""
    syntax = _with_like(language, syntax, known)
    _check_columns(language, syntax)
    metadata = [column for column in syntax.columns if column.metadata is not None]
    physical = [column for column in syntax.columns if column.type and column.metadata is None]
    table = Table(
        name=syntax.name.text,
        schema=Schema(_fields(physical, syntax)),
        options=_options(language, syntax),
        primary_key=_names(language, syntax, syntax.primary_key),
        partition_keys=_names(language, syntax, syntax.partition_keys),
        metadata={column.name.text: column.metadata or "" for column in metadata},
        where=language.text.at(syntax.name.span),
    )
    return TableDefinition(syntax, table, _scan(language, syntax, table, metadata))


def _with_like(
    language: Language, syntax: CreateTable, known: Mapping[str, TableDefinition]
) -> CreateTable:
    """Return the statement with what LIKE takes from another table put in front."""
    if syntax.like is None:
        return syntax
    if syntax.like.text not in known:
        raise UnknownTable(syntax.like.text, known, language.text.at(syntax.like.span))
    base = known[syntax.like.text].syntax
    own = {option.key for option in syntax.options}
    return replace(
        syntax,
        columns=(*base.columns, *syntax.columns),
        watermark=syntax.watermark or base.watermark,
        primary_key=syntax.primary_key or base.primary_key,
        partition_keys=syntax.partition_keys or base.partition_keys,
        options=(*(each for each in base.options if each.key not in own), *syntax.options),
        like=None,
    )


def _check_columns(language: Language, syntax: CreateTable) -> None:
    if not syntax.columns:
        hint = f"CREATE TABLE {syntax.name.text} (id BIGINT, …)"
        place = language.text.at(syntax.name.span)
        raise BadDeclaration(f"table '{syntax.name.text}' has no columns", where=place, hint=hint)
    seen = set()
    for column in syntax.columns:
        if column.name.text in seen:
            place = language.text.at(column.name.span)
            message = f"table '{syntax.name.text}' has two columns '{column.name.text}'"
            raise DuplicateName(message, where=place)
        seen.add(column.name.text)


def _fields(columns: Iterable[ColumnSyntax], syntax: CreateTable) -> tuple[Field, ...]:
    """Return the fields; columns of the primary key are NOT NULL without saying so."""
    key = {name.text for name in syntax.primary_key}
    return tuple(
        Field(c.name.text, c.type.with_nullable(False) if c.name.text in key else c.type)
        for c in columns
        if c.type is not None
    )


def _options(language: Language, syntax: CreateTable) -> dict[str, Option]:
    options: dict[str, Option] = {}
    for each in syntax.options:
        if each.key in options:
            place = language.text.at(each.span)
            raise DuplicateName(f"option '{each.key}' is given twice", where=place)
        options[each.key] = Option(each.value, language.text.at(each.span))
    return options


def _names(language: Language, syntax: CreateTable, names: Sequence[Name]) -> tuple[str, ...]:
    """Return the columns of a key; they must be columns that records have."""
    known = [column.name.text for column in syntax.columns if column.type is not None]
    for name in names:
        if name.text not in known:
            raise UnknownColumn(name.text, known, language.text.at(name.span))
    return tuple(name.text for name in names)


def _scan(
    language: Language, syntax: CreateTable, table: Table, metadata: Sequence[ColumnSyntax]
) -> Scan:
    filled = [
        MetadataColumn(each.metadata or "", field)
        for each, field in zip(metadata, _fields(metadata, syntax), strict=True)
    ]
    given = Schema((*table.schema.fields, *(each.field for each in filled)))
    binder = Binder(language, Scope.of(given), clause="a computed column")
    columns = tuple(_column(binder, each, given) for each in syntax.columns)
    names = [each.name.text for each in syntax.columns]
    fields = tuple(Field(n, column.type) for n, column in zip(names, columns, strict=True))
    schema = Schema(fields)
    watermark = _watermark(language, syntax, schema)
    traits = projected(Traits(), columns)
    if watermark is not None:
        traits = replace(traits, rowtimes=(watermark.column,))
    if table.primary_key:
        traits = replace(traits, upsert_key=tuple(names.index(n) for n in table.primary_key))
    return Scan(table, table.schema, tuple(filled), columns, schema, watermark, traits)


def _column(binder: Binder, syntax: ColumnSyntax, given: Schema) -> Expression:
    if syntax.computed is not None:
        return binder.bind(syntax.computed)
    index = given.names.index(syntax.name.text)
    return ColumnReference(index, syntax.name.text, given.fields[index].type)


def _watermark(language: Language, syntax: CreateTable, schema: Schema) -> Watermark | None:
    if syntax.watermark is None:
        return None
    name = syntax.watermark.column
    place = language.text.at(name.span)
    column = schema.index(name.text)
    if column is None:
        raise UnknownColumn(name.text, schema.names, place)
    _check_time(schema.fields[column], place)
    binder = Binder(language, Scope.of(schema), clause="WATERMARK")
    expression = binder.bind(syntax.watermark.expression)
    if expression.type.kind not in TIMESTAMPS:
        message = f"the watermark of '{name.text}' is {expression.type}, not a time"
        hint = f"WATERMARK FOR {name.text} AS {name.text} - INTERVAL '5' SECOND"
        place = language.place(syntax.watermark.expression) or place
        raise TypeMismatch(message, where=place, hint=hint)
    return Watermark(column, expression)


def _check_time(field: Field, place: Location) -> None:
    if field.type.kind not in TIMESTAMPS or (field.type.precision or 0) > TIME_DIGITS_MAX:
        message = f"a watermark's column is TIMESTAMP(3) or TIMESTAMP_LTZ(3); '{field.name}' is "
        hint = f"declare {field.name} TIMESTAMP(3), or compute it: x AS TO_TIMESTAMP({field.name})"
        raise TypeMismatch(message + str(field.type), where=place, hint=hint)
