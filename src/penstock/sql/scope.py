"""Which names an expression may use, and which column each stands for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from penstock.core.errors import Location
from penstock.core.types import Schema
from penstock.sql.errors import AmbiguousColumn, UnknownColumn
from penstock.sql.expression import ColumnReference, Expression

OUTER = 1 << 20
"""Where the numbers of the columns of an outer query begin."""


@dataclass(frozen=True, slots=True)
class Part:
    """One name of a dotted path, with its place for errors."""

    name: str
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Visible:
    """A column that can be named: with its table's alias in front, if it has one.

    One that is `qualified` only by that, since another column stands for it in * and by its name.
    One that is a `rowtime` has a watermark.
    """

    qualifier: str | None
    column: ColumnReference
    qualified: bool = False
    rowtime: bool = False

    @property
    def name(self) -> str:
        """The column's own name."""
        return self.column.name


@dataclass(frozen=True, slots=True)
class Scope:
    """The columns that can be named at one point of a query, in the order that * gives.

    Names that are not among them may be those of a query around this one, `outer`; the numbers of
    its columns then begin at `OUTER`.
    """

    columns: tuple[Visible, ...] = ()
    outer: Scope | None = None

    @staticmethod
    def of(schema: Schema, qualifier: str | None = None, rowtimes: Collection[int] = ()) -> Scope:
        """Return the scope of a relation under an alias; some columns have a watermark."""
        columns = (
            ColumnReference(index, field.name, field.type)
            for index, field in enumerate(schema.fields)
        )
        return Scope(
            tuple(Visible(qualifier, each, rowtime=each.index in rowtimes) for each in columns)
        )

    def resolve(self, path: Sequence[Part]) -> tuple[ColumnReference, Sequence[Part]]:
        """Return the column that a dotted path begins with, and the fields that follow it.

        >>> from penstock.core.types import INT, Field
        >>> scope = Scope.of(Schema((Field("a", INT),)), "t")
        >>> column, fields = scope.resolve([Part("t"), Part("a"), Part("x")])
        >>> column.index, fields
        (0, [Part(name='x', where=None)])
        """
        try:
            return self._resolve(path)
        except UnknownColumn:
            if self.outer is None or not self.outer.knows_table_of(path):
                raise
        column, fields = self.outer.resolve(path)
        return replace(column, index=column.index + OUTER), fields

    def knows(self, path: Sequence[Part]) -> bool:
        """Say whether a dotted path begins with a column, perhaps one of several."""
        try:
            self.resolve(path)
        except UnknownColumn:
            return False
        except AmbiguousColumn:
            return True
        return True

    def knows_table_of(self, path: Sequence[Part]) -> bool:
        """Say whether a dotted path is a column's, or names the table of one that is not there."""
        return self.knows(path) or (len(path) > 1 and bool(self.owned_by(path[0].name)))

    def _resolve(self, path: Sequence[Part]) -> tuple[ColumnReference, Sequence[Part]]:
        first, second = path[0], path[1] if len(path) > 1 else None
        owned = self.owned_by(first.name) if second else ()
        if second and (found := [visible for visible in owned if visible.name == second.name]):
            return _single(found, second.where), path[2:]
        if plain := [visible for visible in self.starred if visible.name == first.name]:
            return _single(plain, first.where), path[1:]
        if second and owned:
            raise UnknownColumn(second.name, [each.name for each in owned], second.where)
        raise UnknownColumn(first.name, [each.name for each in self.columns], first.where)

    def has_watermark(self, column: Expression) -> bool:
        """Say whether an expression is a column that events have their time in."""
        times = {each.column.index for each in self.columns if each.rowtime}
        return isinstance(column, ColumnReference) and column.index in times

    @property
    def starred(self) -> tuple[Visible, ...]:
        """The columns that * gives, which are those that need no alias."""
        return tuple(visible for visible in self.columns if not visible.qualified)

    def owned_by(self, qualifier: str) -> tuple[Visible, ...]:
        """Return the columns under one alias, as `t.*` gives them."""
        return tuple(visible for visible in self.columns if visible.qualifier == qualifier)

    def shifted(self, by: int) -> Scope:
        """Return the scope of columns that stand behind `by` others."""
        return Scope(
            tuple(
                replace(visible, column=replace(visible.column, index=visible.column.index + by))
                for visible in self.columns
            )
        )

    def renamed(self, names: Sequence[str]) -> Scope:
        """Return the scope with other column names, as `AS t (a, b)` gives them."""
        return Scope(
            tuple(
                replace(visible, column=replace(visible.column, name=name))
                for visible, name in zip(self.columns, names, strict=True)
            )
        )


def _single(found: Sequence[Visible], where: Location | None) -> ColumnReference:
    if len(found) > 1:
        owners = [visible.qualifier or "?" for visible in found]
        raise AmbiguousColumn(found[0].name, owners, where)
    return found[0].column
