"""INSERT INTO: the query's columns brought to the table's order and types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from penstock.core.errors import Location
from penstock.core.types import BINARIES, STRINGS, Field, Kind, Schema, SqlType
from penstock.functions.coercion import implicitly_castable
from penstock.sql.coerce import converted
from penstock.sql.errors import DuplicateName, NotSupported, UnknownColumn
from penstock.sql.expression import ColumnReference, Expression, Literal
from penstock.sql.plan import Project, Relation
from penstock.sql.planner import Planner, references
from penstock.sql.query_errors import ColumnCountMismatch, SinkTypeMismatch
from penstock.sql.scope import Scope
from penstock.sql.syntax import InsertInto
from penstock.sql.table_definition import TableDefinition
from penstock.sql.traits import projected


@dataclass(frozen=True, slots=True)
class _Given:
    """A value for a column of the table, and where the statement computes it."""

    value: Expression
    where: Location | None


def plan_insert(planner: Planner, syntax: InsertInto, target: TableDefinition) -> Relation:
    """Return the rows to insert, with the table's columns in its order and types."""
    _refuse_metadata(planner, syntax, target)
    relation = planner.query(syntax.query)
    given = _constants(planner, syntax, target)
    names = _columns_given(planner, syntax, target, given)
    if len(names) != len(relation.schema):
        raise _count_mismatch(planner, syntax, names, relation)
    places = _places(planner, syntax, len(names))
    for name, column, place in zip(names, references(relation), places, strict=True):
        given[name] = _Given(column, place)
    missing = _Given(Literal(None, SqlType(Kind.NULL)), planner.language.text.at(syntax.table.span))
    schema = target.table.schema
    columns = tuple(_stored(field, given.get(field.name, missing)) for field in schema.fields)
    return _as_table(relation, columns, schema)


def _refuse_metadata(planner: Planner, syntax: InsertInto, target: TableDefinition) -> None:
    for column in target.syntax.columns:
        if column.metadata is not None and not column.virtual:
            message = f"writing the metadata column '{column.name.text}' is not supported yet"
            hint = "declare it METADATA VIRTUAL, so that INSERT leaves it out"
            place = planner.language.text.at(syntax.table.span)
            raise NotSupported(message, where=place, hint=hint)


def _constants(planner: Planner, syntax: InsertInto, target: TableDefinition) -> dict[str, _Given]:
    """Return the values of PARTITION (a = 1)."""
    binder = planner.binder(Scope(), "PARTITION")
    for name, _ in syntax.partition:
        if name.text not in target.table.partition_keys:
            place = planner.language.text.at(name.span)
            raise UnknownColumn(name.text, target.table.partition_keys, place)
    return {
        name.text: _Given(binder.bind(value), planner.place(value))
        for name, value in syntax.partition
    }


def _columns_given(
    planner: Planner, syntax: InsertInto, target: TableDefinition, given: dict[str, _Given]
) -> list[str]:
    """Return the table's columns that the query's columns go to, in the query's order."""
    known = target.table.schema.names
    if not syntax.columns:
        return [name for name in known if name not in given]
    names: list[str] = []
    for name in syntax.columns:
        place = planner.language.text.at(name.span)
        if name.text not in known:
            raise UnknownColumn(name.text, known, place)
        if name.text in names or name.text in given:
            raise DuplicateName(f"column '{name.text}' is given twice", where=place)
        names.append(name.text)
    return names


def _count_mismatch(
    planner: Planner, syntax: InsertInto, names: Sequence[str], relation: Relation
) -> ColumnCountMismatch:
    gives = ", ".join(relation.schema.names)
    message = (
        f"table '{syntax.table.text}' takes {len(names)} columns ({', '.join(names)});"
        f" the query gives {len(relation.schema)} ({gives})"
    )
    hint = f"name the columns: INSERT INTO {syntax.table.text} ({gives}) SELECT …"
    place = planner.language.text.at(syntax.table.span)
    return ColumnCountMismatch(message, where=place, hint=hint)


def _places(planner: Planner, syntax: InsertInto, count: int) -> list[Location | None]:
    """Return where the query computes each column; the table's name if that is not one place."""
    items = syntax.query.expressions if isinstance(syntax.query, exp.Select) else []
    if len(items) == count:
        return [planner.place(item) for item in items]
    return [planner.language.text.at(syntax.table.span)] * count


def _stored(field: Field, given: _Given) -> Expression:
    """Return a value as a column of the table takes it."""
    value, wanted = given.value, field.type
    lacking = value.type.kind is Kind.NULL and not wanted.nullable
    if lacking or not implicitly_castable(value.type, wanted):
        gives = str(value.type.with_nullable(True))
        raise SinkTypeMismatch(field.name, gives=gives, takes=str(wanted), where=given.where)
    for family in (STRINGS, BINARIES):
        # As in Flink, a column's length is not enforced when rows are written.
        if value.type.kind in family and wanted.kind in family:
            return value
    return converted(value, wanted)


def _as_table(relation: Relation, columns: Sequence[Expression], schema: Schema) -> Relation:
    in_place = all(isinstance(c, ColumnReference) and c.index == i for i, c in enumerate(columns))
    if in_place and relation.schema == schema:
        return relation
    return Project(relation, tuple(columns), schema, projected(relation.traits, columns))
