-- A value counts once per sliding window.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), d BIGINT);
INSERT INTO o SELECT window_start, COUNT(DISTINCT k) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "ts": "2024-01-01 00:00:01"}
{"k": "b", "ts": "2024-01-01 00:00:06"}
{"k": "a", "ts": "2024-01-01 00:00:07"}
--- end
--- rows o
2023-12-31 23:59:55.000, 1
2024-01-01 00:00:00.000, 2
2024-01-01 00:00:05.000, 2
