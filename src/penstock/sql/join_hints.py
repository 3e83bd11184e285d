"""Query hints: STATE_TTL says how long a side of a join keeps its rows, and GROUP BY its groups.

Hints that only choose between ways to the same result are taken and change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from penstock.config.settings import parse_duration
from penstock.sql.errors import BadLiteral
from penstock.sql.planner import Planner

HINTS = (
    "STATE_TTL", "LOOKUP", "BROADCAST", "SHUFFLE_HASH", "SHUFFLE_MERGE", "NEST_LOOP", "MULTI_JOIN",
)  # fmt: skip
_HINT = re.compile(r"([A-Za-z_]+)\s*\(([^()]*)\)")
_PAIR = re.compile(r"\s*'([^']*)'\s*=\s*'([^']*)'\s*")


@dataclass(frozen=True, slots=True)
class StateHints:
    """STATE_TTL by table name or alias, in microseconds; 0 keeps rows for good."""

    ttl_us: Mapping[str, int] = field(default_factory=dict)

    def of(self, left: frozenset[str], right: frozenset[str]) -> tuple[int | None, int | None]:
        """Return how long the rows of each side are kept, None where no hint says."""
        return self._of(left), self._of(right)

    def of_groups(self, names: frozenset[str]) -> int | None:
        """Return how long the groups of one table are kept; a hint of a join is the join's."""
        return self._of(names) if len(names) == 1 else None

    def _of(self, names: frozenset[str]) -> int | None:
        return next((self.ttl_us[name] for name in sorted(names) if name in self.ttl_us), None)


def is_known_hint(comment: str) -> bool:
    """Say whether a comment holds nothing but hints that can be taken.

    >>> is_known_hint("/*+ STATE_TTL('a' = '1d') */"), is_known_hint("/*+ OPTIONS('a' = 'b') */")
    (True, False)
    """
    names = [name.upper() for name, _ in _HINT.findall(comment)]
    return bool(names) and all(name in HINTS for name in names)


def state_hints(planner: Planner, node: exp.Select) -> StateHints:
    """Return what the hints behind SELECT say of state."""
    ttl_us: dict[str, int] = {}
    for comment in node.comments or ():
        for name, arguments in _HINT.findall(comment) if comment.startswith("+") else ():
            if name.upper() == "STATE_TTL":
                ttl_us |= _ttl_us(planner, arguments, node)
    return StateHints(ttl_us)


def _ttl_us(planner: Planner, arguments: str, node: exp.Select) -> dict[str, int]:
    found = {}
    for part in arguments.split(","):
        pair = _PAIR.fullmatch(part)
        try:
            found[pair[1] if pair else ""] = parse_duration(pair[2] if pair else "")
        except ValueError:
            hint = "/*+ STATE_TTL('a' = '1d', 'b' = '12h') */"
            message = f"STATE_TTL takes a duration per table, not {part.strip()}"
            raise BadLiteral(message, where=planner.place(node), hint=hint) from None
    return found
