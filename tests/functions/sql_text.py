"""Expressions from their text, bound as a query binds them: `typed("x + 1", {"x": INT})`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from penstock.core.types import STRING, TIMESTAMP_3, Field, Schema, SqlType
from penstock.functions import SCALARS
from penstock.sql.binder import Binder
from penstock.sql.coerce import converted
from penstock.sql.compile import BUILT_IN
from penstock.sql.expression import Call, Cast, Expression, Literal
from penstock.sql.expressions import language_of
from penstock.sql.place import Text
from penstock.sql.scope import Scope
from penstock.sql.script import parse_script
from penstock.sql.syntax import Select


def typed(text: str, columns: Mapping[str, SqlType] | None = None) -> Expression:
    """Return the typed expression of a text over named columns; without any there is a time."""
    query = f"SELECT {text}"
    (statement,) = parse_script(query)
    assert isinstance(statement, Select)
    fields = [Field(name, kind) for name, kind in (columns or {"ts": TIMESTAMP_3}).items()]
    scope = Scope.of(Schema(tuple(fields)), rowtimes=() if columns else (0,))
    binder = Binder(language_of(Text("test.sql", query), BUILT_IN), scope)
    (item,) = statement.query.expressions
    return binder.bind(item)


def call(name: str, *arguments: Expression) -> Call:
    """Return a call with its arguments cast as its signature asks."""
    constants = [each.value if isinstance(each, Literal) else None for each in arguments]
    signature = SCALARS[name].signature([each.type for each in arguments], constants)
    assert signature is not None, f"{name} does not take {arguments}"
    wanted = zip(arguments, signature.arguments, strict=True)
    return Call(name, tuple(converted(have, want) for have, want in wanted), signature.result)


def as_text(expression: Expression) -> Expression:
    """Return the expression cast to STRING."""
    return Cast(expression, STRING.with_nullable(expression.type.nullable))


def batch_of(columns: Mapping[str, tuple[SqlType, Sequence[Any]]]) -> pa.RecordBatch:
    """Return a batch of typed columns."""
    arrays = {name: pa.array(values, kind.arrow) for name, (kind, values) in columns.items()}
    return pa.record_batch(arrays)
