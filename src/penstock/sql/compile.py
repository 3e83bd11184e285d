"""A script's statements, in order, to one plan."""

from __future__ import annotations

from penstock.functions import AGGREGATES, SCALARS
from penstock.sql.errors import NotSupported
from penstock.sql.expressions import language_of
from penstock.sql.language import Functions
from penstock.sql.nesting import nested_within_limits
from penstock.sql.optimize import optimized
from penstock.sql.place import Text
from penstock.sql.plan import Plan, Relation
from penstock.sql.python_functions import Load
from penstock.sql.queries import planner_of
from penstock.sql.script import parse_script
from penstock.sql.session import Session
from penstock.sql.syntax import (
    Select,
)  # fmt: skip

BUILT_IN = Functions(SCALARS, AGGREGATES)


def compile_script(
    text: str,
    path: str = "pipeline.sql",
    functions: Functions = BUILT_IN,
    load: Load | None = None,
) -> Plan:
    """Return the plan of a script; a user error with its place where something is wrong.

    `load` finds the Python functions that the script declares.

    >>> plan = compile_script('''
    ...     CREATE TABLE orders (id BIGINT, price DOUBLE);
    ...     CREATE TABLE dear (id BIGINT);
    ...     INSERT INTO dear SELECT id FROM orders WHERE price > 100;
    ... ''')
    >>> [insert.name for insert in plan.inserts]
    ['dear']
    """
    session = Session(language_of(Text(path, text), functions), load)
    for statement in parse_script(text, path):
        with nested_within_limits(session.language.text.at(statement.span)):
            session.run(statement)
    with nested_within_limits(None):
        return session.plan()


def compile_query(
    text: str, plan: Plan, path: str = "query.sql", functions: Functions = BUILT_IN
) -> Relation:
    """Return the relation of one query over the tables and views of a plan."""
    language = language_of(Text(path, text), functions)
    statements = parse_script(text, path)
    if len(statements) != 1 or not isinstance(statements[0], Select):
        where = language.text.at(statements[-1].span) if statements else None
        raise NotSupported("one query is expected here", where=where, hint="SELECT …")
    planner = planner_of(language, {**plan.scans, **plan.views})
    with nested_within_limits(language.text.at(statements[0].span)):
        relation = planner.query(statements[0].query)
        return optimized([relation], plan.settings)[0]
