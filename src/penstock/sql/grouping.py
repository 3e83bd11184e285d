"""What a grouped query computes: keys, aggregates, window properties, and where each one is."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlglot import exp

from penstock.core.types import Field, Schema, SqlType
from penstock.sql.aggregate_calls import AggregateCall, bind_aggregate, is_aggregate
from penstock.sql.binder import Binder, Intercept
from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.group_window import GroupWindow
from penstock.sql.grouping_sets import SET_NAME, Sets, nullable, set_field
from penstock.sql.nodes import called
from penstock.sql.plan_groups import WindowProperty
from penstock.sql.query_errors import NotGrouped
from penstock.sql.walk import columns_of
from penstock.sql.window_input import WindowInput
from penstock.sql.window_table import WINDOW_TYPE

_OF_SETS = {"GROUPING", "GROUPING_ID", "GROUP_ID"}


@dataclass(frozen=True, slots=True)
class Key:
    """One key of GROUP BY, as an expression over the query's FROM."""

    name: str
    expression: Expression


@dataclass
class Grouping:
    """Collects what SELECT and HAVING ask of the groups.

    `rows` binds over the rows below, `grouped` are the window's properties that stand in GROUP BY,
    `group_window` is the older form of a window. All properties are planned whatever is grouped,
    so that statements which differ in that alone share their state; those unused are pruned.
    Without `windowed`, groups are over all rows so far and have no such properties.
    """

    rows: Binder
    windowed: WindowInput | None
    keys: tuple[Key, ...]
    grouped: tuple[WindowProperty, ...] = ()
    group_window: GroupWindow | None = None
    sets: Sets | None = None
    of_query: Intercept | None = None
    aggregates: list[AggregateCall] = field(default_factory=list)

    def intercept(self, binder: Binder, node: exp.Expr) -> Expression | None:
        """Bind what the groups have; None for syntax whose parts are to be looked at."""
        if self.of_query and (asked := self.of_query(binder, node)) is not None:
            return asked
        if is_aggregate(node, self.rows.language.functions):
            return self._aggregate(bind_aggregate(self.rows, node))
        if called(node) in _OF_SETS:
            return self._of_sets(node)
        if self.group_window and (found := self.group_window.property_of(node)):
            return self._property(found)
        if self._has_aggregate(node):
            return None
        return self._of_group(node)

    def schema(self) -> Schema:
        """Return the columns of the groups: keys, aggregates, window properties."""
        taken = [key.name for key in self.keys]
        fields = [Field(key.name, key.expression.type) for key in self.keys]
        if self.sets is not None:
            fields = [nullable(field, place, self.sets) for place, field in enumerate(fields)]
            fields.append(set_field())
        for number, call in enumerate(self.aggregates):
            name = f"{call.function.lower()}{number}"
            fields.append(Field(name if name not in taken else f"${name}", call.type))
        for each in WindowProperty if self.windowed else ():
            name = each.value if each.value not in taken else f"${each.value}"
            fields.append(Field(name, self._property_type(self.windowed, each)))
        return Schema(tuple(fields))

    @property
    def _first_aggregate(self) -> int:
        return len(self.keys) + (self.sets is not None)

    def _of_sets(self, node: exp.Expr) -> Expression:
        """Bind GROUPING, GROUPING_ID or GROUP_ID."""
        sets = self.sets or Sets((tuple(range(len(self.keys))),))
        column = ColumnReference(len(self.keys), SET_NAME, set_field().type)
        if called(node) == "GROUP_ID":
            return sets.group_id(column)
        known = [key.expression for key in self.keys]
        bound = [self.rows.bind(each) for each in node.expressions]
        for value, part in zip(bound, node.expressions, strict=True):
            if value not in known:
                raise NotGrouped(str(value), self.rows.place(part))
        return sets.grouping(column, [known.index(value) for value in bound])

    def _aggregate(self, call: AggregateCall) -> Expression:
        if call not in self.aggregates:
            self.aggregates.append(call)
        return self._reference(self._first_aggregate + self.aggregates.index(call))

    def _property(self, found: WindowProperty) -> Expression:
        place = self._first_aggregate + len(self.aggregates) + list(WindowProperty).index(found)
        return self._reference(place)

    def _reference(self, index: int) -> Expression:
        column = self.schema().fields[index]
        return ColumnReference(index, column.name, column.type)

    def _has_aggregate(self, node: exp.Expr) -> bool:
        functions = self.rows.language.functions
        window = self.group_window
        return any(
            is_aggregate(each, functions)
            or called(each) in _OF_SETS
            or isinstance(each, exp.Query | exp.Exists)
            or (window is not None and window.property_of(each))
            for each in node.walk()
        )

    def _of_group(self, node: exp.Expr) -> Expression | None:
        """Bind an expression without aggregates: a key, a window property, a constant, or parts."""
        bound = self.rows.bind(node)
        for index, key in enumerate(self.keys):
            if key.expression == bound:
                return self._reference(index)
        found = self.windowed and self.windowed.property_of(bound)
        if found in self.grouped and found is not None:
            return self._property(found)
        if not columns_of(bound):
            return bound
        if isinstance(bound, ColumnReference):
            raise NotGrouped(bound.name, self.rows.place(node))
        return None

    def _property_type(self, windowed: WindowInput | None, each: WindowProperty) -> SqlType:
        if windowed is None or each is not WindowProperty.TIME:
            return WINDOW_TYPE
        time = windowed.relation.schema.fields[windowed.window.time]
        return time.type.with_nullable(False)
