"""Reads MATCH_RECOGNIZE ( PARTITION BY … ORDER BY … MEASURES … PATTERN … DEFINE … )."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlglot import exp

from penstock.sql.errors import NotSupported
from penstock.sql.place import mark
from penstock.sql.plan_match import SkipMode
from penstock.sql.reader import Reader, listed


class MatchNode(exp.Expression):
    """MATCH_RECOGNIZE behind a table; lists are Python lists, `after` a pair of mode and name."""

    arg_types: ClassVar[dict[str, Any]] = {
        "this": True, "partition": False, "order": False, "measures": False, "after": False,
        "pattern": True, "within": False, "define": True, "alias": False,
    }  # fmt: skip


class PartNode(exp.Expression):
    """A variable of a pattern; `most` is None when there is no limit."""

    arg_types: ClassVar[dict[str, Any]] = {
        "this": True, "least": True, "most": False, "greedy": True,
    }  # fmt: skip


def read_match(reader: Reader, table: exp.Expr) -> MatchNode:
    """Read what follows a table that patterns are looked for in; the alias is read elsewhere."""
    start = reader.mark()
    reader.expect("MATCH_RECOGNIZE")
    span = reader.since(start)
    reader.expect("(")
    node = MatchNode(this=table)
    _read_input(reader, node)
    if reader.peek("ALL", "ROWS", "PER", "MATCH"):
        _refuse(reader, "ALL ROWS PER MATCH", "ONE ROW PER MATCH, with MEASURES for what you need")
    reader.accept("ONE", "ROW", "PER", "MATCH")
    node.set("after", _after(reader))
    reader.expect("PATTERN")
    node.set("pattern", list(_pattern(reader)))
    if reader.accept("WITHIN"):
        node.set("within", reader.scalar())
    if reader.peek("SUBSET"):
        _refuse(reader, "SUBSET", "name each variable: A.x, B.x")
    reader.expect("DEFINE")
    node.set("define", list(listed(reader, lambda: _definition(reader))))
    reader.expect(")")
    mark(node, span)
    return node


def _read_input(reader: Reader, node: MatchNode) -> None:
    """Read what rows are looked at and what is measured."""
    if reader.accept("PARTITION", "BY"):
        node.set("partition", list(listed(reader, reader.scalar)))
    if reader.accept("ORDER", "BY"):
        node.set("order", list(listed(reader, reader.ordered)))
    if reader.accept("MEASURES"):
        node.set("measures", list(listed(reader, lambda: _measure(reader))))


def _measure(reader: Reader) -> exp.Alias:
    # With one row per match a running measure is the final one.
    any(reader.accept(word) for word in ("FINAL", "RUNNING"))
    value = reader.scalar()
    reader.expect("AS")
    return exp.Alias(this=value, alias=reader.name("a measure's name"))


def _definition(reader: Reader) -> exp.Alias:
    variable = reader.name("a pattern's variable")
    reader.expect("AS")
    return exp.Alias(this=reader.scalar(), alias=variable)


def _after(reader: Reader) -> tuple[SkipMode, exp.Identifier | None]:
    if not reader.accept("AFTER", "MATCH", "SKIP"):
        return SkipMode.PAST_LAST_ROW, None
    for mode in (SkipMode.PAST_LAST_ROW, SkipMode.TO_NEXT_ROW):
        if reader.accept(*mode.value.split()):
            return mode, None
    if reader.accept("TO", "FIRST"):
        return SkipMode.TO_FIRST, reader.name("a pattern's variable")
    reader.expect("TO")
    reader.accept("LAST")
    return SkipMode.TO_LAST, reader.name("a pattern's variable")


def _pattern(reader: Reader) -> tuple[PartNode, ...]:
    reader.expect("(")
    parts = []
    while not reader.accept(")"):
        parts.append(_part(reader))
        if reader.peek("|"):
            _refuse(reader, "| in a PATTERN", "define one variable with OR: A AS x = 1 OR x = 2")
    return tuple(parts)


_REFUSED = {
    "(": ("a group in a PATTERN", "quantify single variables: (A B+ C)"),
    "{": ("{- -} in a PATTERN", "leave the variable out of MEASURES"),
    "^": ("^ in a PATTERN", "leave it out"),
    "$": ("$ in a PATTERN", "leave it out"),
    "PERMUTE": ("PERMUTE", "write the orders as patterns of their own"),
}


def _part(reader: Reader) -> PartNode:
    for sign, (what, hint) in _REFUSED.items():
        if reader.peek(sign):
            _refuse(reader, what, hint)
    start = reader.mark()
    variable = reader.name("a pattern's variable")
    least, most = _quantifier(reader)
    reluctant = reader.peek("?") and (least, most) != (1, 1)
    if reluctant and (least, most) == (0, 1):
        _refuse(reader, "?? in a PATTERN", "? takes a row if it can")
    greedy = not (reluctant and reader.accept("?"))
    node = PartNode(this=variable, least=least, most=most, greedy=greedy)
    mark(node, reader.since(start))
    return node


def _quantifier(reader: Reader) -> tuple[int, int | None]:
    for sign, limits in {"*": (0, None), "+": (1, None), "?": (0, 1)}.items():
        if reader.accept(sign):
            return limits
    if not reader.accept("{"):
        return 1, 1
    if reader.peek("-"):
        _refuse(reader, *_REFUSED["{"])
    least = 0 if reader.peek(",") else reader.number("how many rows")
    most: int | None = least
    if reader.accept(","):
        most = None if reader.peek("}") else reader.number("how many rows at most")
    reader.expect("}")
    return least, most


def _refuse(reader: Reader, what: str, hint: str) -> None:
    start = reader.mark()
    place = reader.at((start, start + 1))
    raise NotSupported(f"{what} is not supported", where=place, hint=hint)
