"""The built-in functions of Flink 2 that Penstock does not have, and what comes nearest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_BITMAPS = (
    "AND", "ANDNOT", "AND_AGG", "AND_CARDINALITY_AGG", "BUILD", "BUILD_AGG",
    "BUILD_CARDINALITY_AGG", "CARDINALITY", "FROM_BYTES", "OR", "OR_AGG", "OR_CARDINALITY_AGG",
    "TO_ARRAY", "TO_BYTES", "TO_STRING", "XOR", "XOR_AGG", "XOR_CARDINALITY_AGG",
)  # fmt: skip

MISSING: Mapping[str, str] = MappingProxyType(
    {f"BITMAP_{name}": "COUNT(DISTINCT x); there is no BITMAP type" for name in _BITMAPS}
    | {
        "FROM_CHANGELOG": "a format with changes, such as debezium-json",
        "ML_PREDICT": "a function in Python",
        "OBJECT_OF": "ROW(…); there are no structured types",
        "OBJECT_UPDATE": "ROW(…) with all its fields",
        "PARSE_JSON": "JSON_VALUE and JSON_QUERY read a text; there is no VARIANT type",
        "TO_CHANGELOG": "a format with changes, such as debezium-json",
        "TRY_PARSE_JSON": "the same, and IS JSON asks first",
    }
)
"""Names with what to write in their place."""
