"""The older windows: GROUP BY TUMBLE(ts, INTERVAL '1' MINUTE) with TUMBLE_START and its kin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from penstock.core.types import Kind
from penstock.sql.binder import Binder
from penstock.sql.changelog import require_append
from penstock.sql.expression import ColumnReference, Literal
from penstock.sql.nodes import called
from penstock.sql.plan_groups import Window, WindowKind, WindowProperty
from penstock.sql.planner import Planner, Source, references
from penstock.sql.query_errors import BadArgument
from penstock.sql.window_input import WindowInput
from penstock.sql.window_table import check_multiple, is_processing_time

_KINDS = {
    "TUMBLE": WindowKind.TUMBLE,
    "HOP": WindowKind.HOP,
    "SESSION": WindowKind.SESSION,
}
_ARGUMENTS = {
    WindowKind.TUMBLE: ("a time attribute", "INTERVAL"),
    WindowKind.HOP: ("a time attribute", "INTERVAL of the slide", "INTERVAL of the size"),
    WindowKind.SESSION: ("a time attribute", "INTERVAL of the gap"),
}
_PROPERTIES = {
    "START": WindowProperty.START,
    "END": WindowProperty.END,
    "ROWTIME": WindowProperty.TIME,
    "PROCTIME": WindowProperty.TIME,
}


@dataclass(frozen=True, slots=True)
class GroupWindow:
    """A window that stands in GROUP BY, and the rows that it groups."""

    node: exp.Expr
    input: WindowInput

    def property_of(self, node: exp.Expr) -> WindowProperty | None:
        """Return what TUMBLE_START(…) and its kin say of this window, or None for other syntax."""
        kind, _, what = (called(node) or "").partition("_")
        other = "ROWTIME" if self.input.window.processing_time else "PROCTIME"
        found = None if what == other else _PROPERTIES.get(what)
        same = kind == called(self.node) and node.expressions == self.node.expressions
        return found if found and same else None


def group_window(
    planner: Planner, groups: Sequence[exp.Expr], source: Source
) -> GroupWindow | None:
    """Return the window among the parts of GROUP BY, or None if there is none."""
    found = [node for node in groups if called(node) in _KINDS]
    if not found:
        return None
    if len(found) > 1:
        what, hint = "a second window in GROUP BY", "one of TUMBLE, HOP and SESSION"
        raise planner.unsupported(what, found[-1], hint)
    node = found[0]
    window = _window(planner, node, source)
    return GroupWindow(node, WindowInput(source.relation, window, references(source.relation)))


def _window(planner: Planner, node: exp.Expr, source: Source) -> Window:
    require_append(planner, source.relation, f"the window {called(node)}", node)
    kind = _KINDS[called(node) or ""]
    binder = planner.binder(source.scope, str(kind))
    wanted = _ARGUMENTS[kind]
    if len(node.expressions) != len(wanted):
        message = f"{kind} takes {len(wanted)} arguments, not {len(node.expressions)}"
        raise BadArgument(message, where=planner.place(node), hint=f"({', '.join(wanted)})")
    time = binder.bind(node.expressions[0])
    if not isinstance(time, ColumnReference):
        message = f"{kind} takes a column as its time"
        raise BadArgument(message, where=planner.place(node.expressions[0]), hint=f"{kind}(ts, …)")
    clock = is_processing_time(planner, source.relation, time.index, node.expressions[0])
    lengths = [_length(planner, binder, each) for each in node.expressions[1:]]
    check_multiple(planner, kind, lengths[-1], lengths[0], node)
    return Window(kind, time.index, lengths[-1], lengths[0], processing_time=clock)


def _length(planner: Planner, binder: Binder, node: exp.Expr) -> int:
    bound = binder.bind(node)
    is_length = isinstance(bound, Literal) and bound.type.kind is Kind.INTERVAL_DAY
    if not is_length or not isinstance(bound, Literal) or bound.value <= 0:
        message = "a window's length is an INTERVAL above zero, of days to seconds"
        raise BadArgument(message, where=planner.place(node), hint="INTERVAL '1' MINUTE")
    return int(bound.value)
