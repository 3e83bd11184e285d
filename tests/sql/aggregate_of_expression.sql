-- Aggregates take expressions, and stand in them.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (a BIGINT, b DOUBLE, c STRING);
INSERT INTO o SELECT SUM(n * 2 + 1), SUM(n) * 1.0E0 / COUNT(*), CASE WHEN MAX(n) > 5 THEN 'high' ELSE 'low' END FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:03"}
{"n": 6, "ts": "2024-01-01 00:00:03"}
{"n": 2, "ts": "2024-01-01 00:00:13"}
--- end
--- rows o
16, 3.5, 'high'
5, 2.0, 'low'
