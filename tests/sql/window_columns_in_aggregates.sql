-- Keys and aggregates may be computed from the window that a row is in.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (s BIGINT, most INT, c BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW w AS SELECT * FROM TABLE(TUMBLE(TABLE t, DESCRIPTOR(ts), INTERVAL '5' SECOND));
INSERT INTO o SELECT EXTRACT(SECOND FROM window_start), MAX(TIMESTAMPDIFF(SECOND, window_start, ts)), COUNT(*) FROM w
GROUP BY window_start, window_end, EXTRACT(SECOND FROM window_start);
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:06"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:09"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:11"}
--- changes o
+I 0, 1, 1
+I 5, 4, 2
