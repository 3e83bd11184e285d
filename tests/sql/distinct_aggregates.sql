-- DISTINCT aggregates take each value once, beside others that take them all.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (c BIGINT, s BIGINT, d BIGINT, all_ BIGINT);
INSERT INTO o SELECT COUNT(DISTINCT n), SUM(DISTINCT n), COUNT(DISTINCT k), SUM(n) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:03"}
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:03"}
{"k": "b", "n": 7, "ts": "2024-01-01 00:00:01"}
{"ts": "2024-01-01 00:00:01"}
--- end
--- rows o
2, 12, 2, 17
