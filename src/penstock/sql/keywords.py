"""The words that the dialect treats as more than names."""

from __future__ import annotations

QUERY_WORDS = (
    "ALL", "AND", "AS", "ASC", "BETWEEN", "CASE", "CROSS", "CUBE", "CURRENT_DATE", "CURRENT_TIME",
    "CURRENT_TIMESTAMP", "DESC", "DISTINCT", "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "FALSE",
    "FETCH", "FILTER", "FOR", "FROM", "FULL", "GROUP BY", "GROUPING SETS", "HAVING", "IN",
    "INNER", "INTERSECT", "INTERVAL", "IS", "JOIN", "LATERAL", "LEFT", "LIKE", "LIMIT",
    "LOCALTIME", "LOCALTIMESTAMP", "NATURAL", "NOT", "NULL", "OFFSET", "ON", "OR", "ORDER BY",
    "OUTER", "OVER", "OVERLAPS", "PARTITION BY", "RANGE", "RECURSIVE", "RIGHT", "ROLLUP", "ROWS",
    "SELECT", "SIMILAR TO",
    "TABLE", "THEN", "TRUE", "UNION", "UNKNOWN", "UNNEST", "USING", "VALUES", "WHEN", "WHERE",
    "WINDOW", "WITH",
)  # fmt: skip
"""The words that the grammar of queries needs; every other word may name a column."""

SIGNS = ("||", ">=", "<=", "<>", "!=", "=>")

HINT_LENGTH_MIN = 4
HINT_WORDS = (
    *(part for word in QUERY_WORDS for part in word.split() if len(part) >= HINT_LENGTH_MIN),
    "CREATE", "DROP", "INSERT", "INTO", "EXECUTE", "STATEMENT", "BEGIN", "VIEW", "TEMPORARY",
    "WATERMARK", "PRIMARY", "ENFORCED", "METADATA", "VIRTUAL", "PARTITIONED", "COMMENT", "TABLE",
    "CONSTRAINT", "RESET",
)  # fmt: skip
"""The words that an error proposes when something near them was typed."""
