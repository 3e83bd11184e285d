"""Statements as they were written: names and types are read, nothing is resolved yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from sqlglot import exp

from penstock.core.types import SqlType
from penstock.sql.place import Span


@dataclass(frozen=True, slots=True)
class Name:
    """An identifier with its place."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class OptionSyntax:
    """`'key' = 'value'` in a WITH clause."""

    key: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class ColumnSyntax:
    """One column of CREATE TABLE: exactly one of `type` with or without metadata, or `computed`.

    `metadata` is the key that the source fills it from; `virtual` says that INSERT leaves it out.
    """

    name: Name
    type: SqlType | None = None
    computed: exp.Expr | None = None
    metadata: str | None = None
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class WatermarkSyntax:
    """`WATERMARK FOR column AS expression`; the column may be a path into a ROW."""

    column: Name
    expression: exp.Expr


@dataclass(frozen=True, slots=True)
class CreateTable:
    """CREATE TABLE, with what stands in its parentheses sorted by kind."""

    name: Name
    columns: tuple[ColumnSyntax, ...]
    watermark: WatermarkSyntax | None
    primary_key: tuple[Name, ...]
    partition_keys: tuple[Name, ...]
    options: tuple[OptionSyntax, ...]
    like: Name | None
    if_not_exists: bool
    span: Span


@dataclass(frozen=True, slots=True)
class CreateView:
    """CREATE VIEW name [(columns)] AS query."""

    name: Name
    columns: tuple[Name, ...]
    query: exp.Expr
    if_not_exists: bool
    span: Span


@dataclass(frozen=True, slots=True)
class CreateFunction:
    """CREATE FUNCTION name AS 'module.function' LANGUAGE PYTHON; `place` is that of the text."""

    name: Name
    target: str
    place: Span
    if_not_exists: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Drop:
    """DROP TABLE, DROP VIEW or DROP FUNCTION."""

    kind: str
    name: Name
    if_exists: bool
    span: Span


@dataclass(frozen=True, slots=True)
class InsertInto:
    """INSERT INTO table [PARTITION (a = 1)] [(columns)] query."""

    table: Name
    partition: tuple[tuple[Name, exp.Expr], ...]
    columns: tuple[Name, ...]
    query: exp.Expr
    span: Span


@dataclass(frozen=True, slots=True)
class SetOption:
    """SET 'key' = 'value'."""

    key: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class ResetOption:
    """RESET 'key', or RESET alone (`key` is None): all of them."""

    key: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Select:
    """A query that stands alone, for ad-hoc planning."""

    query: exp.Expr
    span: Span


Statement: TypeAlias = (
    CreateTable | CreateView | CreateFunction | Drop | InsertInto | SetOption | ResetOption | Select
)
