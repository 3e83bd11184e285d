-- A window fires when the watermark reaches its last millisecond, not before.
CREATE TABLE t (n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:09.998"}
--- rows o
--- t
{"n": 1, "ts": "2024-01-01 00:00:09.999"}
--- rows o
2024-01-01 00:00:00.000, 2
