"""The calls of SQL/JSON: what they return, and their clauses ON NULL, ON EMPTY and ON ERROR."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.core.types import STRING, Kind, SqlType
from penstock.sql.errors import NotSupported
from penstock.sql.nodes import CastNode, call, called
from penstock.sql.reader import Reader
from penstock.sql.type_syntax import read_type

Clauses = dict[str, tuple[exp.Expr, exp.Expr]]
"""What EMPTY and ERROR lead to: a word, and the value behind DEFAULT."""

_MADE_AS_JSON = frozenset(
    {"JSON", "JSON_OBJECT", "JSON_OBJECT ABSENT ON NULL", "JSON_ARRAY", "JSON_ARRAY NULL ON NULL"}
)
_KINDS = ("VALUE", "SCALAR", "ARRAY", "OBJECT")
_NOTHING = ("NULL", "ERROR")


def read_json_value(reader: Reader) -> exp.Expr:
    """Read JSON_VALUE(text, path [RETURNING type] [… ON EMPTY] [… ON ERROR])."""
    arguments = _text_and_path(reader)
    wanted = read_type(reader) if reader.accept("RETURNING") else STRING
    clauses = _clauses(reader, (*_NOTHING, "DEFAULT"), wanted)
    if clauses or wanted != STRING:
        arguments.append(_null(wanted))
    if clauses:
        unsaid = (exp.Literal.string("NULL"), _null(wanted))
        said = (clauses.get(when, unsaid) for when in ("EMPTY", "ERROR"))
        arguments += [part for clause in said for part in clause]
    return call("JSON_VALUE", *arguments)


def read_json_query(reader: Reader) -> exp.Expr:
    """Read JSON_QUERY(text, path [RETURNING type] [… WRAPPER] [… ON EMPTY] [… ON ERROR])."""
    arguments = _text_and_path(reader)
    wanted = _returned_by_query(reader)
    wrapper = _wrapper(reader)
    objects = () if wanted.kind is Kind.ARRAY else ("EMPTY OBJECT",)
    clauses = _clauses(reader, (*_NOTHING, "EMPTY ARRAY", *objects), wanted)
    if clauses or wrapper or wanted != STRING:
        unsaid = (exp.Literal.string("NULL"), _null(wanted))
        said = (clauses.get(when, unsaid)[0] for when in ("EMPTY", "ERROR"))
        arguments += [_null(wanted), exp.Literal.string(wrapper or "WITHOUT"), *said]
    return call("JSON_QUERY", *arguments)


def read_json_exists(reader: Reader) -> exp.Expr:
    """Read JSON_EXISTS(text, path [… ON ERROR])."""
    arguments = _text_and_path(reader)
    clauses = _clauses(reader, ("TRUE", "FALSE", "UNKNOWN", "ERROR"), STRING, ("ERROR",))
    return call("JSON_EXISTS", *arguments, *(word for word, _ in clauses.values()))


def _text_and_path(reader: Reader) -> list[exp.Expr]:
    text = reader.scalar()
    reader.expect(",")
    return [text, reader.scalar()]


def _null(wanted: SqlType) -> exp.Expr:
    return CastNode(this=exp.Null(), to=wanted, forgiving=False)


def _returned_by_query(reader: Reader) -> SqlType:
    if not reader.accept("RETURNING"):
        return STRING
    start = reader.mark()
    wanted = read_type(reader)
    texts = wanted.kind is Kind.ARRAY and wanted.children[0].type == STRING
    if wanted != STRING and not texts:
        message = f"JSON_QUERY returns STRING or ARRAY<STRING>, not {wanted}"
        raise NotSupported(message, where=reader.at(reader.since(start)))
    return wanted


def _wrapper(reader: Reader) -> str:
    """Read WITH or WITHOUT WRAPPER; WITH alone is unconditional."""
    said = next((word for word in ("WITHOUT", "WITH") if reader.accept(word)), "")
    if said == "WITH":
        said = next((w for w in ("CONDITIONAL", "UNCONDITIONAL") if reader.accept(w)), "")
        said = said or "UNCONDITIONAL"
    if said:
        reader.accept("ARRAY")
        reader.expect("WRAPPER")
    return said


def _clauses(
    reader: Reader,
    words: Sequence[str],
    wanted: SqlType,
    events: Sequence[str] = ("EMPTY", "ERROR"),
) -> Clauses:
    found: Clauses = {}
    while word := next((each for each in words if reader.accept(*each.split())), ""):
        value = _as(reader.scalar(), wanted) if word == "DEFAULT" else _null(wanted)
        reader.expect("ON")
        left = [each for each in events if each not in found]
        event = next((each for each in left if reader.accept(each)), None)
        if event is None:
            reader.fail(f"expected {' or '.join(left) or ')'}")
        found[event] = (exp.Literal.string(word), value)
    return found


def _as(value: exp.Expr, wanted: SqlType) -> exp.Expr:
    """Return a default as the type that is wanted; as a text it looks as it does in JSON."""
    if wanted == STRING:
        return call("JSON_UNQUOTE", call("JSON_STRING", value))
    return CastNode(this=value, to=wanted, forgiving=False)


def read_json_object(reader: Reader) -> exp.Expr:
    """Read JSON_OBJECT([KEY] 'a' VALUE 1, 'b': 2 [ABSENT ON NULL]); a comma also ends a key."""
    arguments: list[exp.Expr] = []
    while not _at_end(reader) and (not arguments or reader.accept(",")):
        reader.accept("KEY")
        arguments.append(reader.scalar())
        if not reader.accept("VALUE") and not reader.accept(":"):
            reader.expect(",")
        arguments.append(_as_json(reader.scalar()))
    absent = _leaves_nulls_out(reader, default=False)
    return call("JSON_OBJECT ABSENT ON NULL" if absent else "JSON_OBJECT", *arguments)


def read_json_array(reader: Reader) -> exp.Expr:
    """Read JSON_ARRAY(1, 2 [NULL ON NULL])."""
    arguments: list[exp.Expr] = []
    while not _at_end(reader) and (not arguments or reader.accept(",")):
        arguments.append(_as_json(reader.scalar()))
    absent = _leaves_nulls_out(reader, default=True)
    return call("JSON_ARRAY" if absent else "JSON_ARRAY NULL ON NULL", *arguments)


def _at_end(reader: Reader) -> bool:
    return reader.peek(")") or reader.peek("NULL", "ON", "NULL") or reader.peek("ABSENT", "ON")


def _as_json(value: exp.Expr) -> exp.Expr:
    """Return the JSON of a value; what is made as JSON stays as it is."""
    return value if called(value) in _MADE_AS_JSON else call("JSON_STRING", value)


def _leaves_nulls_out(reader: Reader, *, default: bool) -> bool:
    if reader.accept("ABSENT", "ON", "NULL"):
        return True
    return not reader.accept("NULL", "ON", "NULL") and default


def read_json_array_agg(reader: Reader) -> exp.Expr:
    """Read JSON_ARRAYAGG(x [NULL ON NULL]); the values are written as JSON before they meet."""
    value = _as_json(reader.scalar())
    absent = _leaves_nulls_out(reader, default=True)
    return call("JSON_ARRAYAGG" if absent else "JSON_ARRAYAGG NULL ON NULL", value)


def read_json_object_agg(reader: Reader) -> exp.Expr:
    """Read JSON_OBJECTAGG([KEY] k VALUE v [ABSENT ON NULL])."""
    reader.accept("KEY")
    key = call("JSON_STRING", reader.scalar())
    reader.expect("VALUE")
    value = _as_json(reader.scalar())
    absent = _leaves_nulls_out(reader, default=False)
    return call("JSON_OBJECTAGG ABSENT ON NULL" if absent else "JSON_OBJECTAGG", key, value)


def read_is_json(reader: Reader, value: exp.Expr) -> exp.Expr | None:
    """Read what stands behind IS if it is [NOT] JSON [VALUE | SCALAR | ARRAY | OBJECT]."""
    negated = reader.accept("NOT", "JSON")
    if not negated and not reader.accept("JSON"):
        return None
    kind = next((word for word in _KINDS if reader.accept(word)), "")
    found = call(f"IS JSON {kind}".rstrip(), value)
    return exp.Not(this=found) if negated else found
