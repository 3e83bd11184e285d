"""Joins as lines of a plan: what makes rows partners, and what the state keeps of each side."""

from __future__ import annotations

from penstock.sql.expression_text import columns_text, duration_text, expression_text, name_text
from penstock.sql.plan_joins import Join, JoinOn
from penstock.sql.walk import columns_of


def join_text(node: Join) -> str:
    """Return a join of all rows so far."""
    parts = [f"Join {node.kind}", *_condition(node)]
    return "; ".join([" ".join(parts), *_state(node)])


def _condition(node: Join) -> list[str]:
    texts = equal_keys(node.on, node.left.schema.names, node.right.schema.names)
    if node.on.condition is not None:
        texts.append(expression_text(node.on.condition))
    return [f"on {' AND '.join(texts)}"] if texts else []


def equal_keys(on: JoinOn, left: tuple[str, ...], right: tuple[str, ...]) -> list[str]:
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
