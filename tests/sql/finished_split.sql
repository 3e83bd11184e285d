-- A table whose splits have all ended has no more windows to wait for.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t/0
{"ts": "2024-01-01 00:00:01"}
--- t/1
{"ts": "2024-01-01 00:00:31"}
--- rows o
--- end
--- rows o
2024-01-01 00:00:00.000, 1
2024-01-01 00:00:30.000, 1
