-- A table that one statement reads twice counts twice.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW twice AS SELECT n, ts FROM t WHERE n > 0 UNION ALL SELECT n, ts FROM t;
CREATE TABLE o (ws TIMESTAMP(3), rows_ BIGINT, total BIGINT);
INSERT INTO o SELECT window_start, COUNT(*), SUM(n) FROM TABLE(TUMBLE(TABLE twice, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:01"}
{"n": -1, "ts": "2024-01-01 00:00:01"}
{"n": 5, "ts": "2024-01-01 00:00:13"}
{"n": 5, "ts": "2024-01-01 00:00:02"}
--- rows o
2024-01-01 00:00:00.000, 3, 1
--- rejected
t: late: its last window has fired
t: late: its last window has fired
