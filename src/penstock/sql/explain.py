"""A plan as text: per insert a tree of operators, from the sink down to the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from penstock.core.types import Field, Kind
from penstock.sql import explain_groups, explain_joins, explain_match, explain_ranking
from penstock.sql.explain_kept import kept_by
from penstock.sql.expression_text import columns_text, duration_text, expression_text, name_text
from penstock.sql.plan import Filter, Plan, Project, Relation, Scan, Union, Values
from penstock.sql.plan_sets import SetOperation
from penstock.sql.plan_walk import inputs_of, parents_first

Notes: TypeAlias = Callable[[Relation], Sequence[str]]


def explain(plan: Plan, notes: Notes | None = None) -> str:
    """Return the tree of each insert; a relation that several share is shown once.

    `notes` gives lines to print below a relation.

    >>> from penstock.sql.compile import compile_script
    >>> print(explain(compile_script('''
    ...     CREATE TABLE wind (place STRING, speed DOUBLE, ts TIMESTAMP(3), note STRING,
    ...         WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
    ...     CREATE TABLE storms (place STRING, mph DOUBLE);
    ...     INSERT INTO storms SELECT place, speed * 2.237 FROM wind WHERE speed > 30;
    ... ''')))
    insert storms into storms (stream)
      Project place, speed * 2.237 AS mph  [append]
        Filter speed > 30.0  [append, time ts]
          Scan wind (stream): place, speed, ts; watermark ts - 5 s  [append, time ts]
    """
    roots = [insert.input for insert in plan.inserts]
    order = parents_first(roots)
    uses = Counter(id(below) for node in order for below in inputs_of(node))
    uses.update(id(root) for root in roots)
    printer = _Printer(uses, notes)
    for insert in plan.inserts:
        connector = insert.table.connector
        target = name_text(insert.table.name)
        printer.lines.append(f"insert {insert.name} into {target} ({connector})")
        printer.print(insert.input, 1)
    return "\n".join(printer.lines)


def explain_relation(relation: Relation) -> str:
    """Return the tree of one query."""
    uses = Counter(id(below) for node in parents_first([relation]) for below in inputs_of(node))
    printer = _Printer(uses)
    printer.print(relation, 0)
    return "\n".join(printer.lines)


class _Printer:
    """Prints relations; remembers which shared ones were printed, by number."""

    def __init__(self, uses: Counter[int], notes: Notes | None = None) -> None:
        self.lines: list[str] = []
        self._uses = uses
        self._notes = notes
        self._numbers: dict[int, int] = {}

    def print(self, relation: Relation, depth: int) -> None:
        """Add a relation and those below it."""
        indent = "  " * depth
        if id(relation) in self._numbers:
            self.lines.append(f"{indent}#{self._numbers[id(relation)]} as above")
            return
        mark = ""
        if self._uses[id(relation)] > 1:
            self._numbers[id(relation)] = len(self._numbers) + 1
            mark = f"#{self._numbers[id(relation)]} "
        self.lines.append(f"{indent}{mark}{describe(relation)}  [{_traits(relation)}]")
        kept = kept_by(relation)
        self.lines += [] if kept is None else [f"{indent}  | keeps {kept}"]
        noted = self._notes(relation) if self._notes else ()
        self.lines += [f"{indent}  | {line}" for line in noted]
        for below in inputs_of(relation):
            self.print(below, depth + 1)


def describe(relation: Relation) -> str:
    """Return one relation without those below it."""
    shown = _DESCRIPTIONS.get(type(relation))
    return type(relation).__name__ if shown is None else shown(relation)


def _scan(scan: Scan) -> str:
    parts = [f"Scan {name_text(scan.table.name)} ({scan.table.connector}): {_computed(scan)}"]
    if any(field.type.kind is Kind.ROW for field in scan.wanted.fields):
        parts.append(f"reads {', '.join(_read(each) for each in scan.wanted.fields)}")
    if scan.watermark is not None:
        parts.append(f"watermark {expression_text(scan.watermark.expression)}")
        idle = scan.watermark.idle_timeout_us
        parts += [] if idle is None else [f"idle after {duration_text(idle)}"]
    return "; ".join(parts)


def _read(field: Field) -> str:
    """Return a column that the decoder gives, a ROW with the fields that are left of it."""
    if field.type.kind is not Kind.ROW:
        return name_text(field.name)
    return f"{name_text(field.name)}({', '.join(map(_read, field.type.children))})"


def _computed(scan: Scan) -> str:
    keys = {each.field.name: each.key for each in scan.metadata}
    shown = []
    for name, column in zip(scan.schema.names, scan.columns, strict=True):
        text = f"METADATA '{keys[name]}'" if name in keys else expression_text(column)
        shown.append(_named(text, name))
    return ", ".join(shown)


def _filter(node: Filter) -> str:
    return f"Filter {expression_text(node.condition)}"


def _project(project: Project) -> str:
    texts = map(expression_text, project.columns)
    pairs = zip(texts, project.schema.names, strict=True)
    return f"Project {', '.join(_named(text, name) for text, name in pairs)}"


def _values(node: Values) -> str:
    return f"Values {len(node.rows)} row{'s' * (len(node.rows) != 1)}"


def _named(text: str, name: str) -> str:
    return text if text == name_text(name) else f"{text} AS {name_text(name)}"


def _set_operation(node: SetOperation) -> str:
    return f"{node.kind}{' ALL' * node.every}"


def _traits(relation: Relation) -> str:
    traits, names = relation.traits, relation.schema.names
    parts = [traits.changelog.value]
    for word, columns in (
        ("key", traits.upsert_key or ()),
        ("time", traits.rowtimes),
        ("processing time", traits.proctimes),
    ):
        parts += [f"{word} {columns_text([names[each] for each in columns])}"] if columns else []
    return ", ".join(parts)


_DESCRIPTIONS: Mapping[type, Callable[..., str]] = {
    Scan: _scan,
    Filter: _filter,
    Project: _project,
    Values: _values,
    Union: lambda node: "Union ALL" + ", the first when the others have ended" * node.in_turn,
    SetOperation: _set_operation,
    **explain_groups.DESCRIPTIONS,
    **explain_joins.DESCRIPTIONS,
    **explain_ranking.DESCRIPTIONS,
    **explain_match.DESCRIPTIONS,
}
