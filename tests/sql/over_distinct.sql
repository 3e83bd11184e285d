-- DISTINCT values of the rows so far, of the last rows, and of those that meet a condition.
CREATE TABLE t (k STRING, n INT, ts TIMESTAMP(3), p AS PROCTIME(), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND);
CREATE TABLE o (k STRING, n INT, c BIGINT, s INT, m BIGINT);
CREATE TABLE q (k STRING, n INT, c BIGINT, s INT);
CREATE TABLE r (k STRING, n INT, c BIGINT);
INSERT INTO o SELECT k, n, COUNT(DISTINCT n) OVER w, SUM(DISTINCT n) OVER w, COUNT(*) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts);
INSERT INTO q SELECT k, n, COUNT(DISTINCT n) OVER w, SUM(DISTINCT n) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY p ROWS BETWEEN 2 PRECEDING AND CURRENT ROW);
INSERT INTO r SELECT k, n, COUNT(DISTINCT n) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts RANGE BETWEEN INTERVAL '2' SECOND PRECEDING AND CURRENT ROW);
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:02"}
{"k": "b", "n": 1, "ts": "2024-01-01 00:00:02"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:03"}
--- rows q
'a', 1, 1, 1
'a', 1, 1, 1
'b', 1, 1, 1
'a', 2, 2, 3
--- restart
--- t
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:03"}
{"k": "a", "ts": "2024-01-01 00:00:04"}
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:05"}
{"k": "a", "n": 2, "ts": "2024-01-01 00:00:06"}
--- end
--- rows o
'a', 1, 1, 1, 1
'a', 1, 1, 1, 2
'b', 1, 1, 1, 1
'a', 2, 3, 6, 4
'a', 3, 3, 6, 4
'a', NULL, 3, 6, 5
'a', 1, 3, 6, 6
'a', 2, 3, 6, 7
--- rows q
'a', 3, 3, 6
'a', NULL, 2, 5
'a', 1, 2, 4
'a', 2, 2, 3
--- rows r
'a', 1, 1
'a', 1, 1
'b', 1, 1
'a', 2, 3
'a', 3, 3
'a', NULL, 3
'a', 1, 3
'a', 2, 2
