-- The first row by event time is final once the watermark has reached it; rows behind that are late.
CREATE TABLE t (k STRING, x INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
CREATE TABLE o (k STRING, x INT, rn BIGINT);
INSERT INTO o SELECT k, x, rn FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY k ORDER BY ts) AS rn FROM t) WHERE rn = 1;
--- t
{"k": "a", "x": 1, "ts": "2024-01-01 00:00:10"}
{"k": "b", "x": 2, "ts": "2024-01-01 00:00:09"}
{"k": "a", "x": 3, "ts": "2024-01-01 00:00:08"}
{"k": "a", "x": 4, "ts": "2024-01-01 00:00:08"}
--- rows o
--- restart
--- t
{"k": "c", "x": 5, "ts": "2024-01-01 00:00:14"}
{"k": "a", "x": 6, "ts": "2024-01-01 00:00:07"}
{"k": "d", "x": 7, "ts": "2024-01-01 00:00:20"}
--- rows o
'a', 3, 1
'b', 2, 1
'c', 5, 1
--- rejected
t: late: behind the watermark
