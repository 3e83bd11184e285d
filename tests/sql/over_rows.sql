-- Each row with aggregates of its key's rows before it, in the order of time.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
CREATE TABLE o (k STRING, n BIGINT, total BIGINT, c BIGINT, most BIGINT);
INSERT INTO o SELECT k, n, SUM(n) OVER w, COUNT(*) OVER w, MAX(n) OVER w FROM t
    WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:03"}
{"k": "b", "n": 7, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:02"}
{"k": "b", "ts": "2024-01-01 00:00:09"}
--- rows o
'a', 1, 1, 1, 1
'b', 7, 7, 1, 7
'a', 2, 3, 2, 2
'a', 3, 5, 2, 3
--- restart
--- t
{"k": "a", "n": 9, "ts": "2024-01-01 00:00:04"}
{"k": "a", "n": 5, "ts": "2024-01-01 00:00:20"}
{"k": "a", "n": 6, "ts": "2024-01-01 00:00:20"}
--- end
--- rows o
'a', 9, 12, 2, 9
'b', NULL, 7, 2, 7
'a', 5, 14, 2, 9
'a', 6, 11, 2, 6
