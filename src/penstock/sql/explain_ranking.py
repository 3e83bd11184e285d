"""Rankings as an EXPLAIN shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from penstock.sql.expression_text import columns_text, duration_text, name_text
from penstock.sql.plan_rank import FirstByTime, Frame, Over, OverCall, Rank, SortKey, TimeSort


def _rank(node: Rank) -> str:
    """Return which places of which order are kept."""
    names = node.input.schema.names
    places = f"row {node.first}" if node.first == node.last else f"rows {node.first} to {node.last}"
    parts = [f"{'Rank' if node.window_end is None else 'WindowRank'} {places}"]
    parts += _partition(node, names)
    order = _order(node.order, names)
    arrival = "latest first" if node.latest_first else "as they come"
    parts.append(", ".join(each for each in (order, "" if order else arrival) if each))
    if order and node.latest_first:
        parts.append("the latest of equals first")
    if node.numbered:
        parts.append(f"numbered {name_text(node.schema.names[-1])}")
    return ", ".join(parts)


def _first_by_time(node: FirstByTime) -> str:
    """Return by which time the first row is kept."""
    names = node.input.schema.names
    parts = ["FirstByTime", *_partition(node, names), f"by {name_text(names[node.time])}"]
    return " ".join(parts)


def _over(node: Over) -> str:
    """Return the frame and what is computed over it."""
    names = node.input.schema.names
    frame = f"{node.frame.value} {_preceding(node)} to the current row"
    parts = ["Over", *_partition(node, names), _order(node.order, names), frame]
    added = node.schema.names[len(names) :]
    calls = [
        f"{name_text(name)} = {_call(call, names)}"
        for name, call in zip(added, node.calls, strict=True)
    ]
    return f"{' '.join(part for part in parts if part)}: {', '.join(calls)}"


def _time_sort(node: TimeSort) -> str:
    """Return the order, event time first."""
    names = node.input.schema.names
    more = ", ".join(_term(key, names) for key in node.order)
    return f"TimeSort by {name_text(names[node.time])}{', ' * bool(more)}{more}"


def _partition(node: Rank | FirstByTime | Over, names: Sequence[str]) -> list[str]:
    return [f"of {columns_text([names[each] for each in node.partition])}"] * bool(node.partition)


def _order(order: Sequence[SortKey], names: Sequence[str]) -> str:
    return f"by {', '.join(_term(key, names) for key in order)}" if order else ""


def _term(key: SortKey, names: Sequence[str]) -> str:
    words = [name_text(names[key.column])] + ["DESC"] * key.descending
    if key.nulls_first == key.descending:
        words.append(f"NULLS {'FIRST' if key.nulls_first else 'LAST'}")
    return " ".join(words)


def _preceding(node: Over) -> str:
    if node.preceding is None:
        return "from the start"
    if node.frame is Frame.RANGE:
        return f"{duration_text(node.preceding)} back"
    return f"{node.preceding} back"


def _call(call: OverCall, names: Sequence[str]) -> str:
    arguments = columns_text([names[each] for each in call.arguments])
    offset = f", {call.offset} back" if call.function == "LAG" else ""
    arguments = f"{'DISTINCT ' * call.distinct}{arguments}"
    text = f"{call.function}({arguments or '*' * (call.function == 'COUNT')}{offset})"
    if call.condition is not None:
        text += f" FILTER (WHERE {name_text(names[call.condition])})"
    return text


DESCRIPTIONS: Mapping[type, Callable[..., str]] = {
    Rank: _rank,
    FirstByTime: _first_by_time,
    Over: _over,
    TimeSort: _time_sort,
}
"""How each kind of ranking is described."""
