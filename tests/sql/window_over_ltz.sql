-- Windows over moments.
CREATE TABLE t (n BIGINT, ts TIMESTAMP_LTZ(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), wt TIMESTAMP_LTZ(3), c BIGINT);
INSERT INTO o SELECT window_start, window_end, window_time, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, window_time;
--- t
{"n": 1, "ts": "2024-01-01 00:00:03Z"}
{"n": 2, "ts": "2024-01-01 00:00:05Z"}
--- end
--- rows o
2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 2024-01-01 00:00:09.999, 2
