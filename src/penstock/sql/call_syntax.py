"""Calls whose arguments are not just separated by commas: CAST, EXTRACT, TRIM, SUBSTRING …"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from penstock.sql.json_syntax import (
    read_json_array,
    read_json_array_agg,
    read_json_exists,
    read_json_object,
    read_json_object_agg,
    read_json_query,
    read_json_value,
)
from penstock.sql.nodes import CastNode, call
from penstock.sql.reader import Reader, listed
from penstock.sql.type_syntax import read_type

ReadCall = Callable[[Reader], exp.Expr]


def _cast(forgiving: bool) -> ReadCall:
    def read(reader: Reader) -> exp.Expr:
        value = reader.scalar()
        reader.expect("AS")
        return CastNode(this=value, to=read_type(reader), forgiving=forgiving)

    return read


def _extract(reader: Reader) -> exp.Expr:
    unit = reader.word("a unit such as DAY")
    reader.expect("FROM")
    return call("EXTRACT", exp.Literal.string(unit), reader.scalar())


def _trim(reader: Reader) -> exp.Expr:
    mode = next((w for w in ("LEADING", "TRAILING", "BOTH") if reader.accept(w)), "BOTH")
    characters: exp.Expr = exp.Literal.string(" ")
    if not reader.accept("FROM"):
        value = reader.scalar()
        if not reader.accept("FROM"):
            return call("TRIM", exp.Literal.string(mode), characters, value)
        characters = value
    return call("TRIM", exp.Literal.string(mode), characters, reader.scalar())


def _substring(reader: Reader) -> exp.Expr:
    arguments = [reader.scalar()]
    commas = reader.peek(",")
    if not commas:
        reader.expect("FROM")
    elif reader.accept(","):
        pass
    arguments.append(reader.scalar())
    if reader.accept("," if commas else "FOR"):
        arguments.append(reader.scalar())
    return call("SUBSTRING", *arguments)


def _position(reader: Reader) -> exp.Expr:
    part = reader.operand()
    reader.expect("IN")
    return call("POSITION", part, reader.scalar())


def _overlay(reader: Reader) -> exp.Expr:
    arguments = [reader.scalar()]
    for word in ("PLACING", "FROM"):
        reader.expect(word)
        arguments.append(reader.scalar())
    if reader.accept("FOR"):
        arguments.append(reader.scalar())
    return call("OVERLAY", *arguments)


def _rounded(name: str) -> ReadCall:
    def read(reader: Reader) -> exp.Expr:
        value = reader.scalar()
        if reader.accept("TO"):
            return call(name, value, exp.Literal.string(reader.word("a unit such as DAY")))
        return call(name, value)

    return read


def _unit_first(name: str) -> ReadCall:
    def read(reader: Reader) -> exp.Expr:
        unit = reader.word("a unit such as DAY")
        reader.expect(",")
        return call(name, exp.Literal.string(unit), *listed(reader, reader.scalar))

    return read


def _array_agg(reader: Reader) -> exp.Expr:
    """Read ARRAY_AGG([DISTINCT] x [IGNORE NULLS])."""
    value = _of_distinct(reader)
    name = "ARRAY_AGG IGNORE NULLS" if reader.accept("IGNORE", "NULLS") else "ARRAY_AGG"
    reader.accept("RESPECT", "NULLS")
    return call(name, value)


def _of_distinct(reader: Reader) -> exp.Expr:
    if reader.accept("DISTINCT"):
        return exp.Distinct(expressions=[reader.scalar()])
    reader.accept("ALL")
    return reader.scalar()


CALLS: dict[str, ReadCall] = {
    "CAST": _cast(forgiving=False),
    "TRY_CAST": _cast(forgiving=True),
    "EXTRACT": _extract,
    "TRIM": _trim,
    "SUBSTRING": _substring,
    "POSITION": _position,
    "OVERLAY": _overlay,
    "FLOOR": _rounded("FLOOR"),
    "CEIL": _rounded("CEIL"),
    "CEILING": _rounded("CEILING"),
    "JSON_VALUE": read_json_value,
    "JSON_QUERY": read_json_query,
    "JSON_EXISTS": read_json_exists,
    "JSON_OBJECT": read_json_object,
    "JSON_ARRAY": read_json_array,
    "JSON_ARRAYAGG": read_json_array_agg,
    "JSON_OBJECTAGG": read_json_object_agg,
    "ARRAY_AGG": _array_agg,
    "TIMESTAMPDIFF": _unit_first("TIMESTAMPDIFF"),
    "TIMESTAMPADD": _unit_first("TIMESTAMPADD"),
}


def read_case(reader: Reader) -> exp.Expr:
    """Read a CASE from behind its first word, with or without a value to compare."""
    value = None if reader.peek("WHEN") else reader.scalar()
    branches = []
    while reader.accept("WHEN"):
        condition = reader.scalar()
        reader.expect("THEN")
        branches.append(exp.If(this=condition, true=reader.scalar()))
    if not branches:
        reader.fail("expected WHEN")
    default = reader.scalar() if reader.accept("ELSE") else None
    reader.expect("END")
    return exp.Case(this=value, ifs=branches, default=default)
