-- The arguments of a window may be named, in any order.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), c BIGINT);
INSERT INTO o SELECT window_start, COUNT(*) FROM TABLE(TUMBLE(DATA => TABLE t, TIMECOL => DESCRIPTOR(ts), SIZE => INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"ts": "2024-01-01 00:00:03"}
--- end
--- rows o
2024-01-01 00:00:00.000, 1
