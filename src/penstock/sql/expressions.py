"""The rule for each kind of scalar syntax, in one list."""

from __future__ import annotations

from sqlglot import exp

from penstock.sql import bind_operators
from penstock.sql.bind_calls import bind_call, bind_case, bind_cast
from penstock.sql.bind_columns import bind_column, bind_dot, bind_element, bind_resolved
from penstock.sql.bind_literals import (
    bind_boolean,
    bind_bytes,
    bind_interval,
    bind_literal,
    bind_null,
    bind_typed_literal,
)  # fmt: skip
from penstock.sql.binder import Rule
from penstock.sql.language import Functions, Language
from penstock.sql.nodes import CastNode, IntervalNode, ResolvedColumn, TypedLiteral
from penstock.sql.place import Text

RULES: dict[type[exp.Expr], Rule] = {
    **bind_operators.RULES,
    exp.Literal: bind_literal,
    exp.Null: bind_null,
    exp.Boolean: bind_boolean,
    exp.HexString: bind_bytes,
    IntervalNode: bind_interval,
    TypedLiteral: bind_typed_literal,
    exp.Column: bind_column,
    ResolvedColumn: bind_resolved,
    exp.Dot: bind_dot,
    exp.Bracket: bind_element,
    exp.Anonymous: bind_call,
    exp.Case: bind_case,
    CastNode: bind_cast,
}


def language_of(text: Text, functions: Functions) -> Language:
    """Return the language of one script."""
    return Language(text, functions, RULES)
