-- Each key has windows of its own; a key without rows in a window has none.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, ws TIMESTAMP(3), total BIGINT);
INSERT INTO o SELECT k, window_start, SUM(n) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 2, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:11"}
{"k": "a", "n": 4, "ts": "2024-01-01 00:00:03"}
--- end
--- rows o
'a', 2024-01-01 00:00:00.000, 5
'b', 2024-01-01 00:00:00.000, 2
'a', 2024-01-01 00:00:10.000, 3
