"""What can be wrong with a SQL script: one class per kind, each with its code and printed form."""

from __future__ import annotations

from collections.abc import Iterable

from penstock.core.errors import Location, UserError, did_you_mean


class SyntaxProblem(UserError):
    """The text is not a statement of the Flink dialect.

    >>> here = Location("pipeline.sql", line=1, column=10, text="SELECT a FORM t", length=4)
    >>> print(SyntaxProblem("unexpected 'FORM'", where=here, hint="did you mean 'FROM'?"))
    E201 unexpected 'FORM'
      --> pipeline.sql:1:10
       | SELECT a FORM t
       |          ^^^^
    hint: did you mean 'FROM'?
    """

    code = "E201"


class UnknownTable(UserError):
    """A statement names a table or view that no statement above it creates.

    >>> print(UnknownTable("ordres", known=["orders"], where=None))
    E202 unknown table or view 'ordres'
    hint: did you mean 'orders'?
    """

    code = "E202"

    def __init__(self, name: str, known: Iterable[str], where: Location | None) -> None:
        hint = did_you_mean(name, known) or "create it above this line with CREATE TABLE"
        super().__init__(f"unknown table or view '{name}'", where=where, hint=hint)


class UnknownColumn(UserError):
    """A query names a column its input does not have.

    >>> here = Location("orders.sql", line=4, column=8, text="SELECT pric FROM orders", length=4)
    >>> print(UnknownColumn("pric", known=["id", "price"], where=here))
    E203 unknown column 'pric'
      --> orders.sql:4:8
       | SELECT pric FROM orders
       |        ^^^^
    hint: did you mean 'price'?
    """

    code = "E203"

    def __init__(self, name: str, known: Iterable[str], where: Location | None) -> None:
        super().__init__(f"unknown column '{name}'", where=where, hint=did_you_mean(name, known))
        self.name = name


class UnknownFunction(UserError):
    """An expression calls a function that does not exist.

    >>> print(UnknownFunction("UPER", known=["UPPER", "LOWER"], where=None))
    E204 unknown function 'UPER'
    hint: did you mean 'UPPER'?
    """

    code = "E204"

    def __init__(self, name: str, known: Iterable[str], where: Location | None) -> None:
        hint = did_you_mean(name, known)
        super().__init__(f"unknown function '{name}'", where=where, hint=hint)


class UnknownType(UserError):
    """A column or a CAST names a type that does not exist.

    >>> print(UnknownType("STRNG", known=["STRING", "INT"], where=None))
    E205 unknown type 'STRNG'
    hint: did you mean 'STRING'?
    """

    code = "E205"

    def __init__(self, name: str, known: Iterable[str], where: Location | None) -> None:
        super().__init__(f"unknown type '{name}'", where=where, hint=did_you_mean(name, known))


class AmbiguousColumn(UserError):
    """A name stands for more than one column.

    >>> print(AmbiguousColumn("id", owners=["a", "b"], where=None))
    E206 column 'id' is ambiguous
    hint: write a.id or b.id
    """

    code = "E206"

    def __init__(self, name: str, owners: Iterable[str], where: Location | None) -> None:
        hint = "write " + " or ".join(f"{owner}.{name}" for owner in owners)
        super().__init__(f"column '{name}' is ambiguous", where=where, hint=hint)


class TypeMismatch(UserError):
    """Values of types that do not go together meet in one expression.

    >>> print(TypeMismatch("WHERE takes a BOOLEAN, not INT", hint="compare it: x <> 0"))
    E207 WHERE takes a BOOLEAN, not INT
    hint: compare it: x <> 0
    """

    code = "E207"


class NotSupported(UserError):
    """A statement or clause is SQL, but Penstock does not run it; the hint says what comes nearest.

    >>> print(NotSupported("ORDER BY is not supported here", hint="sort when you query the sink"))
    E208 ORDER BY is not supported here
    hint: sort when you query the sink
    """

    code = "E208"


class WrongArguments(UserError):
    """A function exists, but not for such arguments.

    >>> print(WrongArguments("UPPER", ["INT"], where=None))
    E210 UPPER does not take (INT)
    hint: CAST the arguments to the types that it takes
    """

    code = "E210"

    def __init__(
        self, name: str, types: Iterable[str], where: Location | None, hint: str | None = None
    ) -> None:
        super().__init__(
            f"{name} does not take ({', '.join(types)})",
            where=where,
            hint=hint or "CAST the arguments to the types that it takes",
        )


class DuplicateName(UserError):
    """A table, view or column is declared twice.

    >>> print(DuplicateName("table 'orders' exists already"))
    E211 table 'orders' exists already
    """

    code = "E211"


class BadLiteral(UserError):
    """A literal does not say what its type needs.

    >>> print(BadLiteral("INTERVAL '1:30' HOUR: a whole number, not '1:30'"))
    E215 INTERVAL '1:30' HOUR: a whole number, not '1:30'
    """

    code = "E215"


class BadDeclaration(UserError):
    """A CREATE statement contradicts itself.

    >>> print(BadDeclaration("table 'orders' has two primary keys"))
    E218 table 'orders' has two primary keys
    """

    code = "E218"
