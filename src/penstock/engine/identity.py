"""Tells equal plan nodes from unequal ones, so that each distinct node is built once.

The identity is a digest of the plan node and, through theirs, of its inputs. Places in files do not
count, nor do connector options, so that moving a statement or changing a host keeps the state;
a table counts by its name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from penstock.core.errors import Location
from penstock.core.table import Table

DIGITS = 16


def identity(node: Any, is_input: Callable[[Any], str | None]) -> str:
    """Return what equal nodes share: the node's kind and a digest.

    `is_input` returns the name of a node below, or None for anything else.
    """
    parts = [f"{part.name}={_text(getattr(node, part.name), is_input)}" for part in fields(node)]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:DIGITS]
    return f"{type(node).__name__}-{digest}"


def _text(value: Any, is_input: Callable[[Any], str | None]) -> str:
    name = is_input(value)
    if name is not None:
        return name
    for kind, text in _TEXTS:
        if isinstance(value, kind):
            return text(value, is_input)
    return _record(value, is_input) if is_dataclass(value) else f"{type(value).__name__} {value!r}"


def _record(value: Any, is_input: Callable[[Any], str | None]) -> str:
    parts = (f"{part.name}={_text(getattr(value, part.name), is_input)}" for part in fields(value))
    return f"{type(value).__name__}({', '.join(parts)})"


def _mapping(value: Any, is_input: Callable[[Any], str | None]) -> str:
    return ", ".join(f"{key!r}: {_text(value[key], is_input)}" for key in sorted(value))


def _sequence(value: Any, is_input: Callable[[Any], str | None]) -> str:
    return f"[{', '.join(_text(item, is_input) for item in value)}]"


_TEXTS: tuple[tuple[type, Callable[..., str]], ...] = (
    (Table, lambda table, is_input: f"table {table.name!r}"),
    (Location, lambda location, is_input: ""),
    (Enum, lambda member, is_input: str(member.value)),
    (Mapping, _mapping),
    (tuple, _sequence),
    (list, _sequence),
)
