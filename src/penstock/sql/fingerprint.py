"""Names what a relation computes, so that its state is found again when other statements change.

Plans change shape with every statement: a scan reads one column more, a view is shared. What a
window counts or a forest learns does not change by that. So a fingerprint looks through
projections, and names columns by what computes them, down to the tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from penstock.sql import (
    fingerprint_groups,
    fingerprint_joins,
    fingerprint_match,
    fingerprint_ranking,
)
from penstock.sql.fingerprint_names import ColumnRule, Names, RowsRule, digits_of, short
from penstock.sql.plan import Filter, Project, Relation, Scan, Union, Values
from penstock.sql.plan_sets import SetOperation


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
    return digits_of(_NAMES.rows(relation))


def _filter(node: Filter, names: Names) -> str:
    return f"{names.rows(node.input)} where {names.meaning(node.input, node.condition)}"


def _union(node: Union, names: Names) -> str:
    return f"union{' in turn' * node.in_turn}({', '.join(map(names.rows, node.inputs))})"


def _set_operation(node: SetOperation, names: Names) -> str:
    sides = (
        f"{names.rows(each)} {names.kept(each, range(len(each.schema)))}"
        for each in (node.left, node.right)
    )
    return short(f"{node.kind} {node.every} of {' and '.join(sides)}")


def _projected_column(node: Project, index: int, names: Names) -> str:
    return short(names.meaning(node.input, node.columns[index]))


def _union_column(node: Union, index: int, names: Names) -> str:
    return short(f"({' | '.join(names.column(below, index) for below in node.inputs)})")


def _set_column(node: SetOperation, index: int, names: Names) -> str:
    return short(f"{names.column(node.left, index)} {names.column(node.right, index)}")


_ROWS: Mapping[type, RowsRule] = {
    Scan: lambda node, names: f"scan {node.table.name!r}",
    Values: lambda node, names: f"values {node.rows!r}",
    Filter: _filter,
    Project: lambda node, names: names.rows(node.input),
    Union: _union,
    SetOperation: _set_operation,
    **fingerprint_groups.ROWS,
    **fingerprint_joins.ROWS,
    **fingerprint_ranking.ROWS,
    **fingerprint_match.ROWS,
}

_COLUMNS: Mapping[type, ColumnRule] = {
    Scan: lambda node, index, names: str(node.columns[index]),
    Values: lambda node, index, names: f"value {index}",
    Filter: fingerprint_groups.extended_column,
    Project: _projected_column,
    Union: _union_column,
    SetOperation: _set_column,
    **fingerprint_groups.COLUMNS,
    **fingerprint_joins.COLUMNS,
    **fingerprint_ranking.COLUMNS,
    **fingerprint_match.COLUMNS,
}

_NAMES = Names(_ROWS, _COLUMNS)
