"""Calls whose arguments are not just separated by commas: CAST, EXTRACT, TRIM, SUBSTRING …"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

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


def _json_value(reader: Reader) -> exp.Expr:
    """Read JSON_VALUE; RETURNING is a cast, and what cannot be cast is NULL ON ERROR."""
    text = reader.scalar()
    reader.expect(",")
    node: exp.Expr = call("JSON_VALUE", text, reader.scalar())
    if reader.accept("RETURNING"):
        node = CastNode(this=node, to=read_type(reader), forgiving=True)
    for when in ("EMPTY", "ERROR"):
        reader.accept("NULL", "ON", when)
    return node


def _json_object(reader: Reader) -> exp.Expr:
    """Read JSON_OBJECT(KEY 'a' VALUE 1, 'b' VALUE 2), also with commas in place of VALUE."""
    arguments: list[exp.Expr] = []
    while not reader.peek(")") and (not arguments or reader.accept(",")):
        reader.accept("KEY")
        arguments.append(reader.scalar())
        if not reader.accept("VALUE"):
            reader.expect(",")
        arguments.append(reader.scalar())
        reader.accept("NULL", "ON", "NULL")
    return call("JSON_OBJECT", *arguments)


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


def _json_array_agg(reader: Reader) -> exp.Expr:
    """Read JSON_ARRAYAGG(x [NULL ON NULL]); the values are written as JSON before they meet."""
    value = call("JSON_STRING", reader.scalar())
    if reader.accept("NULL", "ON", "NULL"):
        return call("JSON_ARRAYAGG NULL ON NULL", value)
    reader.accept("ABSENT", "ON", "NULL")
    return call("JSON_ARRAYAGG", value)


def _json_object_agg(reader: Reader) -> exp.Expr:
    """Read JSON_OBJECTAGG([KEY] k VALUE v [ABSENT ON NULL])."""
    reader.accept("KEY")
    key = call("JSON_STRING", reader.scalar())
    reader.expect("VALUE")
    value = call("JSON_STRING", reader.scalar())
    if reader.accept("ABSENT", "ON", "NULL"):
        return call("JSON_OBJECTAGG ABSENT ON NULL", key, value)
    reader.accept("NULL", "ON", "NULL")
    return call("JSON_OBJECTAGG", key, value)


def read_is_json(reader: Reader, value: exp.Expr) -> exp.Expr | None:
    """Read what stands behind IS if it is [NOT] JSON [VALUE | SCALAR | ARRAY | OBJECT]."""
    negated = reader.accept("NOT", "JSON")
    if not negated and not reader.accept("JSON"):
        return None
    kind = next((word for word in _JSON_KINDS if reader.accept(word)), "")
    found = call(f"IS JSON {kind}".rstrip(), value)
    return exp.Not(this=found) if negated else found


_JSON_KINDS = ("VALUE", "SCALAR", "ARRAY", "OBJECT")

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
    "JSON_VALUE": _json_value,
    "JSON_OBJECT": _json_object,
    "JSON_ARRAYAGG": _json_array_agg,
    "JSON_OBJECTAGG": _json_object_agg,
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
