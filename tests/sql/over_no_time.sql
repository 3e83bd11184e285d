-- A row without an event time is no part of any frame.
CREATE TABLE t (n INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (n INT, total INT);
INSERT INTO o SELECT n, SUM(n) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM t;
--- t
{"n": 1, "ts": "2024-01-01 00:00:01"}
{"n": 2}
{"n": 3, "ts": "2024-01-01 00:00:02"}
--- rejected
t: no timestamp
--- end
--- rows o
1, 1
3, 4
