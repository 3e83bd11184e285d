"""The parts of SQL that the parity matrix has a line for, and how a script shows its part."""

from __future__ import annotations

import re

# The first that matches is the script's; the order goes from the special to the plain.
FAMILIES = (
    ("pattern matching", r"MATCH_RECOGNIZE"),
    ("joins", r"\bJOIN\b|\bIN\s*\(\s*SELECT|\bEXISTS\s*\(|\bUNNEST\b|\bLATERAL\b|SYSTEM_TIME"),
    ("ranking and deduplication", r"\bROW_NUMBER\s*\(|\bRANK\s*\(|\bDENSE_RANK\s*\("),
    ("OVER aggregates", r"\bOVER\b"),
    ("session windows", r"\bSESSION\s*\("),
    ("windows", r"\b(TUMBLE|HOP|CUMULATE)\s*\("),
    ("set operations", r"\bUNION\b|\bINTERSECT\b|\bEXCEPT\b"),
    ("GROUP BY", r"\bGROUP\s+BY\b|\bSELECT\s+DISTINCT\b|\b(COUNT|SUM|MIN|MAX|AVG)\s*\("),
    ("formats", r"'(format|json\.|csv\.|raw\.)|^-- .*\b(JSON|CSV)\b"),
    (
        "definitions and metadata",
        r"\bMETADATA\b|\bVIEW\b|\bPRIMARY KEY\b|\bLIKE\s+\w+\s*[(;]|\bSET\b",
    ),
    ("casts", r"\b(TRY_)?CAST\s*\("),
    ("filters and expressions", r""),
)


def family_of(name: str, script: str) -> str:
    """Return the part of SQL that a script is about."""
    if name.startswith("error_"):
        return "refusals"
    return next(name for name, pattern in FAMILIES if re.search(pattern, script, re.I | re.M))
