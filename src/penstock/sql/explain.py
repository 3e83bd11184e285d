"""A plan as text: per insert a tree of operators, from the sink down to the sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TypeAlias

from penstock.core.types import Field, Kind
from penstock.sql.explain_joins import (
    interval_join_text,
    join_text,
    lookup_join_text,
    temporal_join_text,
    unnest_text,
    window_join_text,
)
from penstock.sql.explain_ranking import DESCRIPTIONS as RANKINGS
from penstock.sql.expression_text import columns_text, duration_text, expression_text, name_text
from penstock.sql.plan import (
    Aggregate,
    Filter,
    GroupAggregate,
    Plan,
    Project,
    Relation,
    Scan,
    TableFunction,
    Union,
    Values,
    Window,
    WindowAggregate,
    WindowKind,
    WindowTable,
)
from penstock.sql.plan_joins import IntervalJoin, Join, LookupJoin, TemporalJoin, WindowJoin
from penstock.sql.plan_match import Match
from penstock.sql.plan_sets import Expand, SetOperation
from penstock.sql.plan_unnest import Unnest
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


def _window_table(node: WindowTable) -> str:
    return f"WindowTable {_window(node.window, node.input.schema.names)}"


def _named(text: str, name: str) -> str:
    return text if text == name_text(name) else f"{text} AS {name_text(name)}"


def _window(window: Window, names: Sequence[str]) -> str:
    word = "gap" if window.kind is WindowKind.SESSION else "size"
    time = "the clock" if window.processing_time else name_text(names[window.time])
    parts = [time, f"{word} {duration_text(window.size_us)}"]
    if window.slide_us != window.size_us:
        word = "slide" if window.kind is WindowKind.HOP else "step"
        parts.append(f"{word} {duration_text(window.slide_us)}")
    if window.offset_us:
        parts.append(f"offset {duration_text(window.offset_us)}")
    return f"{window.kind}({', '.join(parts)})"


def _window_aggregate(node: WindowAggregate) -> str:
    parts = [*_groups(node), *(each.value for each in node.properties)]
    return f"WindowAggregate {_window(node.window, node.input.schema.names)}: {', '.join(parts)}"


def _group_aggregate(node: GroupAggregate) -> str:
    return f"GroupAggregate {', '.join(_groups(node))}"


def _expand(node: Expand) -> str:
    names = [node.input.schema.names[key] for key in node.keys]
    sets = [f"({columns_text([names[place] for place in each])})" for each in node.sets]
    return f"Expand {', '.join(sets)}"


def _set_operation(node: SetOperation) -> str:
    return f"{node.kind}{' ALL' * node.every}"


def _groups(node: WindowAggregate | GroupAggregate) -> list[str]:
    below, first = node.input.schema.names, len(node.keys)
    keys = columns_text([below[key] for key in node.keys])
    named = zip(node.schema.names[first:], node.aggregates, strict=False)
    calls = [f"{name_text(name)} = {_aggregate(call, below)}" for name, call in named]
    return [*([f"by {keys}"] if keys else []), *calls]


def _aggregate(aggregate: Aggregate, below: Sequence[str]) -> str:
    arguments = columns_text([below[each] for each in aggregate.arguments]) or "*"
    text = f"{aggregate.function}({'DISTINCT ' * aggregate.distinct}{arguments})"
    if aggregate.condition is not None:
        text += f" FILTER (WHERE {name_text(below[aggregate.condition])})"
    return text


def _match(node: Match) -> str:
    below = node.input.schema.names
    parts = [f"by {columns_text([below[key] for key in node.partition])}"] if node.partition else []
    time = "the clock" if node.processing_time else name_text(below[node.time])
    parts.append(
        f"order {', '.join([time, *(name_text(below[key.column]) for key in node.order)])}"
    )
    parts.append(f"pattern ({' '.join(map(str, node.pattern))})")
    parts += [] if node.within_us is None else [f"within {duration_text(node.within_us)}"]
    parts.append(f"then {node.skip.mode.value.lower()}")
    return f"Match {', '.join(parts)}"


def _table_function(node: TableFunction) -> str:
    names = node.input.schema.names
    parts = [columns_text([names[each] for each in node.columns])]
    if node.partition:
        parts.append(f"by {columns_text([names[each] for each in node.partition])}")
    parts += [f"{name} => {value}" for name, value in node.arguments]
    return f"{node.function}({', '.join(parts)})"


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


_DESCRIPTIONS: dict[type, Callable[..., str]] = {
    Scan: _scan,
    Filter: _filter,
    Project: _project,
    WindowTable: _window_table,
    WindowAggregate: _window_aggregate,
    GroupAggregate: _group_aggregate,
    Expand: _expand,
    SetOperation: _set_operation,
    Union: lambda node: "Union ALL",
    Unnest: unnest_text,
    Join: join_text,
    IntervalJoin: interval_join_text,
    WindowJoin: window_join_text,
    LookupJoin: lookup_join_text,
    TemporalJoin: temporal_join_text,
    TableFunction: _table_function,
    Values: _values,
    Match: _match,
    **RANKINGS,
}
