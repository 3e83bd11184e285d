-- Without a delay the watermark is the time itself, less a millisecond.
CREATE TABLE t (ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '0.001' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:09.999"}
--- rows o
--- t
{"ts": "2024-01-01 00:00:10"}
--- rows o
2024-01-01 00:00:00.000, 1
