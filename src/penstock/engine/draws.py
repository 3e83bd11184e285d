"""Counts what random functions drew in a step, so that no two of their values are the same draw."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from penstock.core.types import SqlType
from penstock.engine.guards import parts_of
from penstock.engine.selection import Frame, Node
from penstock.functions import Value
from penstock.functions.function import Call as CallContext
from penstock.functions.function import Kernel
from penstock.sql.expression import Call, Expression


def is_random(expression: Expression) -> bool:
    """Say whether an expression draws at random, so that each place draws for itself."""
    calls = (part for part in parts_of(expression) if isinstance(part, Call))
    return any(call.definition.random for call in calls)


class Draws:
    """Gives the random calls of one operator their numbers.

    A site is known by all the expressions that it stands among, so that those of two operators
    draw differently.
    """

    def __init__(self, expressions: Sequence[Expression]) -> None:
        self._expressions = expressions
        self._sites = 0

    def drawing(self, kernel: Kernel, nodes: Sequence[Node], result: SqlType) -> Node:
        """Return the closure of a random function's call."""
        self._sites += 1
        text = f"{self._sites} {self._expressions!r}"
        site = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        drawn, drawn_at_us = 0, -1

        def run(frame: Frame) -> Value:
            nonlocal drawn, drawn_at_us
            if frame.now_us != drawn_at_us:
                drawn, drawn_at_us = 0, frame.now_us
            context = CallContext(frame.rows, frame.now_us, result, (), site, drawn)
            drawn += frame.rows
            return kernel([node(frame) for node in nodes], context)

        return run
