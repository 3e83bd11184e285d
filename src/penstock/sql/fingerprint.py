"""Names what a relation computes, so that its state is found again when other statements change.

Plans change shape with every statement: a scan reads one column more, a view is shared. What a
window counts or a forest learns does not change by that. So a fingerprint looks through
projections, and names columns by what computes them, down to the tables.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import fields
from typing import Any, TypeAlias

from penstock.sql.expression import ColumnReference, Expression
from penstock.sql.fingerprint_joins import join_meaning, side_column
from penstock.sql.fingerprint_match import match_column, match_text
from penstock.sql.fingerprint_ranking import ranking_text
from penstock.sql.plan import (
    Filter,
    GroupAggregate,
    Project,
    Relation,
    Scan,
    TableFunction,
    Union,
    Values,
    Window,
    WindowAggregate,
    WindowTable,
)
from penstock.sql.plan_joins import (
    IntervalJoin,
    Join,
    LookupJoin,
    TemporalJoin,
    WindowJoin,
)
from penstock.sql.plan_match import Match
from penstock.sql.plan_rank import FirstByTime, Over, Rank, TimeSort
from penstock.sql.plan_sets import Expand, SetOperation
from penstock.sql.plan_unnest import Unnest
from penstock.sql.plan_walk import INPUT_FIELDS, inputs_of
from penstock.sql.walk import remapped

OneInput: TypeAlias = (
    Filter | Project | WindowTable | TableFunction | WindowAggregate | GroupAggregate
)
DIGITS = 16
TEXT_MAX = 200
_APART = (*INPUT_FIELDS, "schema", "traits")
"""What is no part of a relation's own meaning: what stands below it, and what it looks like."""


def fingerprint(relation: Relation) -> str:
    """Return 16 hexadecimal digits that stay the same while a relation means the same.

    Two relations over the same rows with other columns may have one fingerprint, unless they
    keep state: those are told apart by their keys, aggregates, windows and arguments.

    >>> from penstock.sql.compile import compile_script
    >>> tables = "CREATE TABLE t (a INT, b INT); CREATE TABLE o (a INT);"
    >>> one = "INSERT INTO o SELECT a FROM t WHERE a > 1;"
    >>> alone = compile_script(tables + one).inserts[0].input
    >>> together = compile_script(tables + one + "INSERT INTO o SELECT b FROM t;").inserts[0].input
    >>> alone == together, fingerprint(alone) == fingerprint(together)
    (False, True)
    """
    return hashlib.sha256(_rows(relation).encode()).hexdigest()[:DIGITS]


def _rows(relation: Any) -> str:  # noqa: C901, PLR0911 -- one case per kind
    """Return which rows a relation gives, whatever columns it shows of them."""
    match relation:
        case Scan(table=table):
            return f"scan {table.name!r}"
        case Values(rows=rows):
            return f"values {rows!r}"
        case Union(inputs=inputs):
            return f"union({', '.join(map(_rows, inputs))})"
        case (
            Filter()
            | Project()
            | WindowTable()
            | TableFunction()
            | WindowAggregate()
            | GroupAggregate()
        ):
            return f"{_rows(relation.input)}{_step(relation)}"
        case (
            Join(left=left, right=right)
            | IntervalJoin(left=left, right=right)
            | WindowJoin(left=left, right=right)
            | LookupJoin(left=left, right=right)
            | TemporalJoin(left=left, right=right)
        ):
            word = type(relation).__name__
            on = join_meaning(relation, _column)
            return f"({_rows(left)}) {relation.kind} {word} ({_rows(right)}) {on}"
        case Unnest(collection=collection, outer=outer):
            return f"{_rows(relation.input)} unnest {outer} {_column(relation.input, collection)}"
        case Expand():
            return f"{_rows(relation.input)} in {relation.sets} of {_keys(relation)}"
        case SetOperation(left=left, right=right):
            sides = (f"{_rows(each)} {_all(each)}" for each in (left, right))
            return _short(f"{relation.kind} {relation.every} of {' and '.join(sides)}")
        case Rank() | FirstByTime() | Over() | TimeSort():
            return _short(f"{_rows(relation.input)}{ranking_text(relation, _kept)}")
        case Match():
            return _short(f"{_rows(relation.input)}{match_text(relation, _meaning)}")
        case _:
            return _short(_parts(relation))


def _parts(relation: Relation) -> str:
    """Return what a relation without a rule of its own consists of, field by field."""
    below = ", ".join(map(_rows, inputs_of(relation)))
    names = [part.name for part in fields(relation) if part.name not in _APART]
    return f"{type(relation).__name__}({below}) {[getattr(relation, name) for name in names]!r}"


