-- A condition on the rows of a session is asked before they become one, and the session is given when it ends.
CREATE TABLE t (a STRING, n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (a STRING, starts TIMESTAMP(3), ends TIMESTAMP(3), c BIGINT) WITH ('connector' = 'blackhole');
CREATE VIEW w AS SELECT * FROM TABLE(SESSION(TABLE t PARTITION BY a, DESCRIPTOR(ts), INTERVAL '5' SECOND));
INSERT INTO o SELECT a, window_start, window_end, COUNT(*) FROM w WHERE n > 1 GROUP BY a, window_start, window_end;
--- t
{"a": "x", "n": 1, "ts": "2024-01-01 00:00:01"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:06"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:07"}
{"a": "y", "n": 1, "ts": "2024-01-01 00:00:08"}
{"a": "y", "n": 2, "ts": "2024-01-01 00:00:21"}
--- changes o
+I 'y', 2024-01-01 00:00:06.000, 2024-01-01 00:00:12.000, 2
--- end
--- changes o
+I 'y', 2024-01-01 00:00:21.000, 2024-01-01 00:00:26.000, 1
