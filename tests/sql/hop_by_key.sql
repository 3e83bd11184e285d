-- Sliding windows per key.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, ws TIMESTAMP(3), total BIGINT);
INSERT INTO o SELECT k, window_start, SUM(n) FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '15' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 10, "ts": "2024-01-01 00:00:06"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:07"}
--- end
--- rows o
'a', 2023-12-31 23:59:50.000, 1
'a', 2023-12-31 23:59:55.000, 3
'b', 2023-12-31 23:59:55.000, 10
'a', 2024-01-01 00:00:00.000, 3
'b', 2024-01-01 00:00:00.000, 10
'b', 2024-01-01 00:00:05.000, 10
'a', 2024-01-01 00:00:05.000, 2
