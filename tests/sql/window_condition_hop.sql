-- A condition that compares a row with its window leaves windows what they are; they fire as ever, and late rows stay out.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a STRING, starts TIMESTAMP(3), ends TIMESTAMP(3), c BIGINT, fires TIMESTAMP(3)) WITH ('connector' = 'blackhole');
CREATE VIEW w AS SELECT * FROM TABLE(HOP(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '10' SECOND));
INSERT INTO o SELECT a, window_start, window_end, COUNT(*), window_time FROM w
WHERE ts < window_start + INTERVAL '5' SECOND GROUP BY a, window_start, window_end, window_time;
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:06"}
{"n": 2, "ts": "2024-01-01 00:00:06"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:11"}
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:02"}
--- changes o
+I 'x', 2024-01-01 00:00:00.000, 2024-01-01 00:00:10.000, 1, 2024-01-01 00:00:09.999
--- restart
--- end
--- changes o
+I 'y', 2024-01-01 00:00:05.000, 2024-01-01 00:00:15.000, 1, 2024-01-01 00:00:14.999
+I NULL, 2024-01-01 00:00:05.000, 2024-01-01 00:00:15.000, 1, 2024-01-01 00:00:14.999
+I 'y', 2024-01-01 00:00:10.000, 2024-01-01 00:00:20.000, 1, 2024-01-01 00:00:19.999
