"""What can be wrong with a query as a whole: its grouping, its windows, what it inserts."""

from __future__ import annotations

from collections.abc import Iterable

from penstock.core.errors import Location, UserError, did_you_mean


class NotATimeAttribute(UserError):
    """A window is asked for over a column that has no watermark.

    >>> print(NotATimeAttribute("ts", where=None))
    E209 column 'ts' is not a time attribute
    hint: declare WATERMARK FOR ts AS ts - INTERVAL '5' SECOND in the table, or pass it on unchanged
    """

    code = "E209"

    def __init__(self, name: str, where: Location | None) -> None:
        hint = (
            f"declare WATERMARK FOR {name} AS {name} - INTERVAL '5' SECOND in the table,"
            " or pass it on unchanged"
        )
        super().__init__(f"column '{name}' is not a time attribute", where=where, hint=hint)


class ColumnCountMismatch(UserError):
    """INSERT gives more or fewer columns than the table takes.

    >>> print(ColumnCountMismatch("table 'sink' takes 2 columns (a, b); the query gives 1 (a)"))
    E212 table 'sink' takes 2 columns (a, b); the query gives 1 (a)
    """

    code = "E212"


class SinkTypeMismatch(UserError):
    """INSERT gives a column a type that the table's column does not take.

    >>> print(SinkTypeMismatch("a", gives="STRING", takes="INT", where=None))
    E213 column 'a' takes INT, the query gives STRING
    hint: write CAST(… AS INT)
    """

    code = "E213"

    def __init__(self, name: str, gives: str, takes: str, where: Location | None) -> None:
        hint = f"write CAST(… AS {takes.removesuffix(' NOT NULL')})"
        message = f"column '{name}' takes {takes}, the query gives {gives}"
        super().__init__(message, where=where, hint=hint)


class NotGrouped(UserError):
    """A query with GROUP BY selects a column that is neither grouped nor aggregated.

    >>> print(NotGrouped("city", where=None))
    E214 column 'city' is neither in GROUP BY nor inside an aggregate
    hint: add it to GROUP BY, or take MAX(city)
    """

    code = "E214"

    def __init__(self, name: str, where: Location | None) -> None:
        message = f"column '{name}' is neither in GROUP BY nor inside an aggregate"
        hint = f"add it to GROUP BY, or take MAX({name})"
        super().__init__(message, where=where, hint=hint)


class UnknownArgument(UserError):
    """A table function is given an argument whose name it does not know.

    >>> print(UnknownArgument("TUMBLE", "SIZ", known=["DATA", "SIZE"], where=None))
    E216 TUMBLE has no argument 'SIZ'
    hint: did you mean 'SIZE'?
    """

    code = "E216"

    def __init__(
        self, function: str, name: str, known: Iterable[str], where: Location | None
    ) -> None:
        hint = did_you_mean(name, known)
        super().__init__(f"{function} has no argument '{name}'", where=where, hint=hint)


class BadArgument(UserError):
    """A table function's argument is missing, of the wrong kind or out of its limits.

    >>> print(BadArgument("TUMBLE: SIZE is missing", hint="SIZE => INTERVAL '1' MINUTE"))
    E217 TUMBLE: SIZE is missing
    hint: SIZE => INTERVAL '1' MINUTE
    """

    code = "E217"


class MisplacedAggregate(UserError):
    """An aggregate stands where rows are not grouped.

    >>> print(MisplacedAggregate("COUNT cannot stand in WHERE", hint="use HAVING"))
    E219 COUNT cannot stand in WHERE
    hint: use HAVING
    """

    code = "E219"


class OverRefused(UserError):
    """A function with OVER asks for an order or for rows that a stream does not have.

    >>> print(OverRefused("LEAD needs rows that are still to come", hint="LAG looks back"))
    E230 LEAD needs rows that are still to come
    hint: LAG looks back
    """

    code = "E230"


class SortRefused(UserError):
    """ORDER BY asks for an order of rows that never end.

    >>> print(SortRefused("ORDER BY price needs an end", hint="add LIMIT 10"))
    E231 ORDER BY price needs an end
    hint: add LIMIT 10
    """

    code = "E231"
