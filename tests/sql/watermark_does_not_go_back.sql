-- A row from long ago does not turn the watermark back.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:05"}
{"ts": "2024-01-01 00:01:00"}
{"ts": "2023-01-01 00:00:00"}
{"ts": "2024-01-01 00:00:55"}
--- end
--- rows o
2024-01-01 00:00:00.000, 1
2024-01-01 00:00:50.000, 1
2024-01-01 00:01:00.000, 1
--- rejected
t: late: its last window has fired
