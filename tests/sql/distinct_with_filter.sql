-- FILTER and DISTINCT go together.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (a BIGINT, b BIGINT);
INSERT INTO o SELECT COUNT(DISTINCT k) FILTER (WHERE n > 1), SUM(DISTINCT n) FILTER (WHERE k = 'a') FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:03"}
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:03"}
{"k": "b", "n": 5, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
2, 6
