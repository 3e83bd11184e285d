"""A table of wind readings, and scripts over it."""

from __future__ import annotations

from penstock.sql import compile_script
from penstock.sql.plan import Plan, Relation, Union

TABLES = """
CREATE TABLE wind (
    location STRING, speed DOUBLE, ts TIMESTAMP(3), junk STRING,
    WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
) WITH ('scan.watermark.idle-timeout' = '3 s');
CREATE TABLE minutes (location STRING, starts TIMESTAMP(3), readings BIGINT, mean DOUBLE);
CREATE TABLE scores (location STRING, speed DOUBLE, anomaly_score DOUBLE);
"""
TUMBLED = "TABLE(TUMBLE(TABLE wind, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"


def compiled(*statements: str) -> Plan:
    return compile_script(TABLES + ";\n".join(statements))


def below(relation: Relation, kind: type[Relation]) -> Relation:
    """Return the first relation of a kind on the way down."""
    while not isinstance(relation, kind):
        relation = relation.inputs[0] if isinstance(relation, Union) else relation.input
    return relation
