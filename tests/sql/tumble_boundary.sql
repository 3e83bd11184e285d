-- A row at the very start of a window is in it, one at its end in the next.
CREATE TABLE t (n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (ws TIMESTAMP(3), we TIMESTAMP(3), total BIGINT);
INSERT INTO o SELECT window_start, window_end, SUM(n) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:00"}
{"n": 2, "ts": "2024-01-01 00:00:09.999"}
{"n": 4, "ts": "2024-01-01 00:00:10"}
--- rows o
2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 3
--- end
--- rows o
2024-01-01 00:00:10.000, 2024-01-01 00:00:20.000, 4
