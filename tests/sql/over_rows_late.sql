-- Over the last rows, a row behind the watermark is taken while it is after the last one of its key; over all rows it is late.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
CREATE TABLE o (k STRING, n BIGINT, c BIGINT, total BIGINT);
CREATE TABLE p (k STRING, n BIGINT, c BIGINT, total BIGINT);
INSERT INTO o SELECT k, n, COUNT(*) OVER w, SUM(n) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
INSERT INTO p SELECT k, n, COUNT(*) OVER w, SUM(n) OVER w FROM t WINDOW w AS (PARTITION BY k ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW);
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:01"}
{"k": "b", "n": 2, "ts": "2024-01-01 00:00:20"}
{"k": "a", "n": 3, "ts": "2024-01-01 00:00:03"}
{"k": "a", "n": 4, "ts": "2024-01-01 00:00:02"}
{"k": "c", "n": 5, "ts": "2024-01-01 00:00:02"}
--- rows o
'a', 1, 1, 1
--- rows p
'a', 1, 1, 1
--- restart
--- t
{"k": "b", "n": 6, "ts": "2024-01-01 00:00:21"}
{"k": "a", "n": 7, "ts": "2024-01-01 00:00:03"}
{"k": "a", "n": 8, "ts": "2024-01-01 00:00:04"}
--- rows o
'a', 4, 2, 5
'c', 5, 1, 5
'a', 3, 2, 7
--- rows p
--- end
--- rows o
'a', 8, 2, 11
'b', 2, 1, 2
'b', 6, 2, 8
--- rows p
'b', 2, 1, 2
'b', 6, 2, 8
