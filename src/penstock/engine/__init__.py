"""A typed plan as operators, and the step from one batch to the next."""

from penstock.engine.graph import Graph
from penstock.engine.limits import Limits
from penstock.engine.warm import warm

__all__ = ["Graph", "Limits", "warm"]
