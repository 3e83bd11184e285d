"""The pipeline that recovery tests kill: every exactly-once sink, windows, forests put away."""

from __future__ import annotations

SCRIPT = """
SET 'execution.checkpointing.interval' = '400 ms';
SET 'state.forest-memory-max' = '1 b';
CREATE TABLE events (
    id BIGINT, k STRING, v DOUBLE, at TIMESTAMP(3),
    WATERMARK FOR at AS at - INTERVAL '1' SECOND
) WITH ('connector' = 'stream', 'shards' = '2');

CREATE TABLE doubled (id BIGINT, twice DOUBLE) WITH ('connector' = 'stream', 'shards' = '2');
INSERT INTO doubled SELECT id, v * 2 FROM events WHERE MOD(id, 3) <> 0;

CREATE TABLE kept (id BIGINT, k STRING, v DOUBLE, PRIMARY KEY (id) NOT ENFORCED)
WITH ('connector' = 'documents');
INSERT INTO kept SELECT id, k, v FROM events;

CREATE TABLE noted (id BIGINT, k STRING) WITH ('connector' = 'documents');
INSERT INTO noted SELECT id, k FROM events WHERE MOD(id, 10) = 0;

CREATE TABLE files (id BIGINT, k STRING) PARTITIONED BY (k) WITH (
    'connector' = 'filesystem', 'path' = 'out/files', 'format' = 'json',
    'sink.rolling-policy.file-size' = '20 kb', 'sink.rolling-policy.rollover-interval' = '300 ms');
INSERT INTO files SELECT id, k FROM events;

CREATE TABLE parquet_files (id BIGINT, v DOUBLE) WITH (
    'connector' = 'filesystem', 'path' = 'out/parquet', 'format' = 'parquet',
    'sink.rolling-policy.rollover-interval' = '500 ms');
INSERT INTO parquet_files SELECT id, v FROM events;

CREATE TABLE counted (window_start TIMESTAMP(3), k STRING, n BIGINT, total DOUBLE)
WITH ('connector' = 'stream');
INSERT INTO counted
SELECT window_start, k, COUNT(*), SUM(v)
FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, k;

CREATE TABLE scored (id BIGINT, score DOUBLE) WITH ('connector' = 'stream');
INSERT INTO scored
SELECT id, anomaly_score
FROM TABLE(RANDOM_CUT_FOREST(TABLE events PARTITION BY k, DESCRIPTOR(v), number_of_trees => 10));

CREATE TABLE alarms (id BIGINT, k STRING) WITH (
    'connector' = 'email', 'to' = 'a@example.com', 'from' = 'b@example.com',
    'episode.key' = 'id', 'cool-down' = '0 s', 'subject' = 'event {id}', 'body' = '{k}');
INSERT INTO alarms SELECT id, k FROM events WHERE MOD(id, 50) = 7;
"""
KEYS = ("a", "b", "ü c")


def event(number: int) -> bytes:
    """Return event `number`; every 97th is no JSON, and event time runs 20 ms an event."""
    if number % 97 == 96:
        return b"{broken"
    seconds = number * 20 // 1000
    at = f"2026-01-01 {seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    k = KEYS[number % len(KEYS)]
    at = f"{at}.{number * 20 % 1000:03d}"
    return f'{{"id":{number},"k":"{k}","v":{number % 17}.5,"at":"{at}"}}'.encode()
