"""The built-in functions of Flink 2 that Penstock does not have, and what comes nearest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MISSING: Mapping[str, str] = MappingProxyType(
    {
        "FROM_CHANGELOG": "a format with changes, such as debezium-json",
        "ML_PREDICT": "a function in Python",
        "TO_CHANGELOG": "a format with changes, such as debezium-json",
    }
)
"""Names with what to write in their place."""
