-- Rows in the order of event time, then of other columns, as the watermark passes them.
CREATE TABLE t (k STRING, n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND);
CREATE TABLE o (k STRING, n INT);
INSERT INTO o SELECT k, n FROM t ORDER BY ts, n DESC;
--- t
{"k": "a", "n": 1, "ts": "2024-01-01 00:00:10"}
{"k": "b", "n": 2, "ts": "2024-01-01 00:00:09"}
{"k": "c", "ts": "2024-01-01 00:00:10"}
{"k": "d", "n": 3, "ts": "2024-01-01 00:00:10"}
{"k": "e", "n": 4, "ts": "2024-01-01 00:00:15"}
{"k": "f", "n": 5, "ts": "2024-01-01 00:00:10"}
{"k": "g", "n": 6, "ts": "2024-01-01 00:00:11"}
--- rows o
'b', 2
'd', 3
'a', 1
'c', NULL
--- rejected
t: late: behind the watermark
--- restart
--- end
--- rows o
'g', 6
'e', 4
