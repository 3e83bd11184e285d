"""A table as its DDL declares it; sources, sinks and the planner all read this one description."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from penstock.core.errors import Location
from penstock.core.types import Schema


@dataclass(frozen=True, slots=True)
class Option:
    """One entry of a WITH clause, with the place of its key for error messages."""

    value: str
    where: Location | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A named table: physical columns, keys and connector options.

    `schema` holds the physical columns only, as they stand in records; computed and metadata
    columns belong to the plan. `metadata` maps a column that is filled from the source's metadata
    to its metadata key; those columns are not in `schema`.
    """

    name: str
    schema: Schema
    options: Mapping[str, Option] = field(default_factory=dict)
    primary_key: tuple[str, ...] = ()
    partition_keys: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    where: Location | None = None

    @property
    def connector(self) -> str:
        """The connector's name; `stream` when the DDL names none."""
        option = self.options.get("connector")
        return option.value if option else "stream"
