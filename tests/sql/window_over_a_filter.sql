-- A window over a query that filters and renames.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE o (ws TIMESTAMP(3), s BIGINT);
INSERT INTO o WITH big AS (SELECT n AS amount, ts AS at_ FROM t WHERE n > 1)
SELECT window_start, SUM(amount) FROM TABLE(TUMBLE(TABLE big, DESCRIPTOR(at_), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:03"}
{"n": 2, "ts": "2024-01-01 00:00:03"}
{"n": 3, "ts": "2024-01-01 00:00:04"}
--- end
--- rows o
2024-01-01 00:00:00.000, 5
