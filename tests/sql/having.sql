-- HAVING filters results; one that cannot be computed is refused.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (k STRING, total BIGINT);
INSERT INTO o SELECT k, SUM(n) FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, k HAVING 10 / SUM(n) > 2;
--- t
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 9, "ts": "2024-01-01 00:00:01"}
{"k": "c", "n": 0, "ts": "2024-01-01 00:00:01"}
{"k": "d", "ts": "2024-01-01 00:00:01"}
--- end
--- rows o
'a', 3
--- rejected
t: division by zero
