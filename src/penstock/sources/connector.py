"""What a source connector is: its declaration and how a table of it is opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias, runtime_checkable

from penstock.config.options import Declaration
from penstock.core.protocols import Source, Surroundings
from penstock.core.table import Table

OpenSource: TypeAlias = Callable[[Table, Surroundings], Source]


@dataclass(frozen=True, slots=True)
class SourceConnector:
    """A connector that can be read; `decoded` says that its chunks hold records of a format.

    `origin` names which records a table reads: positions mean nothing in those of another origin.
    `prunes` says that it makes columns, and only those in the schema of the table that it is given.
    """

    declaration: Declaration
    open: OpenSource
    decoded: bool
    origin: Callable[[Table], str]
    prunes: bool = False


@runtime_checkable
class Controllable(Protocol):
    """A source with modes that people switch while it runs, such as a simulator."""

    @property
    def modes(self) -> Sequence[str]:
        """The names of the modes, the usual one first."""

    @property
    def mode(self) -> str:
        """The mode in force."""

    def set_mode(self, mode: str) -> None:
        """Switch; ValueError for a mode that there is not."""
