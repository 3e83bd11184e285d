-- Grouped by one of a window's columns alone, rows update groups like any other; by both, also behind a condition on them, the window's end is waited for.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (ends TIMESTAMP(3), c BIGINT) WITH ('connector' = 'blackhole');
CREATE TABLE p (starts TIMESTAMP(3), c BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW w AS SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND));
INSERT INTO o SELECT window_end, COUNT(*) FROM w GROUP BY window_end;
INSERT INTO p SELECT window_start, COUNT(*) FROM w WHERE window_end > TIMESTAMP '2024-01-01 00:00:05' GROUP BY window_start, window_end;
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:06"}
--- changes o
+I 2024-01-01 00:00:05.000, 1
+I 2024-01-01 00:00:10.000, 1
--- changes p
--- t
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:07"}
--- changes o
-U 2024-01-01 00:00:10.000, 1
+U 2024-01-01 00:00:10.000, 2
--- t
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:12"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:03"}
--- changes p
+I 2024-01-01 00:00:05.000, 2
--- changes o
+I 2024-01-01 00:00:15.000, 1
-U 2024-01-01 00:00:05.000, 1
+U 2024-01-01 00:00:05.000, 2
