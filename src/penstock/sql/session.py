"""A script's session: what its statements so far have declared, and the plan that they make."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from penstock.core.errors import Location
from penstock.sql.errors import DuplicateName, NotSupported, UnknownFunction, UnknownTable
from penstock.sql.insert import plan_insert
from penstock.sql.language import Language
from penstock.sql.optimize import optimized
from penstock.sql.plan import Insert, Plan, Relation
from penstock.sql.planner import Planner, project, references
from penstock.sql.python_functions import Load, define_function
from penstock.sql.queries import planner_of
from penstock.sql.query_errors import ColumnCountMismatch
from penstock.sql.syntax import (
    CreateFunction,
    CreateTable,
    CreateView,
    Drop,
    InsertInto,
    Name,
    ResetOption,
    Select,
    SetOption,
    Statement,
)  # fmt: skip
from penstock.sql.table_definition import TableDefinition, define_table


@dataclass
class Session:
    """What the statements so far have declared."""

    language: Language
    load: Load | None = None
    tables: dict[str, TableDefinition] = field(default_factory=dict)
    views: dict[str, Relation] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    inserts: list[Insert] = field(default_factory=list)

    def run(self, statement: Statement) -> None:
        """Take the next statement."""
        match statement:
            case CreateTable():
                self._create_table(statement)
            case CreateView():
                self._create_view(statement)
            case CreateFunction():
                self._create_function(statement)
            case Drop():
                self._drop(statement)
            case InsertInto():
                self._insert(statement)
            case SetOption(key=key, value=value):
                self.settings[key] = value
            case ResetOption():
                self._reset(statement)
            case Select(span=span):
                hint = "write INSERT INTO table SELECT …, or run it with penstock query"
                place = self.language.text.at(span)
                raise NotSupported("a query alone goes nowhere", where=place, hint=hint)

    def plan(self) -> Plan:
        """Return the plan, with scans that read what is needed and no more."""
        relations = optimized([insert.input for insert in self.inserts], self.settings)
        inserts = tuple(
            Insert(insert.name, insert.table, relation, insert.where)
            for insert, relation in zip(self.inserts, relations, strict=True)
        )
        tables = {name: definition.table for name, definition in self.tables.items()}
        scans = {name: definition.scan for name, definition in self.tables.items()}
        return Plan(tables, inserts, dict(self.settings), dict(self.views), scans)

    def _planner(self) -> Planner:
        scans = {name: definition.scan for name, definition in self.tables.items()}
        return planner_of(self.language, {**scans, **self.views})

    def _create_table(self, statement: CreateTable) -> None:
        if self._is_new(statement.name, statement.if_not_exists):
            definition = define_table(self.language, statement, self.tables)
            self.tables[statement.name.text] = definition

    def _create_view(self, statement: CreateView) -> None:
        if not self._is_new(statement.name, statement.if_not_exists):
            return
        relation = self._planner().query(statement.query)
        names = [name.text for name in statement.columns] or list(relation.schema.names)
        if len(names) != len(relation.schema):
            message = f"{len(names)} names for {len(relation.schema)} columns"
            raise ColumnCountMismatch(message, where=self._place(statement.name))
        self.views[statement.name.text] = project(relation, references(relation), names)

    def _create_function(self, statement: CreateFunction) -> None:
        name = statement.name
        if name.text.upper() in self.language.functions:
            if statement.if_not_exists:
                return
            message = f"function '{name.text}' exists already"
            raise DuplicateName(message, where=self._place(name), hint="give it another name")
        place = self.language.text.at(statement.place)
        function = define_function(statement, self.load, place)
        functions = self.language.functions.with_declared(function)
        self.language = replace(self.language, functions=functions)

    def _is_new(self, name: Name, if_not_exists: bool) -> bool:
        exists = name.text in self.tables or name.text in self.views
        if exists and not if_not_exists:
            kind = "table" if name.text in self.tables else "view"
            hint = "CREATE … IF NOT EXISTS, or DROP it above"
            message = f"{kind} '{name.text}' exists already"
            raise DuplicateName(message, where=self._place(name), hint=hint)
        return not exists

    def _drop(self, statement: Drop) -> None:
        if statement.kind == "FUNCTION":
            self._drop_function(statement)
            return
        here: dict[str, TableDefinition] | dict[str, Relation]
        here = self.tables if statement.kind == "TABLE" else self.views
        if statement.name.text not in here and not statement.if_exists:
            raise UnknownTable(statement.name.text, here, self._place(statement.name))
        here.pop(statement.name.text, None)

    def _drop_function(self, statement: Drop) -> None:
        name, functions = statement.name.text.upper(), self.language.functions
        if name in functions.declared:
            self.language = replace(self.language, functions=functions.without(name))
        elif not statement.if_exists:
            place = self._place(statement.name)
            raise UnknownFunction(statement.name.text, functions.declared, place)

    def _insert(self, statement: InsertInto) -> None:
        name = statement.table.text
        if name in self.views:
            hint = f"the tables are {', '.join(self.tables)}"
            place = self._place(statement.table)
            raise NotSupported(f"'{name}' is a view", where=place, hint=hint)
        if name not in self.tables:
            raise UnknownTable(name, self.tables, self._place(statement.table))
        target = self.tables[name]
        relation = plan_insert(self._planner(), statement, target)
        place = self._place(statement.table)
        self.inserts.append(Insert(self._insert_name(name), target.table, relation, place))

    def _insert_name(self, table: str) -> str:
        """Return the table's name, with a number from the second insert on."""
        taken = {insert.name for insert in self.inserts}
        numbered = (f"{table}#{number}" for number in range(2, len(taken) + 3))
        return next(name for name in (table, *numbered) if name not in taken)

    def _reset(self, statement: ResetOption) -> None:
        if statement.key is None:
            self.settings.clear()
        else:
            self.settings.pop(statement.key, None)

    def _place(self, name: Name) -> Location:
        return self.language.text.at(name.span)
