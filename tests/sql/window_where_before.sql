-- WHERE filters before a window counts; a window without rows left is not there.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) WHERE n > 1 GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:03"}
{"n": 2, "ts": "2024-01-01 00:00:03"}
{"n": 1, "ts": "2024-01-01 00:00:13"}
--- end
--- rows o
2024-01-01 00:00:00.000, 1
