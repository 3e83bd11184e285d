"""Functions over whole tables, by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from penstock.core.errors import InternalError
from penstock.engine.hotspots import HotspotsOperator
from penstock.engine.limits import Limits
from penstock.engine.operator import Operator
from penstock.engine.random_cut_forest import RandomCutForestOperator
from penstock.sql.plan import TableFunction

TABLE_FUNCTIONS: Mapping[str, Callable[[TableFunction, Limits, int], Operator]] = {
    "RANDOM_CUT_FOREST": RandomCutForestOperator,
    "RANDOM_CUT_FOREST_WITH_EXPLANATION": RandomCutForestOperator,
    "HOTSPOTS": lambda node, limits, lanes: HotspotsOperator(node, lanes),
}
"""Which operator runs a function; the last argument is how many lanes lead into it."""


class NoTableFunction(InternalError):
    """The planner gave a table function that the engine cannot run.

    >>> print(NoTableFunction("FORECAST"))
    E556 no operator for the table function FORECAST
    """

    code = "E556"

    def __init__(self, name: str) -> None:
        super().__init__(f"no operator for the table function {name}")


def table_function(node: TableFunction, limits: Limits, lanes: int) -> Operator:
    """Return the operator of a table function."""
    if node.function not in TABLE_FUNCTIONS:
        raise NoTableFunction(node.function)
    return TABLE_FUNCTIONS[node.function](node, limits, lanes)
