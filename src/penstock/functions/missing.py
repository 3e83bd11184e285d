"""The built-in functions of Flink 2 that Penstock does not have, and what comes nearest."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MISSING: Mapping[str, str] = MappingProxyType(
    {
        "CURRENT_WATERMARK": "compare with the table's late rows, which are in `` `t$late` ``",
        "JSON": "JSON_QUERY gives a piece of JSON as it is",
        "OVERLAPS": "start1 <= end2 AND start2 <= end1",
        "PARSE_JSON": "JSON_VALUE and JSON_QUERY read a text; there is no VARIANT type",
        "TRY_PARSE_JSON": "the same, and IS JSON asks first",
    }
)
"""Names with what to write in their place."""
