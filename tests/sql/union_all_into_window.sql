-- Rows of two tables meet in one window; it waits for the slower one.
CREATE TABLE t (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE TABLE u (k STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '2' SECOND);
CREATE VIEW v AS SELECT n, ts FROM t UNION ALL SELECT n * 10, ts FROM u;
CREATE TABLE o (ws TIMESTAMP(3), s BIGINT);
INSERT INTO o SELECT window_start, SUM(n) FROM TABLE(TUMBLE(TABLE v, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end;
--- t
{"n": 1, "ts": "2024-01-01 00:00:01"}
{"n": 2, "ts": "2024-01-01 00:00:21"}
--- rows o
--- u
{"n": 1, "ts": "2024-01-01 00:00:02"}
{"n": 2, "ts": "2024-01-01 00:00:14"}
--- rows o
2024-01-01 00:00:00.000, 11
--- end
--- rows o
2024-01-01 00:00:10.000, 20
2024-01-01 00:00:20.000, 2
