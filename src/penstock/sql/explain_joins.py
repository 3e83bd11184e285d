"""Joins as lines of a plan: what makes rows partners, and what the state keeps of each side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from penstock.sql.expression_text import columns_text, duration_text, expression_text, name_text
from penstock.sql.plan_joins import (
    AnyJoin,
    IntervalJoin,
    Join,
    JoinOn,
    LookupJoin,
    TemporalJoin,
    WindowJoin,
)
from penstock.sql.plan_unnest import Unnest
from penstock.sql.walk import columns_of


def _join(node: Join) -> str:
    """Return a join of all rows so far."""
    parts = [f"Join {node.kind}", *_condition(node)]
    return "; ".join([" ".join(parts), *_state(node)])


def _interval_join(node: IntervalJoin) -> str:
    """Return a join of rows near each other in time."""
    left = node.left.schema.names[node.times[0]]
    right = node.right.schema.names[node.times[1]]
    low, high = _signed(node.lower_us), _signed(node.upper_us)
    near = f"{name_text(left)} - {name_text(right)} from {low} to {high}"
    return "; ".join([" ".join([f"IntervalJoin {node.kind}", *_condition(node)]), near])


def _signed(duration_us: int) -> str:
    """Return a duration that may be negative.

    >>> _signed(-2_000_000)
    '-2 s'
    """
    return f"{'-' * (duration_us < 0)}{duration_text(abs(duration_us))}"


def _window_join(node: WindowJoin) -> str:
    """Return a join of rows of one window."""
    return " ".join([f"WindowJoin {node.kind}", *_condition(node)])


def _lookup_join(node: LookupJoin) -> str:
    """Return a join with rows as they are."""
    waits = ["; waits until the right has been read"] if node.waits else []
    return "".join([" ".join([f"LookupJoin {node.kind}", *_condition(node)]), *waits])


def _temporal_join(node: TemporalJoin) -> str:
    """Return a join with rows as they were."""
    time, since = (
        name_text(side.schema.names[column])
        for side, column in zip((node.left, node.right), node.times, strict=True)
    )
    condition = " ".join([f"TemporalJoin {node.kind}", *_condition(node)])
    return f"{condition}; as of {time}, valid since {since}"


def _unnest(node: Unnest) -> str:
    """Return what opens a collection."""
    words = ["Unnest", *["left"] * node.outer, name_text(node.input.schema.names[node.collection])]
    words += ["with ordinality"] * node.ordinality
    words += [] if node.condition is None else [f"on {expression_text(node.condition)}"]
    return " ".join(words)


def _condition(node: AnyJoin) -> list[str]:
    texts = _equal_keys(node.on, node.left.schema.names, node.right.schema.names)
    if node.on.condition is not None:
        texts.append(expression_text(node.on.condition))
    return [f"on {' AND '.join(texts)}"] if texts else []


def _equal_keys(on: JoinOn, left: tuple[str, ...], right: tuple[str, ...]) -> list[str]:
    """Return the keys as conditions."""
    signs = ["IS NOT DISTINCT FROM" if safe else "=" for safe in on.null_safe]
    return [
        f"{name_text(left[one])} {sign} {name_text(right[other])}"
        for one, other, sign in zip(on.left_keys, on.right_keys, signs, strict=True)
    ]


def _state(node: Join) -> list[str]:
    first = len(node.left.schema)
    kept = set(node.columns)
    if node.on.condition is not None:
        kept |= columns_of(node.on.condition)
    sides = (
        [node.left.schema.names[n] for n in sorted(kept) if n < first],
        [node.right.schema.names[n - first] for n in sorted(kept) if n >= first],
    )
    texts = []
    for word, names, ttl_us in zip(("left", "right"), sides, node.state_ttl_us, strict=True):
        life = "" if ttl_us is None else f" for {duration_text(ttl_us)}"
        texts.append(f"keeps {word} {columns_text(names) or 'keys'}{life}")
    return texts


DESCRIPTIONS: Mapping[type, Callable[..., str]] = {
    Join: _join,
    IntervalJoin: _interval_join,
    WindowJoin: _window_join,
    LookupJoin: _lookup_join,
    TemporalJoin: _temporal_join,
    Unnest: _unnest,
}
"""How each kind of join is described."""
