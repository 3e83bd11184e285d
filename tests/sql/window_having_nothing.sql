-- Windows are of rows: without rows there is no window, not even an empty one.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (c BIGINT);
INSERT INTO o SELECT COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:03"}
{"ts": "2024-01-01 00:00:43"}
--- end
--- rows o
1
1
