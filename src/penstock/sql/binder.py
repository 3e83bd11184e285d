"""From scalar syntax to typed expressions: names become columns, operators become calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlglot import exp

from penstock.core.errors import Location, UserError
from penstock.core.types import BOOLEAN, Kind, SqlType
from penstock.functions import SCALARS, ScalarFunction
from penstock.sql.coerce import converted
from penstock.sql.errors import NotSupported, TypeMismatch, UnknownFunction, WrongArguments
from penstock.sql.expression import Call, Expression, Literal
from penstock.sql.language import Language
from penstock.sql.query_errors import MisplacedAggregate
from penstock.sql.scope import Scope

Rule: TypeAlias = "Callable[[Binder, exp.Expr], Expression]"
Intercept: TypeAlias = "Callable[[Binder, exp.Expr], Expression | None]"

_UNSUPPORTED: dict[type[exp.Expr], tuple[str, str]] = {
    exp.Window: ("OVER stands only behind SELECT, beside no GROUP BY", "compute it in a view"),
    exp.Subquery: ("a query as a value is not supported yet", "compute it in a view"),
    exp.Exists: ("EXISTS is not supported yet", "keep the rows with WHERE"),
    exp.Star: ("* stands only behind SELECT and in COUNT(*)", "name the columns"),
    exp.Tuple: ("a list of values stands only behind IN and VALUES", "write ROW(a, b)"),
    exp.Filter: ("FILTER stands only behind an aggregate", "write CASE WHEN … END"),
}


@dataclass(frozen=True)
class Binder:
    """Binds expressions in one scope.

    `intercept` sees each piece of syntax first and may bind it in its own way; aggregates use it.
    `clause` names the clause in errors.
    """

    language: Language
    scope: Scope
    intercept: Intercept | None = None
    clause: str = "an expression"

    def bind(self, node: exp.Expr) -> Expression:
        """Return the typed expression; a user error where the syntax makes no sense."""
        if self.intercept is not None and (found := self.intercept(self, node)) is not None:
            return found
        rule = self.language.rules.get(type(node))
        if rule is None:
            default = (f"{type(node).__name__.upper()} is not supported", "write it another way")
            message, hint = _UNSUPPORTED.get(type(node), default)
            raise NotSupported(message, where=self.place(node), hint=hint)
        return rule(self, node)

    def condition(self, node: exp.Expr) -> Expression:
        """Bind what must be a BOOLEAN."""
        bound = self.bind(node)
        if bound.type.kind is Kind.NULL:
            return converted(bound, BOOLEAN)
        if bound.type.kind is not Kind.BOOLEAN:
            message = f"a condition of {self.clause} is a BOOLEAN, not {bound.type}"
            raise TypeMismatch(message, where=self.place(node), hint="compare it: … = …")
        return bound

    def call(self, name: str, arguments: Sequence[Expression], node: exp.Expr) -> Expression:
        """Return a function's call with its arguments converted to the types that it takes."""
        function = self.language.functions.scalars.get(name)
        if function is None:
            raise self.unknown(name, node)
        return self.applied(function, arguments, node)

    def applied(
        self, function: ScalarFunction, arguments: Sequence[Expression], node: exp.Expr
    ) -> Expression:
        """Return the call of a function, which need not be among those known by their names."""
        name = function.name
        types = [argument.type for argument in arguments]
        constants = [each.value if isinstance(each, Literal) else None for each in arguments]
        signature = function.signature(types, constants)
        if signature is None:
            shown = [str(each).removesuffix(" NOT NULL") for each in types]
            raise WrongArguments(name, shown, self.place(node), _conversion_hint(name, types))
        pairs = zip(arguments, signature.arguments, strict=True)
        taken = tuple(converted(have, want) for have, want in pairs)
        declared = None if function is SCALARS.get(name) else function
        return Call(name, taken, signature.result, declared)

    def place(self, node: exp.Expr) -> Location | None:
        """Return where a piece of syntax stands."""
        return self.language.place(node)

    def intercepted(self, intercept: Intercept | None) -> Binder:
        """Return the binder with another intercept."""
        return replace(self, intercept=intercept)

    def unknown(self, name: str, node: exp.Expr) -> UserError:
        """Return the error for a function that is not there, or not here."""
        functions = self.language.functions
        if name in functions.aggregates:
            message = f"{name} cannot stand in {self.clause}: it is an aggregate"
            return MisplacedAggregate(message, where=self.place(node), hint="see GROUP BY, HAVING")
        if name in functions.tables:
            message = f"{name} gives rows, and cannot stand in {self.clause}"
            hint = f"FROM t, LATERAL TABLE({name}(…)) AS r"
            return NotSupported(message, where=self.place(node), hint=hint)
        return UnknownFunction(name, {*functions.scalars, *functions.aggregates}, self.place(node))


def _conversion_hint(name: str, types: Sequence[SqlType]) -> str | None:
    kinds = {each.kind for each in types}
    if name == "||":
        return "write CAST(… AS STRING) around what is no text"
    if len(types) == 2 and Kind.VARCHAR in kinds and len(kinds) == 2:  # noqa: PLR2004 -- two sides
        other = next(each for each in types if each.kind is not Kind.VARCHAR)
        return f"write CAST(… AS {other.with_nullable(True)}) around the STRING"
    return None