def _step(relation: OneInput) -> str:
    """Return what a relation does to the rows of its input."""
    below = relation.input
    match relation:
        case Filter(condition=condition):
            return f" where {_meaning(below, condition)}"
        case WindowTable(window=window):
            return f" in {_window(below, window)}"
        case WindowAggregate(window=window):
            return f" by {_window(below, window)} {_aggregates(relation)}"
        case GroupAggregate():
            return f" grouped by {_aggregates(relation)}"
        case TableFunction():
            return f" through {_function(relation)}"
        case Project():
            return ""


def _meaning(below: Relation, expression: Expression) -> str:
    """Return an expression over a relation with its columns replaced by what computes them."""
    columns: dict[int, Expression] = {
        index: ColumnReference(-1, _column(below, index), field.type)
        for index, field in enumerate(below.schema.fields)
    }
    return str(remapped(expression, columns))


def _column(relation: Relation, index: int) -> str:  # noqa: C901, PLR0911 -- one case per kind
    """Return what computes a column, down to the tables."""
    match relation:
        case Scan(columns=columns):
            return str(columns[index])
        case Values():
            return f"value {index}"
        case Union(inputs=inputs):
            return _short(f"({' | '.join(_column(below, index) for below in inputs)})")
        case (
            Filter()
            | Project()
            | WindowTable()
            | TableFunction()
            | WindowAggregate()
            | GroupAggregate()
        ):
            return _short(_made_column(relation, index))
        case (
            Join(columns=c)
            | IntervalJoin(columns=c)
            | WindowJoin(columns=c)
            | LookupJoin(columns=c)
            | TemporalJoin(columns=c)
        ):
            return side_column(relation, c[index], _column)
        case Unnest(kept=kept) if index < len(kept):
            return _column(relation.input, kept[index])
        case Expand():
            return _expanded_column(relation, index)
        case SetOperation(left=left, right=right):
            return _short(f"{_column(left, index)} {_column(right, index)}")
        case Rank() | FirstByTime() | Over() | TimeSort() if index < len(relation.input.schema):
            return _column(relation.input, index)
        case Over():
            return f"{ranking_text(relation, _kept)} {index - len(relation.input.schema)}"
        case Match():
            return _short(match_column(relation, index, _meaning))
        case _:
            return relation.schema.names[index]


def _keys(node: Expand) -> str:
    return _kept(node.input, node.keys)


def _all(relation: Relation) -> str:
    return _kept(relation, range(len(relation.schema)))


def _expanded_column(node: Expand, index: int) -> str:
    copied = index - len(node.input.schema)
    if copied < 0:
        return _column(node.input, index)
    return (
        f"{copied} {_column(node.input, node.keys[copied])}" if copied < len(node.keys) else "set"
    )


def _made_column(relation: OneInput, index: int) -> str:
    below = relation.input
    match relation:
        case Project(columns=columns):
            return _meaning(below, columns[index])
        case WindowAggregate() | GroupAggregate():
            return _group_column(relation, index)
        case _:
            added = index >= len(below.schema)
            return relation.schema.names[index] if added else _column(below, index)


def _short(text: str) -> str:
    """Return a text that stays short however deep views are stacked."""
    return text if len(text) <= TEXT_MAX else hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _group_column(node: WindowAggregate | GroupAggregate, index: int) -> str:
    if index < len(node.keys):
        return _column(node.input, node.keys[index])
    properties = node.properties if isinstance(node, WindowAggregate) else ()
    names = [*_aggregate_texts(node), *(each.value for each in properties)]
    return names[index - len(node.keys)]


def _aggregates(node: WindowAggregate | GroupAggregate) -> str:
    return f"keys {_kept(node.input, node.keys)} aggregates {', '.join(_aggregate_texts(node))}"


def _aggregate_texts(node: WindowAggregate | GroupAggregate) -> list[str]:
    texts = []
    for each in node.aggregates:
        arguments = _kept(node.input, each.arguments)
        condition = "" if each.condition is None else _column(node.input, each.condition)
        name = f"{each.function}{' distinct' * each.distinct}"
        texts.append(f"{name}({arguments}) {each.type} where {condition}")
    return texts


def _window(below: Relation, window: Window) -> str:
    sizes = f"{window.size_us} {window.slide_us} {window.offset_us}"
    keys = _columns(below, window.partition)
    time = "the clock" if window.processing_time else _column(below, window.time)
    return f"{window.kind.value}({time}, {sizes}, {keys})"


def _function(node: TableFunction) -> str:
    columns, keys = _columns(node.input, node.columns), _kept(node.input, node.partition)
    return f"{node.function}({columns} by {keys}, {node.arguments!r})"


def _kept(below: Relation, columns: Sequence[int]) -> str:
    """Return columns that state is made of, with the types that its bytes have."""
    types = [str(below.schema.fields[column].type.arrow) for column in columns]
    pairs = zip(columns, types, strict=True)
    return ", ".join(f"{_column(below, column)} {kind}" for column, kind in pairs)


def _columns(below: Relation, columns: Sequence[int]) -> str:
    return ", ".join(_column(below, column) for column in columns)
