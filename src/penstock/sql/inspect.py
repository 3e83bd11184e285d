"""SHOW, DESCRIBE and EXPLAIN: what a plan holds, as rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa

from penstock.core.errors import Location
from penstock.core.types import Schema
from penstock.functions import AGGREGATES, SCALARS
from penstock.functions.patterns import like_regex
from penstock.sql.compile import compile_query
from penstock.sql.errors import SyntaxProblem, UnknownTable
from penstock.sql.explain import explain_relation
from penstock.sql.place import Text
from penstock.sql.plan import Plan
from penstock.sql.table_list import TABLE_FUNCTIONS

_SHOW = re.compile(r"\s*SHOW\s+(\w+)(?:\s+LIKE\s+'((?:[^']|'')*)')?\s*;?\s*", re.IGNORECASE)
_DESCRIBE = re.compile(r"\s*DESC(?:RIBE)?\s+(?:`([^`]+)`|(\w+))\s*;?\s*", re.IGNORECASE)
_EXPLAIN = re.compile(r"\s*EXPLAIN(?:\s+PLAN\s+FOR)?\s", re.IGNORECASE)
_INSPECTS = re.compile(r"\s*(?:SHOW|DESC|DESCRIBE|EXPLAIN)\s", re.IGNORECASE)


def inspected(text: str, plan: Plan) -> pa.Table | None:
    """Return what a SHOW, DESCRIBE or EXPLAIN asks for; None if the text is none of them.

    >>> from penstock.sql.compile import compile_script
    >>> plan = compile_script("CREATE TABLE wind (mph DOUBLE, at TIMESTAMP(3))")
    >>> inspected("SHOW TABLES", plan).to_pylist()
    [{'table name': 'wind'}]
    >>> inspected("DESC wind", plan).column("type").to_pylist()
    ['DOUBLE', 'TIMESTAMP(3)']
    """
    if not _INSPECTS.match(text):
        return None
    if match := _EXPLAIN.match(text):
        query = " " * match.end() + text[match.end() :]
        lines = explain_relation(compile_query(query, plan)).splitlines()
        return pa.table({"plan": lines})
    if match := _DESCRIBE.fullmatch(text):
        return _columns(
            _schema(match[1] or match[2], plan, Text("query.sql", text).at(match.span()))
        )
    match = _SHOW.fullmatch(text)
    if match is None or match[1].upper() not in _SHOWN:
        known = ", ".join(f"SHOW {word}" for word in _SHOWN)
        raise SyntaxProblem(
            "this SHOW or DESCRIBE is not understood",
            where=Text("query.sql", text).at((0, len(text))),
            hint=f"{known}, DESCRIBE name, EXPLAIN SELECT …; SHOW … LIKE 'pattern%'",
        )
    title, names = _SHOWN[match[1].upper()]
    wanted = re.compile(like_regex(match[2].replace("''", "'")) if match[2] else ".*", re.DOTALL)
    found = sorted(name for name in names(plan) if wanted.fullmatch(name))
    return pa.table({title: pa.array(found, pa.string())})


def _functions(plan: Plan) -> Iterable[str]:
    return {*SCALARS, *AGGREGATES, *TABLE_FUNCTIONS}


_SHOWN: Mapping[str, tuple[str, Callable[[Plan], Iterable[str]]]] = {
    "TABLES": ("table name", lambda plan: [*plan.tables, *plan.views]),
    "VIEWS": ("view name", lambda plan: plan.views),
    "FUNCTIONS": ("function name", _functions),
}


def _schema(name: str, plan: Plan, where: Location) -> Schema:
    relations = {**plan.scans, **plan.views}
    if name not in relations:
        raise UnknownTable(name, relations, where)
    return relations[name].schema


def _columns(schema: Schema) -> pa.Table:
    """Return a row per column, as Flink's DESCRIBE does."""
    types = [str(field.type.with_nullable(True)) for field in schema.fields]
    nullable = [field.type.nullable for field in schema.fields]
    return pa.table({"name": list(schema.names), "type": types, "null": nullable})
