"""PATTERN and AFTER MATCH SKIP, checked as Flink checks them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from penstock.sql.match_syntax import MatchNode
from penstock.sql.plan_match import PatternPart, Skip, SkipMode
from penstock.sql.planner import Planner
from penstock.sql.query_errors import BadArgument

VARIABLES_MAX = 62
"""The conditions that hold for a row stand in one word."""


def read_pattern(planner: Planner, node: MatchNode) -> tuple[PatternPart, ...]:
    """Return the variables of PATTERN with their quantifiers."""
    parts = node.args["pattern"]
    names = [part.this.name for part in parts]
    for number, part in enumerate(parts):
        if names[number] in names[:number]:
            what = f"'{names[number]}' twice in a PATTERN"
            raise planner.unsupported(what, part, "give each place a variable of its own")
        _check_quantifier(planner, part)
    pattern = tuple(
        PatternPart(part.this.name, part.args["least"], part.args["most"], part.args["greedy"])
        for part in parts
    )
    if all(part.optional for part in pattern):
        hint = "let one variable have no ?, * or {0,…}"
        raise planner.unsupported("a PATTERN that can be empty", parts[0], hint)
    if pattern[-1].holds_on:
        hint = "end with a plain variable or a reluctant one: B+?"
        raise planner.unsupported("a greedy quantifier at the end", parts[-1], hint)
    if len(pattern) > VARIABLES_MAX:
        message = f"{len(pattern)} variables, at most {VARIABLES_MAX}"
        raise BadArgument(message, where=planner.place(parts[-1]), hint="use a shorter PATTERN")
    return pattern


def _check_quantifier(planner: Planner, part: exp.Expr) -> None:
    least, most = part.args["least"], part.args["most"]
    if most is not None and (most < least or most == 0):
        message = f"{{{least},{most}}} takes no row"
        raise BadArgument(message, where=planner.place(part), hint="{1,3} takes one to three")


def read_skip(planner: Planner, node: MatchNode, pattern: Sequence[PatternPart]) -> Skip:
    """Return where the search goes on after a match."""
    mode, name = node.args["after"]
    if name is None:
        return Skip(mode)
    variables = [part.variable for part in pattern]
    if name.name not in variables:
        message = f"'{name.name}' is not in the PATTERN"
        hint = f"the variables are {', '.join(variables)}"
        raise BadArgument(message, where=planner.place(name), hint=hint)
    number = variables.index(name.name)
    first = number == 0 and (mode is SkipMode.TO_FIRST or pattern[0].most == 1)
    if first:
        message = f"AFTER MATCH SKIP {mode.value} {name.name} stays at the match's first row"
        hint = "skip to a later variable, or TO NEXT ROW"
        raise BadArgument(message, where=planner.place(name), hint=hint)
    return Skip(mode, number)
