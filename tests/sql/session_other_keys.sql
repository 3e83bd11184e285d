-- As in Flink, sessions of other keys than those grouped are given one by one, and groups over them update.
CREATE TABLE t (k STRING, j STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
CREATE TABLE o (k STRING, n BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO o SELECT k, COUNT(*) FROM TABLE(SESSION(TABLE t PARTITION BY j, DESCRIPTOR(ts), INTERVAL '5' SECOND)) GROUP BY k, window_start, window_end;
--- t
{"k": "x", "j": "a", "ts": "2024-01-01 00:00:01"}
{"k": "x", "j": "b", "ts": "2024-01-01 00:00:01"}
{"k": "y", "j": "a", "ts": "2024-01-01 00:00:02"}
{"k": "y", "j": "a", "ts": "2024-01-01 00:00:03"}
--- changes o
--- t
{"k": "y", "j": "a", "ts": "2024-01-01 00:00:07"}
--- changes o
+I 'x', 1
--- t
{"k": "y", "j": "a", "ts": "2024-01-01 00:00:30"}
--- end
--- changes o
+I 'x', 1
+I 'y', 3
+I 'y', 1
