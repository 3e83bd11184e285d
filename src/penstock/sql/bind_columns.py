"""Columns, the fields of their ROWs and the elements of their ARRAYs and MAPs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.core.types import Kind
from penstock.sql.binder import Binder
from penstock.sql.errors import TypeMismatch, UnknownColumn
from penstock.sql.expression import ColumnReference, Expression, FieldAccess
from penstock.sql.scope import Part


def bind_column(binder: Binder, node: exp.Expr) -> Expression:
    """Bind `column`, `table.column` or either with fields behind it."""
    if isinstance(node.this, exp.Star):
        return binder.bind(node.this)
    parts = [node.args.get(part) for part in ("catalog", "db", "table", "this")]
    path = [_part(binder, part) for part in parts if isinstance(part, exp.Expr)]
    column, fields = binder.scope.resolve(path)
    return _fields(column, fields)


def bind_resolved(binder: Binder, node: exp.Expr) -> Expression:
    """Bind a column that * stands for."""
    column: ColumnReference = node.this
    return column


def _part(binder: Binder, node: exp.Expr) -> Part:
    return Part(node.name, binder.place(node))


def bind_dot(binder: Binder, node: exp.Expr) -> Expression:
    """Bind a field of an expression: `f(x).a`, `list[1].a`, or a path of many parts."""
    name = node.expression
    if not isinstance(name, exp.Identifier):
        return binder.bind(name)
    return _fields(binder.bind(node.this), [_part(binder, name)])


def bind_element(binder: Binder, node: exp.Expr) -> Expression:
    """Bind `array[1]` (from 1) or `map['key']`."""
    arguments = [binder.bind(node.this), *map(binder.bind, node.expressions)]
    return binder.call("ELEMENT", arguments, node)


def _fields(value: Expression, path: Sequence[Part]) -> Expression:
    for part in path:
        if value.type.kind is not Kind.ROW:
            message = f"'{value}' is {value.type} and has no field '{part.name}'"
            raise TypeMismatch(message, where=part.where, hint="only a ROW has fields")
        found = next((child for child in value.type.children if child.name == part.name), None)
        if found is None:
            known = [child.name for child in value.type.children]
            raise UnknownColumn(part.name, known, part.where)
        nullable = value.type.nullable or found.type.nullable
        value = FieldAccess(value, part.name, found.type.with_nullable(nullable))
    return value
