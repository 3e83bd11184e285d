-- All the plain aggregates at once; NULLs count for nothing but COUNT(*).
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (c BIGINT, cn BIGINT, s BIGINT, a BIGINT, lo BIGINT, hi BIGINT, d BIGINT);
INSERT INTO o SELECT COUNT(*), COUNT(n), SUM(n), AVG(n), MIN(n), MAX(n), COUNT(DISTINCT n) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:01"}
{"n": 4, "ts": "2024-01-01 00:00:01"}
{"n": 4, "ts": "2024-01-01 00:00:02"}
{"ts": "2024-01-01 00:00:03"}
{"ts": "2024-01-01 00:00:11"}
--- end
--- rows o
4, 3, 9, 3, 1, 4, 2
1, 0, NULL, NULL, NULL, NULL, 0
